import { ErrorCode, Http2Error } from './errors.ts'

/** What all answers of a connection may hold in memory before the server must wait. */
export const connectionWindowBytes = 16 * 1024 * 1024
/** What one answer may send ahead. */
export const streamWindowBytes = 256 * 1024
/** Room is given back in pieces of this size. */
const stepBytes = connectionWindowBytes / 16

/**
 * The connection's receive window. Room comes back when an answer is handed over, not when it is read: the
 * window bounds what unfinished answers hold.
 */
export class ReceiveFlow {
  readonly #widen: (bytes: number) => void
  #window = connectionWindowBytes
  #freedBytes = 0

  /** @param widen tells the server of so many bytes more */
  constructor(widen: (bytes: number) => void) {
    this.#widen = widen
  }

  /** @throws Http2Error when the server sends more than it may */
  take(bytes: number): void {
    this.#window -= bytes
    if (this.#window < 0) throw new Http2Error(ErrorCode.FlowControlError, 'more than the connection window')
  }

  /** So many bytes are held no more. */
  free(bytes: number): void {
    this.#freedBytes += bytes
    if (this.#freedBytes < stepBytes) return
    this.#window += this.#freedBytes
    this.#widen(this.#freedBytes)
    this.#freedBytes = 0
  }
}
