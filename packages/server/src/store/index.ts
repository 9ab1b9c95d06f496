export { type Database, type Db, type Statement } from './db.ts'

export { migrate } from './migrate.ts'
export { openStore, type Store, type StoreLocation, type StoreOptions } from './store.ts'
