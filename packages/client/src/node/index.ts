export { nodeFiles, type NodeFilesOptions } from './files.ts'
export { nodeStore, type NodeStoreOptions } from './store.ts'
