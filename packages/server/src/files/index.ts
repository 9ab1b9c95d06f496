export { Files, type UploadOutcome } from './files.ts'
export { createLinks, linkPaths } from './links.ts'
export { checkFiles, forgetFileUses, noteFileUses, noteMergedFiles } from './uses.ts'
export type { ByteRange } from './storage/index.ts'
