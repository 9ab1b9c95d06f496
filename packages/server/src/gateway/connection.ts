import type { Duplex } from 'node:stream'

import {
  CloseCode,
  ErrorCode,
  type EventMap,
  type EventName,
  type Method,
  type MethodMap,
  type ServerFrame,
} from '@carillon/protocol'
import type { RawData, WebSocket } from 'ws'

import type { Session, SessionLink } from '../presence/index.ts'
import { isMethod, paramsProblem, parseFrame, type ParsedFrame } from './frames.ts'
import { handlers, login, type GatewayParts, type MethodAnswer } from './handlers/index.ts'
import { eventWithPictureURLs, withPictureURLs } from './picture-urls.ts'
import { TokenBucket } from './token-bucket.ts'

/** A frame that is no request costs this share of one against the rate limit. */
const lightFrameCost = 0.1
/** Refused frames in a row after which a client that does not slow down is disconnected. */
const maxRefusedInARow = 500
/** Requests of one connection under way at once; further ones are answered "too often". */
const maxUnderWay = 256
/** Share of the bytes that may wait above which what can wait should. */
const congestedShare = 0.25
/** More than this goes out at once, or a burst would look like a client that does not read. */
const gatheredBytes = 64 * 1024
/** Methods of which the order matters. */
const changesState: ReadonlySet<Method> = new Set([
  'logout',
  'push.setConfig',
  'presence.background',
  'presence.foreground',
])
/** How long a peer has to answer a close frame before the socket is destroyed. */
const closeGraceMs = 2000

/**
 * One client's socket. OPEN → LOGGED_IN → CLOSED; OPEN → CLOSED. Parses frames once, keeps the limits,
 * and hands requests on.
 */
export class GatewayConnection implements SessionLink {
  readonly #parts: GatewayParts
  readonly #socket: WebSocket
  /** What the socket writes to. */
  readonly #stream: Duplex
  #isGathering = false
  readonly #remoteAddress: string
  readonly #bucket: TokenBucket
  #session: Session | undefined
  /** Requests that change the device's state, one after the other: the last one the client sent decides. */
  #changes: Promise<unknown> = Promise.resolve()
  #isSessionOver = false
  #loginUnderWay = false
  #underWay = 0
  #refusedInARow = 0
  #heardAtMs: number
  #closedWith: { code: number; reason: string } | undefined
  readonly #openedAtMs: number

