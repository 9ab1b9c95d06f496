import { AnswerHead } from './answer-head.ts'
import { ErrorCode, Http2Error } from './errors.ts'
import { FrameReader } from './frame-reader.ts'
import { Flag, FrameType, maxWindowBytes, readSettings, withoutPadding, type PeerSettings } from './frames.ts'
import { HeaderBlock } from './header-block.ts'
import { HpackDecoder } from './hpack-decoder.ts'

/** What a server's frames say. */
export interface InboundEvents {
  onSettings(settings: PeerSettings): void
  onHead(streamID: number, head: AnswerHead, isEnd: boolean): void
  /**
   * The body's next bytes.
   * @param flowBytes what flow control counts, padding included
   */
  onData(streamID: number, bytes: Buffer, start: number, end: number, flowBytes: number, isEnd: boolean): void
  onReset(streamID: number, errorCode: number): void
  onPing(payload: Buffer): void
  onPong(payload: Buffer): void
  onGoaway(lastStreamID: number, errorCode: number, debug: string): void
  onWindowUpdate(streamID: number, increment: number): void
}

/** The most a header list may count, decoded; our SETTINGS say so. */
export const maxHeaderListBytes = 65_536
/** Frames that carry no answer forward; every answer and every `calm()` makes up for some. */
const maxIdleFrames = 10_000
const framesAnAnswerIsWorth = 16
const maxDebugBytes = 200

/**
 * Reads what the server sends and checks all that needs no knowledge of open streams. A peer that floods
 * (PING, SETTINGS, empty DATA, CONTINUATION, unknown frames) is told to calm down.
 */
export class Inbound {
  readonly #events: InboundEvents
  readonly #decoder = new HpackDecoder(maxHeaderListBytes)
  readonly #reader: FrameReader
  /** HEADERS whose CONTINUATION is to come. */
  #block: HeaderBlock | undefined
  /** What `#onField` fills. */
  #decodedHead = new AnswerHead()
  readonly #onField = (name: string, value: string): void => this.#decodedHead.add(name, value)
  #isOpened = false
  #idleFrames = 0

  constructor(events: InboundEvents) {
    this.#events = events
    this.#reader = new FrameReader((...frame) => this.#take(...frame))
  }

  /**
   * Takes the next bytes from the socket and calls the events they make up.
   * @throws Http2Error when the connection cannot go on; nothing else
   */
  push(chunk: Buffer): void {
    this.#reader.push(chunk)
  }

  /** Time went by: what was sent before is forgiven. */
  calm(): void {
    this.#idleFrames = 0
  }

  #take(type: number, flags: number, streamID: number, bytes: Buffer, start: number, end: number): void {
    if (!this.#isOpened && (type !== FrameType.Settings || (flags & Flag.Ack) !== 0))
      throw new Http2Error(ErrorCode.ProtocolError, 'the server does not begin with SETTINGS')
    this.#isOpened = true
    if (this.#block !== undefined && (type !== FrameType.Continuation || streamID !== this.#block.streamID))
      throw new Http2Error(ErrorCode.ProtocolError, 'a frame inside a header block')
    switch (type) {
      case FrameType.Data:
        return this.#data(flags, streamID, bytes, start, end)
      case FrameType.Headers:
        return this.#headers(flags, streamID, bytes, start, end)
      case FrameType.Continuation:
        return this.#continuation(flags, bytes, start, end)
      case FrameType.RstStream:
        onStream(streamID)
        exactly(4, end - start)
        this.#countIdle()
        return this.#events.onReset(streamID, bytes.readUInt32BE(start))
      case FrameType.Settings:
        return this.#settings(flags, streamID, bytes, start, end)
      case FrameType.PushPromise:
        throw new Http2Error(ErrorCode.ProtocolError, 'PUSH_PROMISE, which our settings forbid')
      case FrameType.Ping:
        onConnection(streamID)
        exactly(8, end - start)
        this.#countIdle()
        if ((flags & Flag.Ack) !== 0) return this.#events.onPong(bytes.subarray(start, end))
        return this.#events.onPing(bytes.subarray(start, end))
      case FrameType.Goaway:
        return this.#goaway(streamID, bytes, start, end)
      case FrameType.WindowUpdate:
        exactly(4, end - start)
        this.#countIdle()
        return this.#events.onWindowUpdate(streamID, incrementOf(bytes.readUInt32BE(start)))
      default:
        // PRIORITY, and what was added to the protocol since: to be ignored.
        this.#countIdle()
    }
  }

  #data(flags: number, streamID: number, bytes: Buffer, start: number, end: number): void {
    onStream(streamID)
    const isEnd = (flags & Flag.EndStream) !== 0
    const [from, to] = withoutPadding(bytes, start, end, flags)
    if (isEnd) this.#countAnswer()
    else if (from === to) this.#countIdle()
    this.#events.onData(streamID, bytes, from, to, end - start, isEnd)
  }

