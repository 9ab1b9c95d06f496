import { appendFile, mkdir, open, rename, stat, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { FileAccess } from '../files/types.ts'

/** How files are reached in Node. */
export interface NodeFilesOptions {
  /** Where downloads are put. Made when it does not exist. Default: carillon-downloads in the system's folder of temporary files. */
  downloadFolder?: string
}

/** Files by their paths, or `file://` URLs. For `configure({ files: nodeFiles() })`. */
export const nodeFiles = (options: NodeFilesOptions = {}): FileAccess => {
  const folder = options.downloadFolder ?? join(tmpdir(), 'carillon-downloads')
  return {
    async open(path) {
      const file = await openIfThere(path.startsWith('file://') ? fileURLToPath(path) : path)
      if (file === undefined) return undefined
      const { size } = await file.stat()
      return {
        name: basename(path),
        bytes: size,
        async read(start, end) {
          const part = new Uint8Array(end - start)
          const { bytesRead } = await file.read(part, 0, part.length, start)
          return part.subarray(0, bytesRead)
        },
        close: async () => file.close(),
      }
    },

    async create({ fileID, name, bytes }) {
      // fileID is the server's: a name that leads elsewhere must not.
      const safeID = fileID.replaceAll(/[^A-Za-z0-9_-]/g, '_')
      const path = join(folder, `${safeID}-${plainName(name)}`)
      const partial = join(folder, `${safeID}.part`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const isThere = (await sizeOf(path)) === bytes
      return {
        bytes: isThere ? bytes : Math.min(bytes, await sizeOf(partial)),
        takes: 'bytes',
        write: async (part) => appendFile(partial, part as Uint8Array, { mode: 0o600 }),
        async finish() {
          if (!isThere) await rename(partial, path)
          return path
        },
        abandon: async () => undefined,
      }
    },
  }
}

const openIfThere = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

/** What is left of a name when it can lead nowhere. */
const plainName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '')
    .slice(-100) || 'file'
