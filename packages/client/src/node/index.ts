export { nodeFiles, type NodeFilesOptions } from './files.ts'
