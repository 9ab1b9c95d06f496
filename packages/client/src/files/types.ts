import type { UploadedFile } from '@carillon/protocol'

/** What `fetch` sends as it is: a `Blob`, or bytes. */
export type FilePart = Uint8Array | { readonly size: number }

/** A file on this device. */
export interface LocalFile {
  /** What people call it, where that is known. */
  name?: string | undefined
  bytes: number
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): Promise<FilePart>
  /** Nothing more will be read. */
  close?(): Promise<void> | void
}

/** Where a download is written. */
export interface DownloadTarget {
  /** What is there already of an earlier download that broke. */
  bytes: number
  /** In which form parts are taken. */
  takes: 'bytes' | 'blob'
  /** Adds a part behind what is there. */
  write(part: FilePart): Promise<void>
  /** All is there. Answers where the file lies. */
  finish(): Promise<string>
  /** The download broke; what is there may stay for the next one. */
  abandon(): Promise<void>
}

/** How the SDK reaches files on this device. Each platform has its own; an app may give another. */
export interface FileAccess {
  /** A file to be sent, by the path the app gave. Undefined when there is none; rejects when it cannot be read. */
  open(path: string): Promise<LocalFile | undefined>
  /** A place for a download. `fileID` is the same for the same file; `name` is the sender's choice, without a path. */
  create(file: { fileID: string; name: string; bytes: number }): Promise<DownloadTarget>
}

/** A file on this device that is to be sent. */
export interface UploadRequest {
  /** As the app gave it: a path, or a URL the platform can read. */
  path: string
  kind: 'image' | 'sound' | 'video' | 'snapshot' | 'file'
  /** What people call the file. */
  name?: string | undefined
  /** The element it is of: a second try with the same one goes on where the first one broke. */
  element?: object
  /** Told from 0 to 100. */
  onProgress: (percent: number) => void
}

/** A file that was taken, or why it was not: `code` 7004, 7005, 7006, 6008, ... */
export type UploadAnswer =
  | { code: 0; uploaded: UploadedFile }
  | { code: number; desc: string; uploaded?: never }

/** Brings files to the server. Never rejects. */
export interface Uploader {
  upload(request: UploadRequest): Promise<UploadAnswer>
}
