import type { IncomingHttpHeaders } from 'node:http'

import type { VendorAnswer } from '../channel.ts'

/** Gathers an answer's body up to a limit. */
export class AnswerBody {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Returns whether there is room for more. What is over the limit is dropped. */
  add(chunk: Buffer): boolean {
    const room = this.#maxBytes - this.#bytes
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    this.#bytes += Math.min(chunk.length, room)
    return chunk.length <= room
  }

  text(): string {
    const [first] = this.#chunks
    return (this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks)).toString()
  }
}

/** Header fields of an answer as `VendorAnswer` has them: pseudo-headers left out, lists joined. */
export const plainHeaders = (headers: IncomingHttpHeaders): VendorAnswer['headers'] => {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(':'))
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
