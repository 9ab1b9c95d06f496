import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What PostgreSQL writes of itself into its data folder. */
export interface PostmasterPid {
  pid: number
  socketFolder: string
  isReady: boolean
}

/** Port in the socket's name. Every cluster has a socket folder of its own, so it can be the same for all. */
export const socketPort = 5432

/**
 * Reads the lines of `postmaster.pid`: pid, data folder, start time, port, socket folder, listen
 * address, shared memory, status. Undefined while it is being written.
 */
export const parsePostmasterPid = (text: string): PostmasterPid | undefined => {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  return { pid, socketFolder: lines[4] ?? '', isReady: lines[7] === 'ready' }
}

/** The postmaster of a cluster as its file says; it may long be gone. */
export const readPostmasterPid = async (cluster: string): Promise<PostmasterPid | undefined> => {
  try {
    return parsePostmasterPid(await readFile(join(cluster, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Whether the process of `postmaster` is alive and really the one of this cluster, not another that got
 * the same number since.
 * @param cluster its real path
 */
export const isPostmasterAlive = async (cluster: string, postmaster: PostmasterPid): Promise<boolean> => {
  if (!isAlive(postmaster.pid)) return false
  if (process.platform === 'linux') {
    // A postmaster works inside its cluster.
    const folder = await readlink(`/proc/${postmaster.pid}/cwd`).catch(() => undefined)
    return folder === cluster
  }
  const lockFile = join(postmaster.socketFolder, `.s.PGSQL.${socketPort}.lock`)
  const text = await readFile(lockFile, 'utf8').catch(() => '')
  return Number.parseInt(text, 10) === postmaster.pid
}

/** Whether a process with this number exists. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
