import {
  ErrorCode,
  type LoginParams,
  type Method,
  type MethodMap,
  type SetPushConfigParams,
} from '@carillon/protocol'

import { ok } from '../api/results.ts'
import type { Answer, RequestQueue } from '../connection/request-queue.ts'
import type { Logger } from '../platform/logger.ts'

/** Answers that leave open whether the server has heard. */
const undecided: readonly number[] = [ErrorCode.NET_DISCONNECT, ErrorCode.NET_WAIT_ACK_TIMEOUT]

/**
 * What the app has reported of its state, which the server must know on every connection: background
 * or front, carried by the login itself, and the push token, reported again after it.
 */
export class ReportedState {
  readonly #queue: RequestQueue
  readonly #timeoutMs: number
  readonly #log: Logger
  #background: { unreadCount: number } | undefined
  /** Counts the reports, to know whether a login carried the newest. */
  #revision = 0
  #carriedRevision = 0
  #pushConfig: SetPushConfigParams | undefined

  constructor(queue: RequestQueue, timeoutMs: number, log: Logger) {
    this.#queue = queue
    this.#timeoutMs = timeoutMs
    this.#log = log
  }

  /** The part of the next login. */
  loginPart(): Pick<LoginParams, 'background'> {
    this.#carriedRevision = this.#revision
    return this.#background === undefined ? {} : { background: this.#background }
  }

  /** The login with the last `loginPart` was accepted; call before what waits is sent. */
  loggedIn(isFirst: boolean): void {
    if (this.#carriedRevision === this.#revision) this.#queue.settle('presence', ok())
    if (isFirst || this.#pushConfig === undefined) return
    // A first report that was not answered waits in the queue already: the key makes one of the two.
    void this.#request('push.setConfig', this.#pushConfig, 'push').then((answer) => {
      if (answer.code !== ErrorCode.OK) {
        this.#log.warn(`the push token was not taken again: ${answer.code} ${answer.desc}`)
      }
    })
  }

  /** Binds a push token to this device. One the server refuses is not reported again. */
  async setPushConfig(config: SetPushConfigParams): Promise<Answer> {
    this.#pushConfig = config
    const answer = await this.#request('push.setConfig', config, 'push')
    const isRefused = answer.code !== ErrorCode.OK && !undecided.includes(answer.code)
    if (isRefused && this.#pushConfig === config) this.#pushConfig = undefined
    return answer
  }

  /** The app went to the background, or with undefined came to the front. */
  setBackground(background: { unreadCount: number } | undefined): Promise<Answer> {
    this.#background = background
    this.#revision += 1
    return background === undefined
      ? this.#request('presence.foreground', {}, 'presence')
      : this.#request('presence.background', background, 'presence')
  }

  #request<M extends Method>(method: M, params: MethodMap[M]['params'], key: string): Promise<Answer> {
    return this.#queue.request(method, params, { timeoutMs: this.#timeoutMs, key })
  }
}
