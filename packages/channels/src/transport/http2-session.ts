import { connect, type ClientHttp2Session } from 'node:http2'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import type { Cutoff } from './cutoff.ts'
import { exchangeOnStream } from './http2-exchange.ts'
import { describeError, VendorUnreachableError } from './http-transport.ts'
import type { ConnectionState, Http2Connection, OpenConnection } from './http2-connection.ts'
import type { TransportLimits } from './limits.ts'

/** Streams on one connection, however many more the server would allow: the rest go to further ones. */
const maxStreams = 1000

/**
 * One HTTP/2 connection by node:http2. It begins OPEN. OPEN <-> CHECKING; any -> RETIRED -> CLOSED. Only
 * `#become()` moves.
 */
class NodeConnection implements Http2Connection {
  readonly #session: ClientHttp2Session
  readonly #limits: TransportLimits
  readonly #onChange: () => void
  readonly #ticker: NodeJS.Timeout
  readonly #openedAtMs = performance.now()
  #state: ConnectionState = 'open'
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
    const tickMs = Math.max(Math.min(limits.pingAfterMs, limits.idleMs, limits.maxAgeMs) / 2, 1)
    this.#ticker = setInterval(() => this.#tick(), tickMs)
    this.#ticker.unref()
  }

  get state(): ConnectionState {
    return this.#state
  }

  get hasRoom(): boolean {
    const allowed = this.#session.remoteSettings.maxConcurrentStreams ?? maxStreams
    return this.#state === 'open' && this.#active < Math.min(allowed, maxStreams)
  }

  get isStale(): boolean {
    if (this.#isChecked) return false
    return this.#active === 0 && performance.now() - this.#heardAtMs >= this.#limits.pingAfterMs
  }

  get isAged(): boolean {
    return this.#active > 0 && this.#isOld
  }

  get #isOld(): boolean {
    return performance.now() - this.#openedAtMs >= this.#limits.maxAgeMs
  }

  reserve(): void {
    this.#active += 1
    this.#isChecked = false
  }

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
      cutoff[Symbol.dispose]()
      this.#active -= 1
      this.#usedAtMs = performance.now()
      if (this.#state === 'retired' && this.#active === 0) this.#session.close()
      this.#onChange()
    }
  }

  check(): void {
    this.#become('checking')
    this.#ping()
  }

  retire(): void {
    this.#become(this.#session.destroyed ? 'closed' : 'retired')
    if (this.#active === 0) this.#session.close()
  }

  destroy(): void {
    this.#session.destroy()
  }

  #tick(): void {
    const nowMs = performance.now()
    if (this.#active > 0 && nowMs - this.#heardAtMs >= this.#limits.pingAfterMs) this.#ping()
    const isIdle = nowMs - this.#usedAtMs >= this.#limits.idleMs
    if (this.#active === 0 && this.#state === 'open' && (isIdle || this.#isOld)) this.retire()
    else if (this.isAged) this.#onChange()
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

  #become(state: ConnectionState): void {
    if (this.#state === state || this.#state === 'closed') return
    if (this.#state === 'retired' && state !== 'closed') return
    this.#state = state
    if (state === 'closed') clearInterval(this.#ticker)
    this.#onChange()
  }
}

/** HTTP/2 by node:http2, for servers that our own client does not get on with. */
export const openNodeConnection: OpenConnection = (socket, origin, limits, onChange) =>
  new Promise((resolve, reject) => {
    const timeoutMs = limits.connectTimeoutMs
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
      resolve(new NodeConnection(session, limits, onChange))
    })
  })
