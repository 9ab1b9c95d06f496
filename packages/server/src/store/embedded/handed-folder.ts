import { open } from 'node:fs/promises'
import { dirname } from 'node:path'

import { StoreStartError } from '../errors.ts'
import { canReach, type Account } from './account.ts'

/** A folder as a child process is to be told of it. */
export interface HandedFolder {
  /** What to give as the folder's path. */
  path: string
  /** To be handed down as file descriptor 3; undefined when the path alone is enough. */
  fd: number | undefined
  close(): Promise<void>
}

/**
 * Opens `folder`, which belongs to `account`, for a child that runs as the account. Under root a folder
 * may lie below one that the account cannot search (`/root`, a temporary folder of root's): the child
 * then enters it through an open descriptor, which needs rights on the folder itself only.
 */
export const openForAccount = async (folder: string, account: Account | undefined): Promise<HandedFolder> => {
  if (account === undefined || (await canReach(dirname(folder), account)))
    return { path: folder, fd: undefined, close: () => Promise.resolve() }
  if (process.platform !== 'linux')
    throw new StoreStartError(
      `PostgreSQL does not run as root, and the account "${account.name}" cannot search every folder above ${folder}. Use a data folder it can reach (CARILLON_DATA_FOLDER), or run the server as an ordinary user.`,
    )
  const handle = await open(folder, 'r')
  return { path: '/proc/self/fd/3', fd: handle.fd, close: () => handle.close() }
}
