import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { FileStorage } from './types.ts'

/** Keeps files in a folder, which is made when it does not exist. */
export const createDiskStorage = (folder: string): FileStorage => {
  const place = async (key: string): Promise<string> => {
    const path = join(folder, key)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return path
  }
  return {
    async putFile(key, path) {
      const target = await place(key)
      try {
        await rename(path, target)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
        // On another volume: there whole or not at all.
        const aside = asideOf(target)
        await copyFile(path, aside)
        await rename(aside, target)
      }
    },
    async put(key, data) {
      const target = await place(key)
      const aside = asideOf(target)
      await writeFile(aside, data, { mode: 0o600 })
      await rename(aside, target)
    },
    async read(key, { start, end }) {
      try {
        const file = await open(join(folder, key), 'r')
        return file.createReadStream({ start, end })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async remove(key) {
      await rm(join(folder, key), { force: true })
    },
  }
}

const asideOf = (path: string): string => `${path}.${randomBytes(4).toString('hex')}`
