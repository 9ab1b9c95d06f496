import type { Pool, PoolClient } from 'pg'

/**
 * A query with a name: prepared once a connection. Same name, same text, always.
 *
 * How values come back (see types.ts): `bigint` as number, `timestamptz` as milliseconds since the
 * epoch, `jsonb` parsed, `bytea` as Buffer, `numeric` as text. Give times as milliseconds through
 * `to_timestamp($1 / 1000.0)`; for arrays, `to_timestamp(ms / 1000.0)` over `unnest($1::float8[])`.
 */
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
  /**
   * Calls `listener` for each NOTIFY on `channel` until the returned function is called. Survives
   * reconnects; `onGap` is called after each, because what was notified meanwhile is lost.
   */
  listen(
    channel: string,
    listener: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>
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
