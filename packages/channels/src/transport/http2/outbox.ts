import { frameHeaderBytes, writeFrameHeader } from './frames.ts'

const slabBytes = 65_536
/** Slabs kept to be filled again. */
const maxSpare = 16

/**
 * Gathers frames and hands them over in few large writes: all of one turn of the event loop at once.
 */
export class Outbox {
  readonly #write: (batch: readonly Buffer[], written: () => void) => void
  #slab = Buffer.allocUnsafeSlow(slabBytes)
  /** What of the slab has been handed over, and what is filled. */
  #from = 0
  #to = 0
  #full: Buffer[] = []
  /** Full slabs whose last part has not been handed over. */
  #retired: Buffer<ArrayBuffer>[] = []
  readonly #spare: Buffer<ArrayBuffer>[] = []
  #pendingBytes = 0
  #flushedBytes = 0
  #isScheduled = false
  #isBlocked = false
  #isClosed = false

  /** @param write takes filled buffers, which are not changed until it calls `written` */
  constructor(write: (batch: readonly Buffer[], written: () => void) => void) {
    this.#write = write
  }

  /** The buffer that `add` made room in. */
  get buffer(): Buffer {
    return this.#slab
  }

  /** Bytes that have not been handed over. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** Bytes added so far, over all: a place in the stream. */
  get position(): number {
    return this.#flushedBytes + this.#pendingBytes
  }

  /** Whether all before a place has been handed over. */
  isFlushed(position: number): boolean {
    return position <= this.#flushedBytes
  }

  /**
   * Begins a frame whose payload takes no more than `maxPayloadBytes`. It is to be written into `buffer` from
   * the returned place, and ended, at once.
   */
  begin(maxPayloadBytes: number): number {
    this.#makeRoom(frameHeaderBytes + maxPayloadBytes)
    return this.#to + frameHeaderBytes
  }

  /** Ends the frame that was begun. */
  end(payloadBytes: number, type: number, flags: number, streamID: number): void {
    writeFrameHeader(this.#slab, this.#to, payloadBytes, type, flags, streamID)
    this.#filled(frameHeaderBytes + payloadBytes)
  }

  /** Adds a frame; its payload is to be written into `buffer` from the returned place, at once. */
  add(payloadBytes: number, type: number, flags: number, streamID: number): number {
    const at = this.begin(payloadBytes)
    this.end(payloadBytes, type, flags, streamID)
    return at
  }

  /** Adds bytes that are no frame of their own. */
  addBytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#slab.set(bytes, this.#to)
    this.#filled(bytes.length)
  }

  /** Holds everything back until `unblock`. */
  block(): void {
    this.#isBlocked = true
  }

  unblock(): void {
    this.#isBlocked = false
    this.flush()
  }

  /** Hands over what there is now, unless blocked. */
  flush(): void {
    if (this.#isBlocked || this.#isClosed || this.#pendingBytes === 0) return
    const batch = this.#full
    if (this.#to > this.#from) batch.push(this.#slab.subarray(this.#from, this.#to))
    this.#full = []
    this.#from = this.#to
    this.#flushedBytes += this.#pendingBytes
    this.#pendingBytes = 0
    this.#write(batch, this.#retired.length === 0 ? nothing : this.#spares())
  }

  /** Once what is handed over now has left, the slabs it ends may be filled anew. */
  #spares(): () => void {
    const retired = this.#retired
    this.#retired = []
    return () => {
      for (const slab of retired)
        if (slab.length === slabBytes && this.#spare.length < maxSpare) this.#spare.push(slab)
    }
  }

  /** Drops what was not handed over. */
  close(): void {
    this.#isClosed = true
    this.#full = []
  }

  #makeRoom(bytes: number): void {
    if (this.#to + bytes <= this.#slab.length) return
    if (this.#to > this.#from) this.#full.push(this.#slab.subarray(this.#from, this.#to))
    this.#retired.push(this.#slab)
    this.#slab =
      (bytes <= slabBytes ? this.#spare.pop() : undefined) ??
      Buffer.allocUnsafeSlow(Math.max(slabBytes, bytes))
    this.#from = 0
    this.#to = 0
  }

  #filled(bytes: number): void {
    this.#to += bytes
    this.#pendingBytes += bytes
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(this.#onImmediate)
  }

  readonly #onImmediate = (): void => {
    this.#isScheduled = false
    this.flush()
  }
}

const nothing = (): void => {}
