import type { OpenLocalStore } from '../store/open.ts'
import { sqlStore } from '../store/sql-store.ts'

/** What is used of a database of expo-sqlite. */
export interface ExpoSqliteDatabase {
  runAsync(sql: string, values: (string | number | null)[]): Promise<unknown>
  getAllAsync(sql: string, values: (string | number | null)[]): Promise<unknown[]>
  closeAsync(): Promise<void>
}

/** What is used of expo-sqlite. */
export interface ExpoSqlite {
  openDatabaseAsync(name: string): Promise<ExpoSqliteDatabase>
}

/** A local store on expo-sqlite: `import * as SQLite from 'expo-sqlite'`, `configure({ localStore: expoSqliteStore(SQLite) })`. */
export const expoSqliteStore = (sqlite: ExpoSqlite): OpenLocalStore =>
  sqlStore({
    async open(name) {
      const database = await sqlite.openDatabaseAsync(name)
      return {
        run: async (sql, values) => void (await database.runAsync(sql, [...values])),
        all: async (sql, values) =>
          (await database.getAllAsync(sql, [...values])) as Record<string, unknown>[],
        close: async () => database.closeAsync(),
      }
    },
  })
