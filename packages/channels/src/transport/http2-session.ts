import { connect, type ClientHttp2Session } from 'node:http2'
import type { TLSSocket } from 'node:tls'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import type { Cutoff } from './cutoff.ts'
import { exchangeOnStream } from './http2-exchange.ts'
import { describeError, VendorUnreachableError } from './http-transport.ts'
import type { TransportLimits } from './limits.ts'

/** Streams on one connection, however many more the server would allow: the rest go to further ones. */
const maxStreams = 1000

/** See `VendorSession`. */
export type SessionState = 'open' | 'checking' | 'retired' | 'closed'

/**
 * One HTTP/2 connection. States: OPEN, CHECKING (was silent, PING is out), RETIRED (finishes what it has,
 * takes nothing new), CLOSED. OPEN <-> CHECKING; any -> RETIRED -> CLOSED. Only `#become()` moves.
 */
export class VendorSession {
  readonly #session: ClientHttp2Session
  readonly #limits: TransportLimits
  readonly #onChange: () => void
  readonly #ticker: NodeJS.Timeout
  #state: SessionState = 'open'
  #active = 0
  #lastStreamID: number | undefined
  #heardAtMs = performance.now()
  #usedAtMs = performance.now()
  #isPinging = false
  #isChecked = false

  /** @param onChange called whenever the session may take more, or never will again */
  constructor(session: ClientHttp2Session, limits: TransportLimits, onChange: () => void) {
    this.#session = session
    this.#limits = limits
    this.#onChange = onChange
    if (session.closed || session.destroyed) this.#state = 'closed'
    session.on('error', () => {})
    session.on('close', () => this.#become('closed'))
    session.on('goaway', (_code: number, lastStreamID: number) => {
      this.#lastStreamID = lastStreamID
      this.#become('retired')
    })
    session.on('remoteSettings', onChange)
    const tickMs = Math.max(Math.min(limits.pingAfterMs, limits.idleMs) / 2, 1)
    this.#ticker = setInterval(() => this.#tick(), tickMs)
    this.#ticker.unref()
  }

  get state(): SessionState {
    return this.#state
  }

  /** Whether one more request may start now. */
  get hasRoom(): boolean {
    const allowed = this.#session.remoteSettings.maxConcurrentStreams ?? maxStreams
    return this.#state === 'open' && this.#active < Math.min(allowed, maxStreams)
  }

  /** Whether nothing was heard for so long that the connection may be dead without anyone having noticed. */
  get isStale(): boolean {
    if (this.#isChecked) return false
    return this.#active === 0 && performance.now() - this.#heardAtMs >= this.#limits.pingAfterMs
  }

  /** Takes a place for one request; `exchange` gives it back. */
  reserve(): void {
    this.#active += 1
    this.#isChecked = false
  }

  /** Sends a request in a reserved place. */
  async exchange(request: VendorRequest, cutoff: Cutoff): Promise<VendorAnswer> {
    this.#usedAtMs = performance.now()
    // Silence counts from here: before, nothing was due.
    if (this.#active === 1) this.#heardAtMs = this.#usedAtMs
    try {
      return await exchangeOnStream(this.#session, request, {
        cutoff,
        answerBytes: this.#limits.answerBytes,
        onHeard: () => {
          this.#heardAtMs = performance.now()
        },
        lastStreamID: () => this.#lastStreamID,
      })
    } catch (error) {
      // The resend is to find a fresh connection.
      if (error instanceof VendorUnreachableError && error.safeToResend) this.retire()
      throw error
    } finally {
      this.#active -= 1
      this.#usedAtMs = performance.now()
      if (this.#state === 'retired' && this.#active === 0) this.#session.close()
      this.#onChange()
    }
  }

  /** Asks a stale session whether it lives; it takes nothing until it has answered. */
  check(): void {
    this.#become('checking')
    this.#ping()
  }

  /** Takes nothing more, finishes what it has. */
  retire(): void {
    this.#become(this.#session.destroyed ? 'closed' : 'retired')
    if (this.#active === 0) this.#session.close()
  }

  /** Cuts the connection and all that is on it. */
  destroy(): void {
    this.#session.destroy()
  }

  #tick(): void {
    const nowMs = performance.now()
    if (this.#active > 0 && nowMs - this.#heardAtMs >= this.#limits.pingAfterMs) this.#ping()
    if (this.#active === 0 && this.#state === 'open' && nowMs - this.#usedAtMs >= this.#limits.idleMs)
      this.retire()
  }

  #ping(): void {
    // node:http2 sends no PING on a session that is closing; the deadlines of its last requests end it.
    if (this.#isPinging || this.#session.closed || this.#session.destroyed) return
    this.#isPinging = true
    const timer = setTimeout(() => {
      if (!this.#session.closed) this.#session.destroy()
    }, this.#limits.pingTimeoutMs)
    const answered = (error: Error | null): void => {
      clearTimeout(timer)
      this.#isPinging = false
      if (this.#session.closed) return
      if (error !== null) return this.#session.destroy()
      this.#heardAtMs = performance.now()
      if (this.#state !== 'checking') return
      this.#isChecked = true
      this.#become('open')
    }
    try {
      // False: too many pings are out already. The timer decides.
      this.#session.ping(answered)
    } catch {
      clearTimeout(timer)
      this.#session.destroy()
    }
  }

  #become(state: SessionState): void {
    if (this.#state === state || this.#state === 'closed') return
    if (this.#state === 'retired' && state !== 'closed') return
    this.#state = state
    if (state === 'closed') clearInterval(this.#ticker)
    this.#onChange()
  }
}

/** Speaks HTTP/2 on a socket that agreed to it; done when the server's settings are known. */
export const openSession = (socket: TLSSocket, origin: URL, timeoutMs: number): Promise<ClientHttp2Session> =>
  new Promise((resolve, reject) => {
    const session = connect(origin, { createConnection: () => socket, settings: { enablePush: false } })
    const fail = (text: string): void => {
      clearTimeout(timer)
      session.off('close', onClose)
      session.destroy()
      reject(new VendorUnreachableError(`${origin.host}: ${text}`))
    }
    const onClose = (): void => fail('the connection was closed before its settings came')
    const timer = setTimeout(() => fail(`no HTTP/2 settings within ${timeoutMs} ms`), timeoutMs)
    session.once('error', (error) => fail(describeError(error)))
    session.once('close', onClose)
    session.once('remoteSettings', () => {
      clearTimeout(timer)
      session.off('close', onClose)
      resolve(session)
    })
  })
