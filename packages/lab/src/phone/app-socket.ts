import { rootCertificates } from 'node:tls'
import { WebSocket, type RawData } from 'ws'
import type { PhoneWebSocket, PhoneWebSocketEventType } from './app-types.ts'

interface SocketEvents {
  open: { type: 'open' }
  message: { type: 'message'; data: string | ArrayBuffer }
  close: { type: 'close'; code: number; reason: string; wasClean: boolean }
  error: { type: 'error'; message: string }
}
type SocketEvent = SocketEvents[PhoneWebSocketEventType]

/** How long a connection may take to open. */
const handshakeTimeoutMs = 20_000

/**
 * An app's WebSocket over a connection the phone can take away.
 * LIVE → FROZEN (nothing is read, written or told) → LIVE; LIVE | FROZEN → SILENT (frozen for good, the app
 * is told nothing, the peer sees an open connection) | DEAD (destroyed). Only the phone moves it.
 */
export class AppSocket implements PhoneWebSocket {
  readonly url: string
  onopen: PhoneWebSocket['onopen'] = null
  onmessage: PhoneWebSocket['onmessage'] = null
  onclose: PhoneWebSocket['onclose'] = null
  onerror: PhoneWebSocket['onerror'] = null
  readonly #socket: WebSocket
  readonly #listeners = new Map<PhoneWebSocketEventType, Set<(event: never) => void>>()
  readonly #onGone: (socket: AppSocket) => void
  /** Events and calls that wait for the thaw. */
  #held: (() => void)[] = []
  #heldBytes = 0
  #frozen = false
  #isTold = true

  constructor(options: {
    url: string
    protocols: readonly string[]
    trustedAuthorities: readonly string[]
    onGone: (socket: AppSocket) => void
  }) {
    this.url = options.url
    this.#onGone = options.onGone
    this.#socket = new WebSocket(options.url, [...options.protocols], {
      handshakeTimeout: handshakeTimeoutMs,
      ...(options.url.startsWith('wss:') ? { ca: [...options.trustedAuthorities, ...rootCertificates] } : {}),
    })
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.on('open', () => this.#emit({ type: 'open' }))
    this.#socket.on('message', (data, isBinary) => {
      this.#emit({ type: 'message', data: isBinary ? toArrayBuffer(data) : textOf(data) })
    })
    this.#socket.on('error', (error) => this.#emit({ type: 'error', message: error.message }))
    this.#socket.on('close', (code, reason) => {
      this.#onGone(this)
      // 1006 stands for an end without a close frame.
      this.#emit({ type: 'close', code, reason: reason.toString(), wasClean: code !== 1006 })
    })
  }

  get protocol(): string {
    return this.#socket.protocol
  }

  get readyState(): number {
    return this.#isTold ? this.#socket.readyState : WebSocket.CLOSED
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount + this.#heldBytes
  }

  get binaryType(): PhoneWebSocket['binaryType'] {
    return 'arraybuffer'
  }

  set binaryType(_type: PhoneWebSocket['binaryType']) {
    // Binary messages are given as ArrayBuffer only, as React Native does by default.
  }

  addEventListener(type: PhoneWebSocketEventType, listener: (event: never) => void): void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
  }

  removeEventListener(type: PhoneWebSocketEventType, listener: (event: never) => void): void {
    this.#listeners.get(type)?.delete(listener)
  }

  send(data: string | ArrayBuffer | Uint8Array): void {
    if (!this.#isTold) return
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      throw new DOMException('The connection is not open yet', 'InvalidStateError')
    }
    if (!this.#frozen) {
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data)
      return
    }
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength
    this.#heldBytes += bytes
    this.#held.push(() => {
      this.#heldBytes -= bytes
      this.send(data)
    })
  }

  close(code?: number, reason?: string): void {
    if (!this.#isTold) return
    if (this.#frozen) this.#held.push(() => this.close(code, reason))
    else this.#socket.close(code, reason)
  }

  /** Nothing flows any more; neither side notices. */
  freeze(): void {
    this.#frozen = true
    this.#socket.pause()
  }

  /** Ends `freeze`: what was held back flows. */
  thaw(): void {
    if (!this.#frozen || !this.#isTold) return
    this.#frozen = false
    for (const act of this.#held.splice(0)) act()
    this.#socket.resume()
  }

  /** The connection is gone for both sides. */
  cut(): void {
    this.thaw()
    this.#socket.terminate()
  }

  /** The app's side is gone without a word: the peer sees an open connection on which nothing happens. */
  silence(): void {
    this.freeze()
    this.#isTold = false
    this.#held = []
    // There is no peer yet that could be left waiting.
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate()
  }

  /** The network is gone: as `silence`, but the app is told that its connection broke. */
  loseNetwork(): void {
    if (!this.#isTold) return
    const tell = (event: SocketEvent): void => this.#dispatch(event)
    this.silence()
    queueMicrotask(() => {
      tell({ type: 'error', message: 'The network is gone' })
      tell({ type: 'close', code: 1006, reason: '', wasClean: false })
    })
  }

  /** Ends it for both sides without telling the app. */
  destroy(): void {
    this.#isTold = false
    this.#held = []
    this.#socket.terminate()
  }

  #emit(event: SocketEvent): void {
    if (!this.#isTold) return
    if (this.#frozen) this.#held.push(() => this.#dispatch(event))
    else this.#dispatch(event)
  }

  #dispatch(event: SocketEvent): void {
    const handler = this[`on${event.type}`] as ((event: SocketEvent) => void) | null
    handler?.(event)
    for (const listener of this.#listeners.get(event.type) ?? [])
      (listener as (event: SocketEvent) => void)(event)
  }
}

const toArrayBuffer = (data: RawData): ArrayBuffer => {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data)
  return Uint8Array.from(bytes).buffer
}

const textOf = (data: RawData): string => Buffer.from(toArrayBuffer(data)).toString()
