import { ErrorCode } from '@carillon/protocol'

import { loggedInUser, type ChatCallback, type PushChat } from '../chat.ts'
import { failed, PushErrorCode, succeeded, type PushCallback } from '../errors.ts'
import type { Timer } from '../timer.ts'

/** A token and the certificate it is reported with; token '' takes the binding back. */
export interface TokenReport {
  certificateID: number
  token: string
}

const firstRetryMs = 1000
const longestRetryMs = 60_000
/** How often someone who may log in later is looked for. Asks the SDK, not the server. */
const loginPollMs = 2000

/** Answers after which the same report may succeed by itself. */
const retryable: readonly number[] = [
  ErrorCode.REQUEST_TIME_OUT,
  ErrorCode.IN_PROGRESS,
  ErrorCode.NO_NETWORK_ON_REQUEST,
  ErrorCode.NET_FREQ_LIMIT,
  ErrorCode.NET_DISCONNECT,
  ErrorCode.NET_CONN_TIMEOUT,
  ErrorCode.NET_WAIT_ACK_TIMEOUT,
  ErrorCode.SERVER_BUSY,
  ErrorCode.INTERNAL_ERROR,
]

/**
 * Reports the phone's token to the server, once a user and token. What fails for want of a network is
 * tried again, with backoff, until it succeeds, the user logs out, or another report takes its place.
 */
export class TokenReporter {
  readonly #chat: PushChat
  readonly #send: (report: TokenReport) => Promise<ChatCallback>
  readonly #timer: Timer
  #wanted: TokenReport | undefined
  #reported: (TokenReport & { userID: string }) | undefined
  #failures = 0
  #waitsForLogin = false
  #cancelRetry: (() => void) | undefined
  #tail: Promise<unknown> = Promise.resolve()
  #closed = false

  /** @param send the call of the chat SDK that reports such a token */
  constructor(chat: PushChat, timer: Timer, send: (report: TokenReport) => Promise<ChatCallback>) {
    this.#chat = chat
    this.#timer = timer
    this.#send = send
  }

  /** Reports `report`, also when it was reported before. Resolves with the first answer. */
  report(report: TokenReport): Promise<PushCallback> {
    this.#reported = undefined
    return this.update(report)
  }

  /** Reports `report` unless it is what the user who is logged in has reported already. */
  update(report: TokenReport): Promise<PushCallback> {
    this.#wanted = report
    this.#failures = 0
    return this.#enqueue()
  }

  /** From now on a token that nobody is logged in for is reported as soon as somebody is. */
  waitForLogin(): void {
    this.#waitsForLogin = true
  }

  /** Nothing is wanted any more: what was reported was taken back in another way. */
  forget(): void {
    this.#wanted = undefined
    this.#reported = undefined
  }

  /** Reports what is wanted if the user who is logged in has not had it reported yet. */
  refresh(): Promise<PushCallback> {
    return this.#enqueue()
  }

  /** Ends the retries. */
  close(): void {
    this.#closed = true
    this.#cancelRetry?.()
  }

  #enqueue(): Promise<PushCallback> {
    const attempt = this.#tail.then(() => this.#attempt())
    this.#tail = attempt
    return attempt
  }

  async #attempt(): Promise<PushCallback> {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    if (this.#closed) return failed(PushErrorCode.DISPOSED, 'The plugin was disposed of.')
    const wanted = this.#wanted
    if (wanted === undefined) return succeeded()
    const userID = await loggedInUser(this.#chat)
    if (userID === undefined) {
      // A logout unbinds the token on the server: the same user's next login needs it again.
      this.#reported = undefined
      if (this.#waitsForLogin && wanted.token !== '') this.#tryAgainAfter(loginPollMs)
      return notLoggedIn()
    }
    const reported = this.#reported
    if (reported?.userID === userID && isSame(reported, wanted)) return succeeded()
    const answer = await this.#send(wanted)
    if (answer.code === 0) {
      this.#failures = 0
      this.#reported = { ...wanted, userID }
      return succeeded()
    }
    if (retryable.includes(answer.code)) this.#retryLater()
    return failed(
      answer.code,
      `The push token was not taken (certificate ID ${wanted.certificateID}): ${answer.desc}`,
    )
  }

  #retryLater(): void {
    const ceilingMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10))
    this.#failures += 1
    this.#tryAgainAfter(ceilingMs * (0.5 + this.#timer.random() / 2))
  }

  #tryAgainAfter(delayMs: number): void {
    if (this.#closed || this.#cancelRetry !== undefined) return
    this.#cancelRetry = this.#timer.after(delayMs, () => {
      void this.#enqueue()
    })
  }
}

const isSame = (one: TokenReport, other: TokenReport): boolean =>
  one.certificateID === other.certificateID && one.token === other.token

/** The answer before login. */
export const notLoggedIn = (): PushCallback =>
  failed(
    PushErrorCode.NOT_LOGGED_IN,
    'Nobody is logged in: call init after login has answered with code 0, and again after each later login.',
  )
