export { keyValueStore } from '../store/key-value-store.ts'
export type { OpenLocalStore } from '../store/open.ts'
export { expoSqliteStore, type ExpoSqlite, type ExpoSqliteDatabase } from './expo-sqlite.ts'
export { opSqliteStore, type OpSqlite, type OpSqliteDatabase } from './op-sqlite.ts'
