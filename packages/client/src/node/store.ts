import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

import type { OpenLocalStore } from '../store/open.ts'
import { sqlStore } from '../store/sql-store.ts'

/** Where Node keeps what must survive a restart. */
export interface NodeStoreOptions {
  /** A folder of this program's own. Made when it does not exist. */
  folder: string
}

/**
 * A local store in files, one SQLite database a user. For `configure({ localStore: nodeStore({ folder }) })`.
 * Two programs must not share the folder.
 */
export const nodeStore = ({ folder }: NodeStoreOptions): OpenLocalStore =>
  sqlStore({
    async open(name) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // Loaded where it is used: Node says that it is experimental when it is.
      const { DatabaseSync } = await import('node:sqlite')
      const database = new DatabaseSync(join(folder, name))
      try {
        database.exec('pragma journal_mode = wal')
        database.exec('pragma synchronous = normal')
      } catch (error) {
        database.close()
        throw error
      }
      return {
        run: async (sql, values) => void database.prepare(sql).run(...values),
        all: async (sql, values) => database.prepare(sql).all(...values),
        close: async () => database.close(),
      }
    },
    async setAside(name) {
      const aside = `${name}.broken-${Date.now()}`
      for (const suffix of ['', '-wal', '-shm'])
        if (existsSync(join(folder, name + suffix)))
          await rename(join(folder, name + suffix), join(folder, aside + suffix))
    },
  })
