import type { OpenLocalStore } from '../store/open.ts'
import { sqlStore } from '../store/sql-store.ts'

/** What is used of a database of @op-engineering/op-sqlite. */
export interface OpSqliteDatabase {
  execute(sql: string, values?: (string | number | null)[]): Promise<{ rows: unknown[] }>
  close(): void
}

/** What is used of @op-engineering/op-sqlite. */
export interface OpSqlite {
  open(options: { name: string }): OpSqliteDatabase
}

/** A local store on op-sqlite: `import { open } from '@op-engineering/op-sqlite'`, `configure({ localStore: opSqliteStore({ open }) })`. */
export const opSqliteStore = (sqlite: OpSqlite): OpenLocalStore =>
  sqlStore({
    async open(name) {
      const database = sqlite.open({ name })
      return {
        run: async (sql, values) => void (await database.execute(sql, [...values])),
        all: async (sql, values) =>
          (await database.execute(sql, [...values])).rows as Record<string, unknown>[],
        close: async () => database.close(),
      }
    },
  })
