import type { Readable } from 'node:stream'

/** A part of a file: from byte `start` to byte `end`, both in it. */
export interface ByteRange {
  start: number
  end: number
}

/** Where the bytes of files are. Keys are the server's own: never text of a client. */
export interface FileStorage {
  /** Keeps the file at `path`, which may be moved away. */
  putFile(key: string, path: string, mediaType: string): Promise<void>
  /** Keeps bytes. */
  put(key: string, data: Buffer, mediaType: string): Promise<void>
  /** Undefined when there is no such file. */
  read(key: string, range: ByteRange): Promise<Readable | undefined>
  /** What is not there is deleted already. */
  remove(key: string): Promise<void>
}
