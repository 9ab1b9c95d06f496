import { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { mendScheme } from './hpack-scheme.ts'

const preface = 24
const frameHeader = 9
const headersFrame = 0x1
const paddedFlag = 0x8
const priorityFlag = 0x20

/**
 * Passes HTTP/2 through and mends the header blocks of clients whose `:scheme` is malformed. Speaks only
 * enough of the framing (RFC 9113) to find them; continuation frames stay as they are, as pseudo-headers
 * come first.
 */
export class SchemeRepair extends Duplex {
  readonly #socket: TLSSocket
  /** Bytes to pass before the next frame header. */
  #passing = preface
  #held: Buffer = Buffer.alloc(0)

  constructor(socket: TLSSocket) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      const mended = this.#mend(chunk)
      if (mended.length > 0 && !this.push(mended)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#socket.write(chunk, callback)
  }

  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback)
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback)
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy()
    callback(error)
  }

  #mend(chunk: Buffer): Buffer {
    let input = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    this.#held = Buffer.alloc(0)
    const output: Buffer[] = []
    while (input.length > 0) {
      if (this.#passing > 0) {
        const part = input.subarray(0, this.#passing)
        this.#passing -= part.length
        output.push(part)
        input = input.subarray(part.length)
        continue
      }
      const payload = input.length < frameHeader ? undefined : input.readUIntBE(0, 3)
      const isHeaders = input[3] === headersFrame
      if (payload === undefined || (isHeaders && input.length < frameHeader + payload)) {
        // At most one frame of 16 KiB: larger ones nghttp2 would refuse, so they are passed on to be refused.
        if (payload === undefined || payload <= 16_384) {
          this.#held = input
          break
        }
      }
      if (isHeaders && payload <= 16_384) {
        output.push(mendFrame(input.subarray(0, frameHeader + payload)))
        input = input.subarray(frameHeader + payload)
      } else this.#passing = frameHeader + payload
    }
    return output.length === 1 && output[0] ? output[0] : Buffer.concat(output)
  }
}

const mendFrame = (frame: Buffer): Buffer => {
  const flags = frame[4] ?? 0
  const blockAt = frameHeader + ((flags & paddedFlag) === 0 ? 0 : 1) + ((flags & priorityFlag) === 0 ? 0 : 5)
  const blockEnd = frame.length - ((flags & paddedFlag) === 0 ? 0 : (frame[frameHeader] ?? 0))
  if (blockAt >= blockEnd) return frame
  const block = frame.subarray(blockAt, blockEnd)
  const mended = mendScheme(block)
  if (mended === block) return frame
  const whole = Buffer.concat([frame.subarray(0, blockAt), mended, frame.subarray(blockEnd)])
  whole.writeUIntBE(whole.length - frameHeader, 0, 3)
  return whole
}
