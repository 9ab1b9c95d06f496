import type { ClientCertificate } from '../channel.ts'
import { unsentText, type Cutoff, type CutoffReason } from './cutoff.ts'
import type { Dial } from './dial.ts'
import { VendorUnreachableError } from './http-transport.ts'
import type { Http2Connection, OpenConnection } from './http2-connection.ts'
import type { TransportLimits } from './limits.ts'

/** Where a request goes: a connection with a place taken for it, or HTTP/1.1 because the host has no more. */
export type Place = Http2Connection | 'http/1.1'

interface Waiter {
  grant(place: Place): void
  fail(error: Error): void
}

/** After a failed try to open one more connection beside working ones. */
const nextDialMs = 1000

/** The HTTP/2 connections to one host and the requests that wait for a place on them. */
export class Http2Origin {
  readonly #origin: URL
  readonly #dial: Dial
  readonly #limits: TransportLimits
  readonly #clientCertificate: ClientCertificate | undefined
  readonly #openConnection: OpenConnection
  readonly #connections = new Set<Http2Connection>()
  readonly #waiting = new Set<Waiter>()
  #dialing: Promise<void> | undefined
  #dialAfterMs = 0
  #http1UntilMs = 0
  #isClosed = false
  readonly #onUnused: () => void

  /** @param onUnused called when the last connection has gone and nothing waits for another */
  constructor(
    origin: URL,
    dial: Dial,
    openConnection: OpenConnection,
    limits: TransportLimits,
    clientCertificate: ClientCertificate | undefined,
    onUnused: () => void,
  ) {
    this.#clientCertificate = clientCertificate
    this.#onUnused = onUnused
    this.#origin = origin
    this.#dial = dial
    this.#openConnection = openConnection
    this.#limits = limits
  }

  /** A place on a connection that has one now; undefined when the request must wait for one. */
  take(): Http2Connection | undefined {
    if (this.#waiting.size > 0 || this.#isClosed) return undefined
    for (const connection of this.#connections) {
      if (!connection.hasRoom || connection.isStale) continue
      connection.reserve()
      return connection
    }
    return undefined
  }

  /**
   * Waits for a place.
   * @throws VendorUnreachableError when there is none before the cutoff, or too many wait
   */
  acquire(cutoff: Cutoff): Promise<Place> {
    if (this.#isClosed) throw new VendorUnreachableError('the transport is closed')
    if (performance.now() < this.#http1UntilMs) return Promise.resolve('http/1.1')
    if (this.#waiting.size >= this.#limits.waitingPerOrigin)
      throw new VendorUnreachableError(
        `${this.#waiting.size} requests to ${this.#origin.host} are waiting already`,
      )
    return new Promise((resolve, reject) => {
      const waiter = { grant: resolve, fail: reject }
      this.#waiting.add(waiter)
      const cut = (reason: CutoffReason): void => {
        if (this.#waiting.delete(waiter))
          reject(new VendorUnreachableError(`${this.#origin.host}: ${unsentText(reason)}`))
      }
      cutoff.onCut({ cut })
      this.#pump()
    })
  }

  /** Cuts all connections; what waits fails. May be called twice. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#failAll(new VendorUnreachableError('the transport was closed'))
    for (const connection of this.#connections) connection.destroy()
    await this.#dialing
  }

  /** Gives waiting requests the places there are, and opens a connection where places are missing. */
  readonly #pump = (): void => {
    let isReplacementDue = false
    for (const connection of this.#connections) {
      if (connection.state === 'closed') this.#connections.delete(connection)
      else if (this.#waiting.size > 0) this.#offer(connection)
      isReplacementDue ||= connection.state === 'open' && connection.isAged
    }
    if (this.#waiting.size > 0 ? this.#mayDial() : isReplacementDue && this.#mayReplace())
      this.#dialing ??= this.#open().finally(this.#dialed)
    else if (this.#isUnused) this.#onUnused()
  }

  /** Whether nothing would be lost with it. That the host speaks HTTP/1.1 only is worth remembering. */
  get #isUnused(): boolean {
    return (
      this.#connections.size === 0 &&
      this.#waiting.size === 0 &&
      this.#dialing === undefined &&
      performance.now() >= Math.max(this.#http1UntilMs, this.#dialAfterMs)
    )
  }

  #offer(connection: Http2Connection): void {
    if (connection.state === 'open' && connection.isStale) return connection.check()
    for (const waiter of this.#waiting) {
      if (!connection.hasRoom) return
      this.#waiting.delete(waiter)
      connection.reserve()
      waiter.grant(connection)
    }
  }

  #mayReplace(): boolean {
    return !this.#isClosed && performance.now() >= this.#dialAfterMs
  }

  #mayDial(): boolean {
    const states = [...this.#connections].map((connection) => connection.state)
    const open = states.filter((state) => state === 'open').length
    // A connection under check answers soon, or is gone.
    if (this.#isClosed || states.includes('checking')) return false
    return open === 0 || (open < this.#limits.sessionsPerOrigin && performance.now() >= this.#dialAfterMs)
  }

  async #open(): Promise<void> {
    try {
      const socket = await this.#dial(
        this.#origin,
        ['h2', 'http/1.1'],
        this.#limits.connectTimeoutMs,
        this.#clientCertificate,
      )
      if (socket.alpnProtocol !== 'h2') {
        socket.on('error', () => {})
        socket.destroy()
        return this.#fallBack()
      }
      const opened = await this.#openConnection(socket, this.#origin, this.#limits, this.#pump)
      // The old ones go when the new one is there, and not before.
      for (const connection of this.#connections) if (connection.isAged) connection.retire()
      this.#connections.add(opened)
      if (this.#isClosed) opened.destroy()
    } catch (error) {
      this.#dialAfterMs = performance.now() + nextDialMs
      const isAnyLeft = [...this.#connections].some(({ state }) => state === 'open' || state === 'checking')
      if (!isAnyLeft) this.#failAll(error instanceof Error ? error : new Error(String(error)))
    }
  }

  readonly #dialed = (): void => {
    this.#dialing = undefined
    this.#pump()
  }

  #fallBack(): void {
    this.#http1UntilMs = performance.now() + this.#limits.http1MemoryMs
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const waiter of waiting) waiter.grant('http/1.1')
  }

  #failAll(error: Error): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const waiter of waiting) waiter.fail(error)
  }
}
