import { createHash, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'

/** What the holder of a data folder is doing with it: a server stays, a command is gone in a moment. */
export type HolderPurpose = 'server' | 'command'

/** Who holds a data folder. */
export interface Holder {
  pid: number
  purpose: HolderPurpose
}

/** The right to a data folder. It ends with the process, however that ends. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes the lock of a folder, or tells who has it (`pid` is missing when the holder did not answer).
 *
 * The lock is a listening socket: an abstract one named by the folder's path on Linux, which the kernel
 * drops with the process. Elsewhere it is a socket file in the folder; a file left behind is known by
 * nobody answering on it. Two machines or network namespaces that share a folder do not see each other.
 * @param folder its real path
 */
export const takeFolderLock = async (
  folder: string,
  purpose: HolderPurpose,
  style: 'abstract' | 'file' = process.platform === 'linux' ? 'abstract' : 'file',
): Promise<{ lock: FolderLock } | { holder: Partial<Holder> }> => {
  const address = style === 'abstract' ? abstractAddress(folder) : join(folder, 'lock.sock')
  const token = randomUUID()
  const words = JSON.stringify({ pid: process.pid, purpose, token })
  for (let attempt = 0; ; attempt++) {
    const server = await listenOn(address, words)
    if (server !== undefined) {
      // With a file, another process may have taken the one just made for a left-over.
      const seen = style === 'file' ? await askHolder(address) : { token }
      if (seen?.token === token) return { lock: { release: () => closeServer(server) } }
      await closeServer(server)
    }
    const holder = await askHolder(address)
    if (holder !== undefined) return { holder }
    if (attempt === 2) return { holder: {} }
    if (style === 'file') await rm(address, { force: true })
  }
}

const abstractAddress = (folder: string): string =>
  `\0carillon-${createHash('sha256').update(folder).digest('hex').slice(0, 40)}`

const listenOn = async (address: string, words: string): Promise<Server | undefined> =>
  await new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(words)
    })
    server.maxConnections = 16
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen({ path: address }, () => {
      // Holding a folder is no reason to keep a process alive.
      server.unref()
      resolve(server)
    })
  })

/** Asks the holder who it is; undefined when nobody is there. */
const askHolder = async (address: string): Promise<(Partial<Holder> & { token?: string }) | undefined> =>
  await new Promise((resolve) => {
    let text = ''
    const socket = connect({ path: address })
    socket.setTimeout(1000, () => {
      // Somebody listens but is too busy or stopped to answer.
      resolve({})
      socket.destroy()
    })
    socket.on('error', () => resolve(undefined))
    socket.on('data', (chunk) => {
      if (text.length < 1000) text += chunk.toString()
    })
    socket.on('end', () => {
      try {
        resolve(JSON.parse(text) as Holder & { token: string })
      } catch {
        resolve({})
      }
    })
  })

const closeServer = async (server: Server): Promise<void> => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
}
