import type { AnswerStream } from './answer-stream.ts'
import { ErrorCode, Http2Error } from './errors.ts'
import { defaultMaxFrameBytes, defaultWindowBytes, Flag, FrameType, maxWindowBytes } from './frames.ts'
import type { Outbox } from './outbox.ts'

/** A header block that can be written. */
interface Block {
  /** The most it takes. */
  readonly maxBytes: number
  /** @returns where it ends */
  write(target: Buffer, at: number): number
}

/** Bytes that a UTF-16 unit is at most in UTF-8. */
const maxUnitBytes = 3

/** Sends requests as far as the server's flow control allows; the rest of their bodies waits in order. */
export class SendFlow {
  readonly #outbox: Outbox
  readonly #waiting = new Set<AnswerStream>()
  #window = defaultWindowBytes
  #initialWindow = defaultWindowBytes
  #maxFrameBytes = defaultMaxFrameBytes

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** What a new stream may send. */
  get initialWindow(): number {
    return this.#initialWindow
  }

  /** Whether bodies wait for the server. */
  get isStalled(): boolean {
    return this.#waiting.size > 0
  }

  /** Sends a request, head and body. */
  send(stream: AnswerStream, block: Block, body: string): void {
    this.#sendHead(stream.id, block, body === '' ? Flag.EndStream : 0)
    if (body === '') return this.#sent(stream)
    const maxBytes = body.length * maxUnitBytes
    if (maxBytes <= this.#window && maxBytes <= stream.sendWindow && maxBytes <= this.#maxFrameBytes) {
      const at = this.#outbox.begin(maxBytes)
      const bytes = this.#outbox.buffer.write(body, at, maxBytes, 'utf8')
      this.#outbox.end(bytes, FrameType.Data, Flag.EndStream, stream.id)
      this.#window -= bytes
      stream.sendWindow -= bytes
      return this.#sent(stream)
    }
    stream.unsent = Buffer.from(body)
    this.#push(stream)
    if (isWaiting(stream)) this.#waiting.add(stream)
  }

  /** The stream is gone: what was not sent is dropped. */
  forget(stream: AnswerStream): void {
    if (stream.unsent === undefined) return
    this.#waiting.delete(stream)
    stream.unsent = undefined
  }

  /** @throws Http2Error when a window grows too large */
  allow(
    settings: { initialWindowSize?: number; maxFrameSize?: number },
    streams: Iterable<AnswerStream>,
  ): void {
    if (settings.maxFrameSize !== undefined) this.#maxFrameBytes = settings.maxFrameSize
    if (settings.initialWindowSize === undefined) return
    const change = settings.initialWindowSize - this.#initialWindow
    this.#initialWindow = settings.initialWindowSize
    // May become negative (RFC 9113, section 6.9.2).
    for (const stream of streams) stream.sendWindow = grown(stream.sendWindow, change)
    this.#pushAll()
  }

  /** @throws Http2Error when the window grows too large */
  widen(increment: number): void {
    this.#window = grown(this.#window, increment)
    this.#pushAll()
  }

  /** @throws Http2Error when the window grows too large */
  widenStream(stream: AnswerStream, increment: number): void {
    stream.sendWindow = grown(stream.sendWindow, increment)
    if (!this.#waiting.has(stream)) return
    this.#push(stream)
    if (!isWaiting(stream)) this.#waiting.delete(stream)
  }

  #pushAll(): void {
    for (const stream of this.#waiting) {
      if (this.#window <= 0) return
      this.#push(stream)
      if (!isWaiting(stream)) this.#waiting.delete(stream)
    }
  }

  #push(stream: AnswerStream): void {
    while (stream.unsent !== undefined) {
      const room = Math.min(this.#window, stream.sendWindow, this.#maxFrameBytes)
      if (room <= 0) return
      const part = stream.unsent.subarray(0, room)
      const isLast = part.length === stream.unsent.length
      const at = this.#outbox.add(part.length, FrameType.Data, isLast ? Flag.EndStream : 0, stream.id)
      this.#outbox.buffer.set(part, at)
      this.#window -= part.length
      stream.sendWindow -= part.length
      stream.unsent = isLast ? undefined : stream.unsent.subarray(part.length)
    }
    this.#sent(stream)
  }

  #sendHead(streamID: number, block: Block, endFlag: number): void {
    if (block.maxBytes > this.#maxFrameBytes) return this.#sendLongHead(streamID, block, endFlag)
    const at = this.#outbox.begin(block.maxBytes)
    const bytes = block.write(this.#outbox.buffer, at) - at
    this.#outbox.end(bytes, FrameType.Headers, endFlag | Flag.EndHeaders, streamID)
  }

  /** In as many frames as it takes. */
  #sendLongHead(streamID: number, whole: Block, endFlag: number): void {
    const buffer = Buffer.allocUnsafe(whole.maxBytes)
    const block = buffer.subarray(0, whole.write(buffer, 0))
    const first = block.subarray(0, this.#maxFrameBytes)
    const flags = endFlag | (first.length === block.length ? Flag.EndHeaders : 0)
    const at = this.#outbox.add(first.length, FrameType.Headers, flags, streamID)
    this.#outbox.buffer.set(first, at)
    for (let from = first.length; from < block.length; from += this.#maxFrameBytes) {
      const part = block.subarray(from, from + this.#maxFrameBytes)
      const isLast = from + part.length === block.length
      const partAt = this.#outbox.add(
        part.length,
        FrameType.Continuation,
        isLast ? Flag.EndHeaders : 0,
        streamID,
      )
      this.#outbox.buffer.set(part, partAt)
    }
  }

  #sent(stream: AnswerStream): void {
    stream.sentAt = this.#outbox.position
  }
}

const isWaiting = (stream: AnswerStream): boolean => stream.unsent !== undefined

const grown = (window: number, change: number): number => {
  const next = window + change
  if (next > maxWindowBytes) throw new Http2Error(ErrorCode.FlowControlError, 'a window that grows too large')
  return next
}
