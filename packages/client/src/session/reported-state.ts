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

/** An iPhone has one of each, and one does not take the place of the other. */
type TokenKind = 'notifications' | 'voip'

const kindOf = ({ isVoIP }: SetPushConfigParams): TokenKind => (isVoIP === true ? 'voip' : 'notifications')

/**
 * What the app has reported of its state. Background or front is a matter of each connection, so every
 * login carries it. The push token the server keeps: it is reported again only while it is open whether
 * the server has heard, because a report brings a token back to life that the vendor declared dead.
 */
export class ReportedState {
  readonly #queue: RequestQueue
  readonly #timeoutMs: number
  readonly #log: Logger
  #background: { unreadCount: number } | undefined
  /** Counts the reports, to know whether a login carried the newest. */
  #revision = 0
  #carriedRevision = 0
  /** The newest token of each kind, until the server has taken or refused it. */
  readonly #openPushConfigs = new Map<TokenKind, SetPushConfigParams>()

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
  loggedIn(): void {
    if (this.#carriedRevision === this.#revision) this.#queue.settle('presence', ok())
    for (const config of this.#openPushConfigs.values()) {
      // A report may wait in the queue still: the key makes one of the two.
      void this.#reportPushConfig(config).then((answer) => {
        if (answer.code !== ErrorCode.OK) {
          this.#log.warn(`the push token was not taken again: ${answer.code} ${answer.desc}`)
        }
      })
    }
  }

  /** Binds a push token to this device. Reported again after reconnects until the server takes or refuses it. */
  async setPushConfig(config: SetPushConfigParams): Promise<Answer> {
    // That takes the token for calls back too.
    if (config.token === '') this.#openPushConfigs.delete('voip')
    this.#openPushConfigs.set(kindOf(config), config)
    return await this.#reportPushConfig(config)
  }

  /** The app went to the background, or with undefined came to the front. */
  setBackground(background: { unreadCount: number } | undefined): Promise<Answer> {
    this.#background = background
    this.#revision += 1
    return background === undefined
      ? this.#request('presence.foreground', {}, 'presence')
      : this.#request('presence.background', background, 'presence')
  }

  async #reportPushConfig(config: SetPushConfigParams): Promise<Answer> {
    const kind = kindOf(config)
    const answer = await this.#request('push.setConfig', config, `push.${kind}`)
    if (!undecided.includes(answer.code) && this.#openPushConfigs.get(kind) === config) {
      this.#openPushConfigs.delete(kind)
    }
    return answer
  }

  #request<M extends Method>(method: M, params: MethodMap[M]['params'], key: string): Promise<Answer> {
    return this.#queue.request(method, params, { timeoutMs: this.#timeoutMs, key })
  }
}
