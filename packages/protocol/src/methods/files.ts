import type { StoredFile, StoredImage } from '../elements.ts'

/** What a file is to be in a message. */
export type FilePurpose = 'image' | 'sound' | 'video' | 'snapshot' | 'file'

/** A file that is to be uploaded. */
export interface PrepareUploadParams {
  purpose: FilePurpose
  bytes: number
  /** What people call it: shown to those who download it. A path in it is cut off. */
  name: string
}

/** Where the file goes. Both are good until `expiresAtMs`. */
export interface PrepareUploadResult {
  fileID: string
  /** Below the server's address, with its query: see "Files" in docs/protocol.md. */
  path: string
  expiresAtMs: number
}

/** What the server keeps of an uploaded file: the body of the answer to the upload's last part. */
export interface UploadedFile {
  file: StoredFile
  /** A picture's sizes. `large` and `thumb` may be the original itself where that is small. */
  image?: { original: StoredImage; large?: StoredImage; thumb?: StoredImage }
}

/** Where a file can be had for a while. */
export interface FileURL {
  fileID: string
  /** Below the server's address, with its query. */
  path: string
  expiresAtMs: number
}

/** Requests about files. */
export interface FileMethods {
  'file.prepareUpload': { params: PrepareUploadParams; result: PrepareUploadResult }
  /** Those of the files the user may read: his own, and those of messages he may read. Others are left out. */
  'file.urls': { params: { fileIDs: string[] }; result: { urls: FileURL[] } }
}

export const fileMethods = [
  'file.prepareUpload',
  'file.urls',
] as const satisfies readonly (keyof FileMethods)[]