  constructor(parts: GatewayParts, socket: WebSocket, stream: Duplex, remoteAddress: string) {
    this.#parts = parts
    this.#socket = socket
    this.#stream = stream
    this.#remoteAddress = remoteAddress
    const { requestsPerSecond, requestBurst } = parts.config.gateway
    this.#openedAtMs = parts.clock.now()
    this.#heardAtMs = this.#openedAtMs
    this.#bucket = new TokenBucket({ perSecond: requestsPerSecond, burst: requestBurst }, this.#openedAtMs)
    socket.on('message', (data, isBinary) => this.#socketOnMessage(data, isBinary))
    socket.on('close', (code, reason) => this.#socketOnClose(code, reason.toString('utf8')))
    // The close event follows and says what there is to say.
    socket.on('error', () => undefined)
    parts.events.connectionOpened({ remoteAddress })
  }

  /** Requests that have no answer yet. */
  get underWay(): number {
    return this.#underWay
  }

  /** Closes a connection that has been silent, or has not logged in, for too long. */
  checkAlive(nowMs: number): void {
    const { heartbeatIntervalMs, loginTimeoutMs } = this.#parts.config.gateway
    if (!this.#session && nowMs - this.#openedAtMs > loginTimeoutMs)
      this.close(CloseCode.LoginTimeout, 'no login arrived in time')
    else if (nowMs - this.#heardAtMs > heartbeatIntervalMs * 2.5)
      this.close(CloseCode.HeartbeatTimeout, 'nothing was heard for too long')
  }

  sendEvent<E extends EventName>(eventID: number, name: E, data: EventMap[E]): void {
    const shown = eventWithPictureURLs(this.#parts.files, name, data)
    this.#send({ type: 'event', eventID, name, data: shown } as ServerFrame)
  }

  get isCongested(): boolean {
    return this.#socket.bufferedAmount > this.#parts.config.gateway.unsentBytes * congestedShare
  }

  close(code: CloseCode, reason: string): void {
    if (this.#closedWith) return
    this.#closedWith = { code, reason }
    this.#socket.close(code, reason)
    // A peer that is gone or does not read never answers the close frame.
    this.#parts.clock.after(closeGraceMs, () => this.#socket.terminate())
    // What comes for the device is pushed from now on. When the server stops, the app may still say what it has.
    if (code !== CloseCode.ShuttingDown) this.#endSession()
  }

  #socketOnMessage(data: RawData, isBinary: boolean): void {
    if (this.#closedWith && (!this.#session || this.#session.isEnded)) return
    const nowMs = this.#parts.clock.now()
    this.#heardAtMs = nowMs
    this.#session?.heard()
    const result = parseFrame(toBuffer(data), isBinary)
    if (this.#closedWith) {
      if (result.ok && result.frame.type === 'acknowledge') this.#session?.acknowledge(result.frame.eventID)
      return
    }
    if (!result.ok) {
      const code = result.problem === 'too-large' ? CloseCode.FrameTooLarge : CloseCode.BadFrame
      this.close(code, result.text)
      return
    }
    const { frame } = result
    const isRequest = frame.type === 'request'
    const isAllowed =
      this.#bucket.take(nowMs, isRequest ? 1 : lightFrameCost) && (!isRequest || this.#underWay < maxUnderWay)
    if (!isAllowed) this.#refuseTooMany(frame)
    else {
      this.#refusedInARow = 0
      this.#handle(frame)
    }
  }

  #refuseTooMany(frame: ParsedFrame): void {
    this.#refusedInARow += 1
    if (this.#refusedInARow > maxRefusedInARow)
      this.close(CloseCode.RateLimited, 'requests kept coming above the rate limit')
    else if (frame.type === 'request')
      this.#respond(frame.id, {
        ok: false,
        code: ErrorCode.NET_FREQ_LIMIT,
        desc: 'Too many requests. Slow down and send it again.',
      })
    // Without it a message the app has would be pushed.
    else if (frame.type === 'acknowledge') this.#session?.acknowledge(frame.eventID)
  }

  #handle(frame: ParsedFrame): void {
    switch (frame.type) {
      case 'ping':
        return this.#send({ type: 'pong' })
      case 'acknowledge':
        return this.#session?.acknowledge(frame.eventID)
      case 'request':
        this.#request(frame.id, frame.method, frame.params)
    }
  }

  #request(id: number, method: string, params: unknown): void {
    if (method !== 'login' && !this.#session)
      return this.close(CloseCode.NotLoggedIn, 'a request before login')
    if (!isMethod(method))
      return this.#respond(id, {
        ok: false,
        code: ErrorCode.INVALID_PARAMETERS,
        desc: `There is no method ${JSON.stringify(method)} in this version of the protocol.`,
      })
    const problem = paramsProblem(method, params)
    if (problem !== undefined)
      return this.#respond(id, { ok: false, code: ErrorCode.INVALID_PARAMETERS, desc: problem })
    this.#underWay += 1
    this.#run(method, params)
      .catch((error: unknown): MethodAnswer => {
        this.#parts.events.fault({ where: `gateway.${method}`, error })
        return {
          ok: false,
          code: ErrorCode.INTERNAL_ERROR,
          desc: 'The server could not do it. Try again in a moment.',
        }
      })
      .then((answer) => this.#respond(id, answer))
      .catch((error: unknown) => this.#parts.events.fault({ where: 'gateway.respond', error }))
      .finally(() => {
        this.#underWay -= 1
      })
  }

  async #run(method: Method, params: unknown): Promise<MethodAnswer> {
    if (method === 'login') return await this.#login(params as MethodMap['login']['params'])
    if (!changesState.has(method)) return await this.#handleMethod(method, params)
    const change = this.#changes.then(async () => await this.#handleMethod(method, params))
    this.#changes = change.catch(() => undefined)
    return await change
  }

  async #handleMethod(method: Exclude<Method, 'login'>, params: unknown): Promise<MethodAnswer> {
    const session = this.#session
    if (!session || session.isEnded)
      return { ok: false, code: ErrorCode.SDK_NOT_LOGGED_IN, desc: 'The session has ended. Log in again.' }
    const handler = handlers[method] as (
      parts: GatewayParts,
      session: Session,
      params: unknown,
    ) => Promise<MethodAnswer>
    const answer = await handler(this.#parts, session, params)
    return answer.ok ? { ...answer, data: withPictureURLs(this.#parts.files, method, answer.data) } : answer
  }

  async #login(params: MethodMap['login']['params']): Promise<MethodAnswer> {
    if (this.#session || this.#loginUnderWay)
      return {
        ok: false,
        code: ErrorCode.LOGIN_IN_PROCESS,
        desc: 'This connection is logged in already. Open another for another login.',
      }
    this.#loginUnderWay = true
    try {
      return await login(this.#parts, params, {
        link: this,
        remoteAddress: this.#remoteAddress,
        onSession: (session) => {
          if (this.#closedWith) return false
          this.#session = session
          return true
        },
      })
    } finally {
      this.#loginUnderWay = false
    }
  }

  #respond(id: number, answer: MethodAnswer): void {
    if (answer.ok) this.#send({ type: 'response', id, code: ErrorCode.OK, data: answer.data })
    else this.#send({ type: 'response', id, code: answer.code, desc: answer.desc })
    if (answer.ok) answer.afterwards?.()
  }

  #send(frame: ServerFrame): void {
    if (this.#closedWith || this.#socket.readyState !== this.#socket.OPEN) return
    this.#gatherWrites()
    this.#socket.send(JSON.stringify(frame), this.#socketOnSent)
    if (this.#socket.bufferedAmount > gatheredBytes) this.#endGathering()
    if (this.#socket.bufferedAmount > this.#parts.config.gateway.unsentBytes)
      this.close(CloseCode.SlowConsumer, 'too many bytes wait to be read')
  }

  /** Frames of one turn go out in one system call: a batch of messages brings several to one client. */
  #gatherWrites(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    this.#stream.cork()
    process.nextTick(this.#endGathering)
  }

  readonly #endGathering = (): void => {
    this.#isGathering = false
    this.#stream.uncork()
  }

  readonly #socketOnSent = (): void => {
    if (!this.isCongested) this.#session?.linkDrained()
  }

  #socketOnClose(code: number, reason: string): void {
    const closed = (this.#closedWith ??= { code, reason })
    const session = this.#session
    this.#parts.events.connectionClosed({
      ...closed,
      ...(session ? { userID: session.login.userID, deviceID: session.login.deviceID } : {}),
    })
    this.#endSession()
  }

  #endSession(): void {
    const session = this.#session
    if (!session || this.#isSessionOver) return
    this.#isSessionOver = true
    session.end(CloseCode.ShuttingDown, 'the connection ended')
    this.#parts.logins.disconnected(session, this.#closedWith?.code === CloseCode.HeartbeatTimeout)
  }
}

const toBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)
