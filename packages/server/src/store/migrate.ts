import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator, type MigrationProvider } from 'kysely/migration'
import pg from 'pg'

import { DatabaseNewerError } from './errors.ts'
import * as initial from './migrations/0001-initial.ts'
import type { Store } from './store.ts'

/** Every migration by name, in order. A list instead of a folder scan: it works in any bundle. */
const migrations = { '0001-initial': initial }

/** Any number of our own; nodes that start at once wait for each other on it. */
const lockKey = 0x6361_7269

/**
 * Brings the database to this release's form. Safe when several servers start at once: one works, the
 * others wait.
 * @returns names of the migrations that were run
 * @throws DatabaseNewerError when it holds a migration this release does not know
 */
export const migrate = async (store: Store): Promise<string[]> => {
  // One connection, without the pool's statement timeout: a migration may take its time.
  const pool = new pg.Pool({ ...store.connection, max: 2, application_name: 'carillon migrate' })
  pool.on('error', () => undefined)
  try {
    const holder = await pool.connect()
    try {
      await holder.query('select pg_advisory_lock($1)', [lockKey])
      return await runMigrations(pool)
    } finally {
      // The lock goes with the connection, whatever state that is in.
      holder.release(true)
    }
  } finally {
    await pool.end()
  }
}

const runMigrations = async (pool: pg.Pool): Promise<string[]> => {
  // kysely's `destroy` ends the pool, which belongs to the caller.
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const unknown = (await appliedMigrations(db)).filter((name) => !(name in migrations))
  if (unknown.length > 0) throw new DatabaseNewerError(unknown)
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) }
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('The migration failed.', { cause: error })
  return results.map((result) => result.migrationName)
}

const appliedMigrations = async (db: Kysely<unknown>): Promise<string[]> => {
  const table = await sql<{ name: string | null }>`select to_regclass('kysely_migration') as name`.execute(db)
  if (typeof table.rows[0]?.name !== 'string') return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}
