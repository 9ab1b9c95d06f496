import { ErrorCode, Http2Error } from './errors.ts'

/** Encoded, over all frames. */
const maxBlockBytes = 65_536
const maxFrames = 32

/** A header block that comes in HEADERS and CONTINUATION frames. */
export class HeaderBlock {
  readonly streamID: number
  readonly isEnd: boolean
  readonly #parts: Buffer[] = []
  #bytes = 0

  constructor(streamID: number, isEnd: boolean) {
    this.streamID = streamID
    this.isEnd = isEnd
  }

  /** @throws Http2Error for too many frames or bytes */
  add(bytes: Buffer, start: number, end: number): void {
    this.#bytes += end - start
    if (this.#parts.length >= maxFrames || this.#bytes > maxBlockBytes)
      throw new Http2Error(
        ErrorCode.EnhanceYourCalm,
        `a header block of more than ${maxFrames} frames or ${maxBlockBytes} bytes`,
      )
    // A copy: the socket's buffer is far larger than a part may be.
    this.#parts.push(Buffer.from(bytes.subarray(start, end)))
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts, this.#bytes)
  }
}