  #headers(flags: number, streamID: number, bytes: Buffer, start: number, end: number): void {
    onStream(streamID)
    const [from, to] = withoutPadding(bytes, start, end, flags)
    const at = (flags & Flag.Priority) === 0 ? from : from + 5
    if (at > to) throw new Http2Error(ErrorCode.FrameSizeError, 'HEADERS too short for its priority')
    const isEnd = (flags & Flag.EndStream) !== 0
    if ((flags & Flag.EndHeaders) !== 0) return this.#head(streamID, bytes, at, to, isEnd)
    this.#block = new HeaderBlock(streamID, isEnd)
    this.#block.add(bytes, at, to)
  }

  #continuation(flags: number, bytes: Buffer, start: number, end: number): void {
    const block = this.#block
    if (block === undefined) throw new Http2Error(ErrorCode.ProtocolError, 'CONTINUATION of nothing')
    block.add(bytes, start, end)
    if ((flags & Flag.EndHeaders) === 0) return
    this.#block = undefined
    const whole = block.whole()
    this.#head(block.streamID, whole, 0, whole.length, block.isEnd)
  }

  #head(streamID: number, bytes: Buffer, start: number, end: number, isEnd: boolean): void {
    const head = new AnswerHead()
    this.#decodedHead = head
    this.#decoder.decode(bytes, start, end, this.#onField)
    if (isEnd) this.#countAnswer()
    else this.#countIdle()
    this.#events.onHead(streamID, head, isEnd)
  }

  #settings(flags: number, streamID: number, bytes: Buffer, start: number, end: number): void {
    onConnection(streamID)
    this.#countIdle()
    if ((flags & Flag.Ack) !== 0) return exactly(0, end - start)
    this.#events.onSettings(readSettings(bytes, start, end))
  }

  #goaway(streamID: number, bytes: Buffer, start: number, end: number): void {
    onConnection(streamID)
    if (end - start < 8) throw new Http2Error(ErrorCode.FrameSizeError, 'GOAWAY that is too short')
    this.#countIdle()
    const debug = bytes.toString('latin1', start + 8, Math.min(end, start + 8 + maxDebugBytes))
    this.#events.onGoaway(bytes.readUInt32BE(start) & 0x7fffffff, bytes.readUInt32BE(start + 4), debug)
  }

  #countAnswer(): void {
    this.#idleFrames = Math.max(0, this.#idleFrames - framesAnAnswerIsWorth)
  }

  #countIdle(): void {
    this.#idleFrames += 1
    if (this.#idleFrames > maxIdleFrames)
      throw new Http2Error(ErrorCode.EnhanceYourCalm, 'too many frames that carry nothing')
  }
}

const onStream = (streamID: number): void => {
  if (streamID === 0) throw new Http2Error(ErrorCode.ProtocolError, "a stream's frame on the connection")
}

const onConnection = (streamID: number): void => {
  if (streamID !== 0) throw new Http2Error(ErrorCode.ProtocolError, "a connection's frame on a stream")
}

const exactly = (bytes: number, found: number): void => {
  if (bytes !== found) throw new Http2Error(ErrorCode.FrameSizeError, `${found} bytes in a frame of ${bytes}`)
}

const incrementOf = (word: number): number => {
  const increment = word & maxWindowBytes
  if (increment === 0) throw new Http2Error(ErrorCode.ProtocolError, 'WINDOW_UPDATE of 0')
  return increment
}
