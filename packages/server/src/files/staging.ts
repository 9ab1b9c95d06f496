import { createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** More bytes came than were announced. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError'
}

/** Uploads under way: one file each, as long as what has come. */
export class Staging {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Where an upload's bytes are. */
  pathOf(fileID: string): string {
    return join(this.#folder, fileID)
  }

  /** How many bytes have come. */
  async bytes(fileID: string): Promise<number> {
    try {
      return (await stat(this.pathOf(fileID))).size
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
      throw error
    }
  }

  /**
   * Adds what comes to an upload. What came before it broke stays. Rejects when it breaks.
   * @throws TooManyBytesError when more than `most` come
   */
  async append(fileID: string, body: Readable, most: number): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    let left = most
    const bounded = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        left -= chunk.length
        if (left < 0) done(new TooManyBytesError('more bytes came than were announced'))
        else done(null, chunk)
      },
    })
    await pipeline(body, bounded, createWriteStream(this.pathOf(fileID), { flags: 'a', mode: 0o600 }))
  }

  async remove(fileID: string): Promise<void> {
    await rm(this.pathOf(fileID), { force: true })
  }
}
