import type { TLSSocket } from 'node:tls'

import { describeError } from '../http-transport.ts'
import { defaultWindowBytes, Flag, frame, FrameType, preface, Setting, settingsPayload } from './frames.ts'
import { maxHeaderListBytes } from './inbound.ts'
import { Outbox } from './outbox.ts'
import { connectionWindowBytes, streamWindowBytes } from './receive-flow.ts'

/** What happens on the socket. */
export interface WireEvents {
  onBytes(chunk: Buffer): void
  /** The socket takes bytes again. */
  onDrain(): void
  onClose(why: string): void
}

/** Our side of a connection: the socket, and the frames that are no requests. */
export class Wire {
  readonly outbox: Outbox
  /** Settled when the socket is gone. */
  readonly closed: Promise<void>
  readonly #socket: TLSSocket
  #isClosing = false

  constructor(socket: TLSSocket, events: WireEvents) {
    this.#socket = socket
    this.outbox = new Outbox((batch, written) => this.#write(batch, written))
    let why = 'the server closed the connection'
    socket.on('error', (error) => {
      why = describeError(error)
    })
    socket.on('drain', () => {
      this.outbox.unblock()
      events.onDrain()
    })
    socket.on('data', (chunk: Buffer) => {
      if (!this.#isClosing) events.onBytes(chunk)
    })
    const closed = Promise.withResolvers<void>()
    this.closed = closed.promise
    socket.on('close', () => {
      this.outbox.close()
      closed.resolve()
      events.onClose(why)
    })
  }

  /** Says who we are and what we take. */
  open(): void {
    this.outbox.addBytes(Buffer.from(preface))
    this.outbox.addBytes(
      frame(
        FrameType.Settings,
        0,
        0,
        settingsPayload([
          [Setting.EnablePush, 0],
          [Setting.InitialWindowSize, streamWindowBytes],
          [Setting.MaxHeaderListSize, maxHeaderListBytes],
        ]),
      ),
    )
    this.windowUpdate(0, connectionWindowBytes - defaultWindowBytes)
    this.outbox.flush()
  }

  acknowledgeSettings(): void {
    this.outbox.add(0, FrameType.Settings, Flag.Ack, 0)
  }

  ping(payload: Buffer): void {
    const at = this.outbox.add(8, FrameType.Ping, 0, 0)
    this.outbox.buffer.set(payload, at)
  }

  pong(payload: Buffer): void {
    const at = this.outbox.add(8, FrameType.Ping, Flag.Ack, 0)
    this.outbox.buffer.set(payload, at)
  }

  reset(streamID: number, errorCode: number): void {
    const at = this.outbox.add(4, FrameType.RstStream, 0, streamID)
    this.outbox.buffer.writeUInt32BE(errorCode, at)
  }

  windowUpdate(streamID: number, bytes: number): void {
    const at = this.outbox.add(4, FrameType.WindowUpdate, 0, streamID)
    this.outbox.buffer.writeUInt32BE(bytes, at)
  }

  /** Drops what has not left, says goodbye and closes; at once, or when the goodbye has left. */
  close(goodbye: Buffer, atOnce = false): void {
    if (this.#isClosing) return
    this.#isClosing = true
    this.outbox.close()
    if (!this.#socket.destroyed) this.#socket.write(goodbye)
    if (atOnce) this.#socket.destroy()
    else this.#socket.destroySoon()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #write(batch: readonly Buffer[], written: () => void): void {
    if (this.#socket.destroyed) return
    let mayMore = true
    if (batch.length > 1) this.#socket.cork()
    const last = batch.length - 1
    for (const [index, bytes] of batch.entries())
      mayMore = index === last ? this.#socket.write(bytes, written) : this.#socket.write(bytes)
    if (batch.length > 1) this.#socket.uncork()
    if (!mayMore) this.outbox.block()
  }
}

/** Goodbye; we have taken no streams of the server's. */
export const goawayFrame = (errorCode: number): Buffer => {
  const payload = Buffer.alloc(8)
  payload.writeUInt32BE(errorCode, 4)
  return frame(FrameType.Goaway, 0, 0, payload)
}
