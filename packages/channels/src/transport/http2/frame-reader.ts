import { ErrorCode, Http2Error } from './errors.ts'
import { defaultMaxFrameBytes, frameHeaderBytes } from './frames.ts'

/** Takes one frame; its payload is `bytes` from `start` to `end` and is not kept. */
export type FrameSink = (
  type: number,
  flags: number,
  streamID: number,
  bytes: Buffer,
  start: number,
  end: number,
) => void

/** Cuts a byte stream into frames. Holds at most one unfinished frame. */
export class FrameReader {
  readonly #sink: FrameSink
  #held: Buffer[] = []
  #heldBytes = 0
  #neededBytes = 0

  constructor(sink: FrameSink) {
    this.#sink = sink
  }

  /** @throws Http2Error for a frame larger than we take, and what the sink throws */
  push(chunk: Buffer): void {
    const bytes = this.#joined(chunk)
    if (bytes === undefined) return
    let at = 0
    while (bytes.length - at >= frameHeaderBytes) {
      const lengthAndType = bytes.readUInt32BE(at)
      const payloadBytes = lengthAndType >>> 8
      if (payloadBytes > defaultMaxFrameBytes)
        throw new Http2Error(ErrorCode.FrameSizeError, `a frame of ${payloadBytes} bytes`)
      const start = at + frameHeaderBytes
      const end = start + payloadBytes
      if (end > bytes.length) return this.#hold(bytes.subarray(at), frameHeaderBytes + payloadBytes)
      this.#sink(
        lengthAndType & 0xff,
        bytes.readUInt8(at + 4),
        bytes.readUInt32BE(at + 5) & 0x7fffffff,
        bytes,
        start,
        end,
      )
      at = end
    }
    if (at < bytes.length) this.#hold(bytes.subarray(at), frameHeaderBytes)
  }

  /** What is held and the chunk; undefined while that is not enough. */
  #joined(chunk: Buffer): Buffer | undefined {
    if (this.#heldBytes === 0) return chunk
    this.#held.push(chunk)
    this.#heldBytes += chunk.length
    if (this.#heldBytes < this.#neededBytes) return undefined
    const bytes = Buffer.concat(this.#held, this.#heldBytes)
    this.#held = []
    this.#heldBytes = 0
    return bytes
  }

  #hold(rest: Buffer, neededBytes: number): void {
    this.#held = [rest]
    this.#heldBytes = rest.length
    this.#neededBytes = neededBytes
  }
}
