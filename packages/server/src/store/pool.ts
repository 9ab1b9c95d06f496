import pg from 'pg'

import { runQuery, type Database, type Db } from './db.ts'
import { StoreBusyError } from './errors.ts'
import { createNotificationListener } from './listener.ts'
import { columnTypes } from './types.ts'

/** Sizes and times of a pool. */
export interface PoolOptions {
  /** Connections at most. Several are needed for group commit. Default 20. */
  connections?: number
  /** Queries that may wait for a connection; more are refused with StoreBusyError. Default 10,000. */
  waitingQueries?: number
  /** A statement that runs longer is cancelled. Default 30 s. */
  statementTimeoutMs?: number
  /** Told of connections that broke while nobody used them. */
  onError?: (error: unknown) => void
}

/** Opens a pool. Nothing is connected before the first query. */
export const createDatabase = (connection: pg.ClientConfig, options: PoolOptions = {}): Database => {
  const onError = options.onError ?? (() => undefined)
  const waitingQueries = options.waitingQueries ?? 10_000
  const pool = new pg.Pool({
    ...connection,
    types: columnTypes,
    max: options.connections ?? 20,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    application_name: 'carillon',
  })
  pool.on('error', onError)
  const listener = createNotificationListener({ ...connection, application_name: 'carillon listen' }, onError)

  const checkRoom = (): void => {
    if (pool.waitingCount >= waitingQueries) throw new StoreBusyError(pool.waitingCount)
  }

  let closing: Promise<void> | undefined
  return {
    async query(statement, values) {
      checkRoom()
      return await runQuery(pool, statement, values)
    },
    async transaction(work) {
      checkRoom()
      return await inTransaction(pool, work)
    },
    listen: async (channel, onPayload, onGap) => await listener.add(channel, onPayload, onGap),
    close: () =>
      (closing ??= (async () => {
        await listener.close()
        await pool.end()
      })()),
  }
}

const inTransaction = async <T>(pool: pg.Pool, work: (db: Db) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken = false
  // Without a listener an error between two queries would end the process; the next query reports it.
  const clientOnError = (): void => {
    broken = true
  }
  client.on('error', clientOnError)
  try {
    await client.query('begin')
    const result = await work({
      query: async (statement, values) => await runQuery(client, statement, values),
    })
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given back to the pool.
    await client.query('rollback').catch(clientOnError)
    throw error
  } finally {
    client.off('error', clientOnError)
    client.release(broken)
  }
}
