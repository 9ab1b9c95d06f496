export { runQuery, type Database, type Db, type Statement } from './db.ts'
export {
  DatabaseNewerError,
  StoreBusyError,
  StoreFailedError,
  StoreFormatError,
  StoreInUseError,
  StoreStartError,
} from './errors.ts'
export { migrate } from './migrate.ts'
export { openStore, type Store, type StoreLocation, type StoreOptions } from './store.ts'
