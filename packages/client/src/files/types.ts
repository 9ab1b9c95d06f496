import type { StoredFile, StoredImage } from '@carillon/protocol'

/** A file on this device that is to be sent. */
export interface UploadRequest {
  /** As the app gave it: a path, or a URL the platform can read. */
  path: string
  kind: 'image' | 'sound' | 'video' | 'snapshot' | 'file'
  /** What people call the file. */
  name?: string | undefined
  /** Told from 0 to 100. */
  onProgress: (percent: number) => void
}

/** What the server keeps of an uploaded file. */
export interface UploadedFile {
  file: StoredFile
  /** A picture's width and height, and its smaller sizes. */
  image?: { original: StoredImage; large?: StoredImage; thumb?: StoredImage }
}

/** A file that was taken, or why it was not: `code` 7004, 7005, 7006, 6008, ... */
export type UploadAnswer =
  | { code: 0; uploaded: UploadedFile }
  | { code: number; desc: string; uploaded?: never }

/** Brings files to the server. Never rejects. */
export interface Uploader {
  upload(request: UploadRequest): Promise<UploadAnswer>
}
