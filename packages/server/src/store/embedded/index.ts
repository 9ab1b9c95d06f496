import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

import { StoreInUseError, StoreStartError } from '../errors.ts'
import { chooseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import {
  clusterOwner,
  makeSocketFolder,
  openTheWay,
  prepareDataFolder,
  removeSocketFolder,
  type DataFolder,
} from './data-folder.ts'
import { initCluster, roleName } from './initdb.ts'
import { takeFolderLock, type FolderLock, type HolderPurpose } from './lock.ts'
import { isPostmasterAlive, readPostmasterPid, socketPort } from './postmaster-pid.ts'
import { startPostmaster, stopOrphan } from './postmaster.ts'
import type { PostgresSettings } from './settings.ts'

/** How an embedded PostgreSQL is started. */
export interface EmbeddedOptions {
  dataFolder: string
  /** A `server` refuses a folder in use; a `command` works beside the server that has it. */
  purpose: HolderPurpose
  settings?: PostgresSettings
  /** False makes initdb leave the disk's cache alone: for databases that are thrown away. */
  sync?: boolean
  /** Told of each slow step, in words for people. */
  onProgress?: (text: string) => void
  /** Each line PostgreSQL logs. */
  log?: (line: string) => void
}

/** An embedded PostgreSQL: started by this process, or by the server a command works beside. */
export interface EmbeddedPostgres {
  /** For `pg`: the socket's folder as host. */
  connection: { host: string; port: number; user: string; password: string; database: string }
  /** Fulfilled with PostgreSQL's last words if it dies by itself; never for one that somebody else started. */
  readonly died: Promise<string>
  /** Whether this process started it. */
  readonly isOwner: boolean
  /** Stops it if this process started it, and gives the folder back. May be called twice. */
  close(): Promise<void>
}

/** How long is waited for a holder that will be gone or ready in a moment. */
const waitForHolderMs = 20_000

/**
 * Starts the embedded PostgreSQL of a data folder, making the cluster first if there is none.
 * @throws StoreInUseError, StoreFormatError, StoreStartError
 */
export const openEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const folder = await prepareDataFolder(options.dataFolder)
  const deadline = Date.now() + waitForHolderMs
  for (;;) {
    const taken = await takeFolderLock(folder.path, options.purpose)
    if ('lock' in taken) return await startWithLock(folder, taken.lock, options)
    const { holder } = taken
    if (options.purpose === 'command') {
      const attached = await attach(folder)
      if (attached !== undefined) return attached
    } else if (holder.purpose === 'server') throw new StoreInUseError(folder.path, holder.pid)
    if (Date.now() > deadline) throw new StoreInUseError(folder.path, holder.pid)
    await sleep(50)
  }
}

const startWithLock = async (
  folder: DataFolder,
  lock: FolderLock,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> => {
  let socketFolder: string | undefined
  try {
    const account = await chooseAccount(await clusterOwner(folder.cluster))
    await checkOwner(folder)
    const binaries = await findBinaries(account)
    await openTheWay(folder, account)
    const oldSocketFolder = await stopOrphan(folder.cluster)
    if (oldSocketFolder !== undefined) await removeSocketFolder(folder, oldSocketFolder)
    socketFolder = await makeSocketFolder(folder, account)
    if ((await clusterOwner(folder.cluster)) === undefined) {
      options.onProgress?.('Creating the database')
      await initCluster({ ...folder, binaries, account, socketFolder, sync: options.sync ?? true })
    }
    options.onProgress?.('Starting the database')
    const postmaster = await startPostmaster({
      binaries,
      account,
      cluster: folder.cluster,
      socketFolder,
      settings: options.settings ?? {},
      log: options.log ?? (() => undefined),
    })
    const connection = await connectionTo(folder, socketFolder)
    const usedSocketFolder = socketFolder
    let closing: Promise<void> | undefined
    return {
      connection,
      isOwner: true,
      died: new Promise((resolve) => {
        void postmaster.ended.then((words) => {
          if (closing === undefined) resolve(words)
        })
      }),
      close: () =>
        (closing ??= (async () => {
          // Another command may work beside this one; a server's commands are told by their broken connections.
          if (options.purpose === 'command') await waitForOthers(connection, postmaster.ended)
          await postmaster.stop()
          await removeSocketFolder(folder, usedSocketFolder)
          await lock.release()
        })()),
    }
  } catch (error) {
    if (socketFolder !== undefined) await removeSocketFolder(folder, socketFolder)
    await lock.release()
    throw error
  }
}

/** The running database of a folder that another process holds; undefined while it is not ready. */
const attach = async (folder: DataFolder): Promise<EmbeddedPostgres | undefined> => {
  const postmaster = await readPostmasterPid(folder.cluster)
  if (postmaster?.isReady !== true || !(await isPostmasterAlive(folder.cluster, postmaster))) return undefined
  return {
    connection: await connectionTo(folder, postmaster.socketFolder),
    isOwner: false,
    died: new Promise(() => undefined),
    close: () => Promise.resolve(),
  }
}

/** Waits until nobody else uses the database, for a while. To be called when this process's own connections are closed. */
const waitForOthers = async (
  connection: EmbeddedPostgres['connection'],
  ended: Promise<unknown>,
): Promise<void> => {
  const client = new pg.Client(connection)
  const end = new AbortController()
  const over = (): void => end.abort()
  client.on('error', over)
  void ended.then(over)
  const text = `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
  try {
    await client.connect()
    for (
      const deadline = Date.now() + waitForHolderMs;
      !end.signal.aborted && Date.now() < deadline;
      await sleep(20)
    )
      if ((await client.query(text)).rowCount === 0) break
  } catch {
    // A database that cannot be asked is not waited for.
  } finally {
    await client.end().catch(over)
  }
}

const connectionTo = async (folder: DataFolder, host: string): Promise<EmbeddedPostgres['connection']> => ({
  host,
  port: socketPort,
  user: roleName,
  password: (await readFile(folder.passwordFile, 'utf8')).trim(),
  database: 'postgres',
})

const checkOwner = async (folder: DataFolder): Promise<void> => {
  const uid = process.getuid?.()
  const found = await stat(folder.cluster).catch(() => undefined)
  if (uid === undefined || uid === 0 || found === undefined || found.uid === uid) return
  throw new StoreStartError(
    `The database in ${folder.path} belongs to another user (uid ${found.uid}; this process has ${uid}). Start the server as the user that made the folder, or give the folder to this one: chown -R ${uid} ${folder.path}`,
  )
}
