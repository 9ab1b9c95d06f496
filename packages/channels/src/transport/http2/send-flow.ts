import type { AnswerStream } from './answer-stream.ts'
import { ErrorCode, Http2Error } from './errors.ts'
import { defaultMaxFrameBytes, defaultWindowBytes, Flag, FrameType, maxWindowBytes } from './frames.ts'
import type { Outbox } from './outbox.ts'

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
  send(stream: AnswerStream, block: Buffer, body: string): void {
    this.#sendHead(stream.id, block, body === '')
    if (body === '') return this.#sent(stream)
    const bytes = Buffer.byteLength(body)
    if (bytes <= this.#window && bytes <= stream.sendWindow && bytes <= this.#maxFrameBytes) {
      const at = this.#outbox.add(bytes, FrameType.Data, Flag.EndStream, stream.id)
      this.#outbox.buffer.write(body, at, bytes, 'utf8')
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

  #sendHead(streamID: number, block: Buffer, isEnd: boolean): void {
    const first = block.subarray(0, this.#maxFrameBytes)
    const flags = (isEnd ? Flag.EndStream : 0) | (first.length === block.length ? Flag.EndHeaders : 0)
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
