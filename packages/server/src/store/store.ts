import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'
import { parse as parseURL, toClientConfig } from 'pg-connection-string'

import type { Database } from './db.ts'
import { openEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './embedded/index.ts'
import { StoreFailedError, StoreStartError } from './errors.ts'
import { createDatabase, type PoolOptions } from './pool.ts'

/** Where the database is: an external PostgreSQL, or a data folder whose embedded one is started. */
export type StoreLocation = { url: string } | { dataFolder: string }

/** How a store is opened. */
export interface StoreOptions
  extends
    PoolOptions,
    Partial<Pick<EmbeddedOptions, 'purpose' | 'settings' | 'sync' | 'onProgress' | 'log'>> {}

/** The open database, with the embedded PostgreSQL behind it if there is one. */
export interface Store extends Database, AsyncDisposable {
  /** How to connect to it. */
  readonly connection: pg.ClientConfig
  /** Calls `listener` once if the embedded PostgreSQL dies by itself, or has died already. The returned function ends it. */
  onFailure(listener: (error: StoreFailedError) => void): () => void
}

/** How long a command tries to get in beside one that comes or goes. */
const attachDeadlineMs = 20_000

/** Oldest PostgreSQL that is supported. */
const oldestMajor = 15

/**
 * Opens the database: connects by URL, or starts the embedded PostgreSQL of a data folder. Does not migrate.
 * @throws StoreInUseError, StoreFormatError, StoreStartError
 */
export const openStore = async (location: StoreLocation, options: StoreOptions = {}): Promise<Store> => {
  if ('url' in location) return await openExternal(location.url, options)
  const deadline = Date.now() + attachDeadlineMs
  for (;;) {
    const embedded = await openEmbedded({ purpose: 'server', ...options, dataFolder: location.dataFolder })
    try {
      return await openPool(embedded.connection, options, embedded)
    } catch (error) {
      // Whoever started it may have begun to stop it just before we came.
      if (embedded.isOwner || Date.now() > deadline) throw error
    }
    await sleep(50)
  }
}

const openExternal = async (url: string, options: StoreOptions): Promise<Store> => {
  let connection: pg.ClientConfig
  try {
    connection = toClientConfig(parseURL(url))
  } catch (error) {
    throw new StoreStartError(
      'The database URL is not one. It looks like postgres://user:password@host:5432/name.',
      {
        cause: error,
      },
    )
  }
  return await openPool(connection, options)
}

const openPool = async (
  connection: pg.ClientConfig,
  options: StoreOptions,
  embedded?: EmbeddedPostgres,
): Promise<Store> => {
  const database = createDatabase(connection, options)
  const listeners = new Set<(error: StoreFailedError) => void>()
  let failure: StoreFailedError | undefined
  void embedded?.died.then((words) => {
    failure = new StoreFailedError(`The embedded PostgreSQL has ended by itself. ${words}`)
    for (const listener of listeners) listener(failure)
  })
  let closing: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      await database.close()
      await embedded?.close()
    })())
  try {
    await checkVersion(database)
  } catch (error) {
    await close()
    throw explainConnectFailure(error, connection)
  }
  return {
    ...database,
    connection,
    onFailure(listener) {
      listeners.add(listener)
      if (failure !== undefined) listener(failure)
      return () => listeners.delete(listener)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const versionStatement = {
  name: 'store.version',
  text: `select current_setting('server_version_num')::int as version`,
}

const checkVersion = async (database: Database): Promise<void> => {
  const [row] = await database.query<{ version: number }>(versionStatement)
  const major = Math.floor((row?.version ?? 0) / 10_000)
  if (major < oldestMajor)
    throw new StoreStartError(`The database is PostgreSQL ${major}; ${oldestMajor} or newer is needed.`)
}

const explainConnectFailure = (error: unknown, { host, port, database }: pg.ClientConfig): Error => {
  if (error instanceof StoreStartError) return error
  const words =
    error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error)
  return new StoreStartError(
    `The database "${database ?? ''}" at ${host ?? 'localhost'}:${port ?? 5432} cannot be used: ${words}. Check the URL, the password, and that PostgreSQL runs.`,
    { cause: error },
  )
}
