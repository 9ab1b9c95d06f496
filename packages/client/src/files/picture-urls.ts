import { asRecord } from '../connection/wire.ts'
import { dropOldest } from '../session/cursors.ts'
import { listOf } from '../session/parse.ts'

/** Addresses that are remembered. */
const capacity = 3000

/** Where pictures can be had: what the server tells along with the messages that show them. */
export class PictureURLs {
  readonly #known = new Map<string, { url: string; expiresAtMs: number }>()
  readonly #parts: { urlOf: (path: string) => string; serverNowMs: () => number }

  constructor(parts: { urlOf: (path: string) => string; serverNowMs: () => number }) {
    this.#parts = parts
  }

  /** Takes the `urls` of an event or an answer, if it has some. */
  learn(data: unknown): void {
    for (const value of listOf(data, 'urls')) {
      const { fileID, path, expiresAtMs } = asRecord(value) ?? {}
      if (typeof fileID !== 'string' || typeof path !== 'string' || typeof expiresAtMs !== 'number') continue
      this.#known.delete(fileID)
      this.#known.set(fileID, { url: this.#parts.urlOf(path), expiresAtMs })
    }
    dropOldest(this.#known, capacity)
  }

  /** The address of a picture, while it is good. */
  get(fileID: string): string | undefined {
    const known = this.#known.get(fileID)
    return known !== undefined && known.expiresAtMs > this.#parts.serverNowMs() ? known.url : undefined
  }
}
