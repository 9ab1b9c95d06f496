import { ErrorCode, limits, mayReconnect, type LoginParams, type LoginResult } from '@carillon/protocol'

import type { Logger } from '../platform/logger.ts'
import { backoffMs } from './backoff.ts'
import { Connection, LocalEnd, type ConnectionEnd, type ConnectionParts } from './connection.ts'
import { closeText } from './verdicts.ts'
import { asRecord, type RawEvent } from './wire.ts'

/** See `Link`. */
export type LinkState = 'idle' | 'connecting' | 'logging-in' | 'online' | 'waiting'

/** What a link is made of. */
export interface LinkParts extends ConnectionParts {
  connectTimeoutMs: number
  random: () => number
  log: Logger
}

/** What the owner of a link decides and hears. Each may call `stop`; nothing is called after it. */
export interface LinkHandlers {
  /** What the next login says. */
  loginParams(): LoginParams
  /** An attempt begins. */
  connecting(): void
  /** Logged in. Requests go over `connection` until the next `failed` or `ended`. */
  online(result: LoginResult, connection: Connection): void
  /** An attempt failed or the connection was lost; another follows. */
  failed(code: number, desc: string): void
  /** The server refused the login. True: try again with backoff. False: the link is idle. */
  refused(code: number, desc: string): boolean
  /** The server closed for good; the link is idle. */
  closed(end: ConnectionEnd): void
  /** See `ConnectionHandlers.event`. */
  event(event: RawEvent): boolean
  /** Whether the app waits for something that needs the connection. */
  isUrgent(): boolean
}

/** A connection that lasted this long was a good one: the backoff starts over after it. */
const stableMs = 5000
/** While the app waits for something, the next attempt is no further away than this. */
const urgentCapMs = 2000
/** After the app came to the front, the server has this long to show that the connection lives. */
const wakeProbeMs = 3000

/**
 * Keeps one user's login connected.
 *
 *     idle ──start──▶ connecting ──opened──▶ logging-in ──accepted──▶ online
 *                        ▲  │                    │                      │
 *                 backoff│  └────── lost ────────┴──────── lost ────────┤
 *                        │                ▼                             │
 *                      waiting ◀──────────┴─────────────────────────────┘
 *
 * From every state `stop`, a refusal that is final, or a close code that says "stay away" leads to
 * idle. Only `#become` moves.
 */
export class Link {
  readonly #parts: LinkParts
  readonly #handlers: LinkHandlers
  #state: LinkState = 'idle'
  #connection: Connection | undefined
  #cancelTimer: (() => void) | undefined
  #failures = 0
  #onlineSinceMs = 0
  #nextAttemptMs = 0

  constructor(parts: LinkParts, handlers: LinkHandlers) {
    this.#parts = parts
    this.#handlers = handlers
  }

  get state(): LinkState {
    return this.#state
  }

