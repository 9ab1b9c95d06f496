import type { Pool, PoolClient } from 'pg'

/** A query with a name: prepared once a connection. Same name, same text, always. */
export interface Statement {
  name: string
  text: string
}

/** Where queries run: the pool, or one transaction. */
export interface Db {
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
}

/** The pool, which can open transactions. */
export interface Database extends Db {
  /** Runs `work` in one transaction; rolls back and rethrows when it throws. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Calls `listener` for each NOTIFY on `channel` until the returned function is called. Survives reconnects. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Runs a named statement on a pool or on one of its connections. */
export const runQuery = async <Row>(
  client: Pool | PoolClient,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> => {
  const result = await client.query({ name: statement.name, text: statement.text, values: [...values] })
  return result.rows as Row[]
}
