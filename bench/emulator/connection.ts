import type { TLSSocket } from 'node:tls'

import {
  defaultWindowBytes,
  Flag,
  frame,
  FrameReader,
  FrameType,
  HpackDecoder,
  preface,
  Setting,
  settingsPayload,
} from '../borrowed.ts'

/** What a request says, as far as a vendor looks at it. */
export interface LeanRequest {
  path: string
  authorization: string
  body: string
}

/** An answer ready for the wire: a header block without references to a dynamic table, and a body. */
export interface LeanAnswer {
  block: Buffer
  body: Buffer
}

interface OpenStream extends LeanRequest {
  /** Bytes of the body that came in frames before the last one. */
  held: Buffer[]
}

const maxConcurrentStreams = 1_000
const windowBytes = 64 * 1024 * 1024
const noBytes = Buffer.alloc(0)

/**
 * The server's side of one HTTP/2 connection with as little work as there can be, so that the client under
 * test is what bounds a run: a request is answered in the turn it came in, all answers of a turn are one
 * write. Takes what well-behaved clients send; anything else ends the connection.
 */
class LeanConnection {
  readonly #write: (bytes: Buffer) => void
  readonly #answer: (request: LeanRequest) => LeanAnswer
  readonly #decoder = new HpackDecoder(65_536)
  readonly #reader = new FrameReader((...parts) => this.#frame(...parts))
  readonly #streams = new Map<number, OpenStream>()
  #prefaceLeft = preface.length
  #sendWindow = defaultWindowBytes
  #receivedBytes = 0
  #out: Buffer[] = []
  /** Answers that wait for the client's window. */
  #waiting: (readonly [streamID: number, answer: LeanAnswer])[] = []

  constructor(answer: (request: LeanRequest) => LeanAnswer, write: (bytes: Buffer) => void) {
    this.#write = write
    this.#answer = answer
    const settings = [
      [Setting.MaxConcurrentStreams, maxConcurrentStreams],
      [Setting.InitialWindowSize, 1024 * 1024],
    ] as const
    write(
      Buffer.concat([
        frame(FrameType.Settings, 0, 0, settingsPayload(settings)),
        windowUpdate(windowBytes - defaultWindowBytes),
      ]),
    )
  }

  /** @throws for what it does not take */
  take(chunk: Buffer): void {
    const skipped = Math.min(this.#prefaceLeft, chunk.length)
    this.#prefaceLeft -= skipped
    if (skipped < chunk.length) this.#reader.push(chunk.subarray(skipped))
    if (this.#receivedBytes > windowBytes / 2) {
      this.#out.push(windowUpdate(this.#receivedBytes))
      this.#receivedBytes = 0
    }
    if (this.#out.length === 0) return
    this.#write(this.#out.length === 1 ? (this.#out[0] ?? noBytes) : Buffer.concat(this.#out))
    this.#out = []
  }

  #frame(type: number, flags: number, streamID: number, bytes: Buffer, start: number, end: number): void {
    if ((flags & Flag.Padded) !== 0 && (type === FrameType.Headers || type === FrameType.Data))
      throw new Error('padding is not taken here')
    if (type === FrameType.Headers) this.#onHeaders(streamID, flags, bytes, start, end)
    else if (type === FrameType.Data) this.#onData(streamID, flags, bytes, start, end)
    else if (type === FrameType.Settings && (flags & Flag.Ack) === 0)
      this.#out.push(frame(FrameType.Settings, Flag.Ack, 0))
    else if (type === FrameType.Ping && (flags & Flag.Ack) === 0)
      this.#out.push(frame(FrameType.Ping, Flag.Ack, 0, Buffer.from(bytes.subarray(start, end))))
    else if (type === FrameType.RstStream) this.#streams.delete(streamID)
    else if (type === FrameType.WindowUpdate && streamID === 0) {
      this.#sendWindow += bytes.readUInt32BE(start)
      for (const [id, answer] of this.#waiting.splice(0)) this.#send(id, answer)
    }
  }

  #onHeaders(streamID: number, flags: number, bytes: Buffer, start: number, end: number): void {
    if ((flags & Flag.EndHeaders) === 0) throw new Error('CONTINUATION is not taken here')
    const stream: OpenStream = { path: '', authorization: '', body: '', held: [] }
    this.#decoder.decode(bytes, (flags & Flag.Priority) === 0 ? start : start + 5, end, (name, value) => {
      if (name === ':path') stream.path = value
      else if (name === 'authorization') stream.authorization = value
    })
    if ((flags & Flag.EndStream) === 0) this.#streams.set(streamID, stream)
    else this.#send(streamID, this.#answer(stream))
  }

  #onData(streamID: number, flags: number, bytes: Buffer, start: number, end: number): void {
    this.#receivedBytes += end - start
    const stream = this.#streams.get(streamID)
    if (stream === undefined) return
    if ((flags & Flag.EndStream) === 0) return void stream.held.push(Buffer.from(bytes.subarray(start, end)))
    stream.body =
      stream.held.length === 0
        ? bytes.toString('utf8', start, end)
        : Buffer.concat([...stream.held, bytes.subarray(start, end)]).toString()
    this.#streams.delete(streamID)
    this.#send(streamID, this.#answer(stream))
  }

  #send(streamID: number, answer: LeanAnswer): void {
    if (answer.body.length > this.#sendWindow) return void this.#waiting.push([streamID, answer])
    this.#sendWindow -= answer.body.length
    const isEnd = answer.body.length === 0 ? Flag.EndStream : 0
    this.#out.push(frame(FrameType.Headers, Flag.EndHeaders | isEnd, streamID, answer.block))
    if (answer.body.length > 0) this.#out.push(frame(FrameType.Data, Flag.EndStream, streamID, answer.body))
  }
}

/** Serves HTTP/2 on a socket that agreed to it. */
export const serveLean = (socket: TLSSocket, answer: (request: LeanRequest) => LeanAnswer): void => {
  const connection = new LeanConnection(answer, (bytes) => socket.write(bytes))
  socket.on('data', (chunk: Buffer) => {
    try {
      connection.take(chunk)
    } catch (error) {
      console.error('lean emulator:', error)
      socket.destroy()
    }
  })
}

const windowUpdate = (bytes: number): Buffer => {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(bytes)
  return frame(FrameType.WindowUpdate, 0, 0, payload)
}