  /** Begins to connect. Does nothing unless idle. */
  start(): void {
    if (this.#state === 'idle') this.#connect()
  }

  /** Ends everything; a close frame is sent, nobody is told. May be called twice. */
  stop(): void {
    const connection = this.#connection
    this.#become('idle')
    connection?.end()
  }

  /** The app came to the front: connect now if waiting, ask whether the server is there if connected. */
  wake(): void {
    if (this.#state === 'waiting') this.#connect()
    else if (this.#state === 'online') this.#connection?.probe(wakeProbeMs)
  }

  /** The app wants to send: a long wait for the next attempt becomes a short one. */
  hurry(): void {
    if (this.#state !== 'waiting' || this.#nextAttemptMs - this.#parts.clock.now() <= urgentCapMs) return
    this.#attemptIn(this.#urgentMs())
  }

  #connect(): void {
    this.#become('connecting')
    this.#handlers.connecting()
    if (this.#state !== 'connecting') return
    try {
      const connection: Connection = new Connection(this.#parts, {
        opened: () => this.#logIn(connection),
        event: (event) => this.#handlers.event(event),
        ended: (end) => this.#lost(end),
      })
      this.#connection = connection
      this.#failAfterTimeout(connection, 'no connection')
    } catch (error) {
      // The class itself refuses: a bad URL, or an insecure one in a secure page.
      this.#lost({ code: 1006, reason: String(error) })
    }
  }

  #logIn(connection: Connection): void {
    this.#become('logging-in')
    this.#failAfterTimeout(connection, 'no answer to the login')
    const fits = connection.request('login', this.#handlers.loginParams(), (response) => {
      // Undefined: the connection ended, and #lost knows.
      if (response === undefined) return
      if (response.code === ErrorCode.OK) this.#loggedIn(connection, response.data)
      else this.#refused(response.code, response.desc ?? '')
    })
    if (!fits) this.#refused(ErrorCode.PACKET_SIZE_LIMIT, 'the login is larger than the server takes')
  }

  #loggedIn(connection: Connection, data: unknown): void {
    const result = toLoginResult(data)
    if (result === undefined) {
      connection.fail(LocalEnd.NotOurProtocol, 'the answer to the login is not one')
      return
    }
    this.#onlineSinceMs = this.#parts.clock.now()
    this.#become('online')
    connection.watch(result.heartbeatIntervalMs, result.frameBytes)
    this.#handlers.online(result, connection)
  }

  #refused(code: number, desc: string): void {
    this.#parts.log.warn(`login refused: ${code} ${desc}`)
    const connection = this.#connection
    this.#become('idle')
    connection?.end()
    // The handler may have started the link again.
    if (this.#handlers.refused(code, desc) && this.#state === 'idle') this.#retry(code, desc)
  }

  #lost(end: ConnectionEnd): void {
    const before = this.#state
    if (before === 'idle') return
    const text = `${this.#parts.url}: ${closeText(end.code, end.reason)}`
    this.#parts.log.warn(`${before}: ${text}`)
    if (before === 'online' && this.#parts.clock.now() - this.#onlineSinceMs >= stableMs) this.#failures = 0
    if (!mayReconnect(end.code)) {
      this.#become('idle')
      this.#handlers.closed(end)
      return
    }
    this.#retry(
      end.code === LocalEnd.ConnectTimeout ? ErrorCode.NET_CONN_TIMEOUT : ErrorCode.NET_DISCONNECT,
      text,
    )
  }

  #retry(code: number, desc: string): void {
    this.#become('waiting')
    const patientMs = backoffMs(this.#failures, this.#parts.random)
    this.#failures += 1
    this.#attemptIn(this.#handlers.isUrgent() ? Math.min(patientMs, this.#urgentMs()) : patientMs)
    this.#handlers.failed(code, desc)
  }

  #attemptIn(waitMs: number): void {
    this.#parts.log.info(`next attempt in ${waitMs} ms`)
    this.#cancelTimer?.()
    this.#nextAttemptMs = this.#parts.clock.now() + waitMs
    this.#cancelTimer = this.#parts.clock.after(waitMs, () => this.#connect())
  }

  // Random over the whole span, as the backoff is: others may be in the same hurry.
  #urgentMs(): number {
    return Math.floor(this.#parts.random() * urgentCapMs)
  }

  #failAfterTimeout(connection: Connection, what: string): void {
    const { clock, connectTimeoutMs } = this.#parts
    this.#cancelTimer?.()
    this.#cancelTimer = clock.after(connectTimeoutMs, () =>
      connection.fail(LocalEnd.ConnectTimeout, `${what} within ${connectTimeoutMs} ms`),
    )
  }

  #become(state: LinkState): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (state === 'idle' || state === 'waiting') this.#connection = undefined
    this.#state = state
  }
}

const toLoginResult = (data: unknown): LoginResult | undefined => {
  const record = asRecord(data)
  if (record === undefined || !isPositive(record.serverTimeMs) || !isPositive(record.heartbeatIntervalMs)) {
    return undefined
  }
  return {
    ...(record as unknown as LoginResult),
    frameBytes: isPositive(record.frameBytes) ? record.frameBytes : limits.frameBytes,
  }
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0
