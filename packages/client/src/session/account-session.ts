import {
  CloseCode,
  ErrorCode,
  type LoginParams,
  type LoginResult,
  type Method,
  type MethodMap,
  type SendMessageParams,
  type SetPushConfigParams,
} from '@carillon/protocol'

import type { V2TimCallback } from '../api/callbacks.ts'
import { failure, ok } from '../api/results.ts'
import type { Connection, ConnectionEnd } from '../connection/connection.ts'
import { Link } from '../connection/link.ts'
import { RequestQueue, type Answer } from '../connection/request-queue.ts'
import { closeText, isKick, verdictOnRefusal } from '../connection/verdicts.ts'
import type { RawEvent } from '../connection/wire.ts'
import { Conversations } from '../conversations/conversations.ts'
import { createAccountFiles, type AccountFiles } from '../files/account-files.ts'
import type { LocalMessages } from '../store/local-messages.ts'
import type { KeptMessage } from '../store/types.ts'
import { loginParamsOf, openMessages, type AccountContext, type Credentials } from './account-context.ts'
import type { AccountHandlers, SendAnswer } from './account-handlers.ts'
import { ExtensionVersions } from './extension-versions.ts'
import { Incoming } from './incoming.ts'
import { OwnChanges } from './own-changes.ts'
import { toSendResult } from './parse.ts'
import { ReportedState } from './reported-state.ts'

/** How long the server may take to confirm a logout before it is left to be settled later. */
const logoutTimeoutMs = 5000

/**
 * One user's login, from `login` to its end: everything of the user lives in here, so that nothing of
 * it outlives the login.
 */
export class AccountSession {
  readonly userID: string
  /** Messages and conversations as this device keeps them. */
  readonly messages: LocalMessages
  /** Messages inside merged ones that were downloaded, by msgID: they are of no conversation here. */
  readonly merged = new Map<string, KeptMessage>()
  /** How files come and go. */
  readonly files: AccountFiles
  readonly ownChanges = new OwnChanges()
  readonly extensionVersions = new ExtensionVersions()
  readonly conversations: Conversations
  readonly #context: AccountContext
  readonly #handlers: AccountHandlers
  readonly #link: Link
  readonly #queue: RequestQueue
  readonly #reported: ReportedState
  readonly #incoming: Incoming
  #userSig: string
  #connection: Connection | undefined
  #hasLoggedIn = false
  #wasLoginSent = false
  #isLeaving = false
  #lastFailure: V2TimCallback = failure(ErrorCode.NET_CONN_TIMEOUT, 'the server did not answer')
  #finishLogin: ((answer: V2TimCallback) => void) | undefined
  #finishLogout: ((confirmed: boolean) => void) | undefined
  #serverAheadMs = 0

  constructor(context: AccountContext, who: Credentials, handlers: AccountHandlers) {
    this.#context = context
    this.userID = who.userID
    this.#incoming = new Incoming(who.userID, handlers, context.log)
    const { settings, log } = context
    this.messages = openMessages(context, who.userID, () => this.#serverAheadMs)
    this.conversations = new Conversations({
      me: who.userID,
      messages: this.messages,
      // Nothing of a login is told after its end.
      tell: (call) => (this.#isLeaving ? undefined : handlers.conversations.emit(call)),
      hasListeners: () => !handlers.conversations.isEmpty,
      request: (method, params) => this.request(method, params),
      isOnline: () => this.isOnline,
      nowMs: () => this.#context.settings.clock.now(),
    })
    this.#userSig = who.userSig
    this.#handlers = handlers
    this.#queue = new RequestQueue(settings.clock, (data) => this.messages.pictures?.learn(data))
    this.files = createAccountFiles(settings, async (method, params) => this.request(method, params))
    this.#reported = new ReportedState(this.#queue, settings.sendTimeoutMs, log)
    this.#link = new Link(
      { ...settings, log },
      {
        loginParams: () => this.#loginParams(),
        connecting: () => this.#handlers.connecting(),
        online: (result, connection) => this.#linkOnOnline(result, connection),
        failed: (code, desc) => this.#linkOnFailed(code, desc),
        refused: (code, desc) => this.#linkOnRefused(code, desc),
        closed: (end) => this.#linkOnClosed(end),
        event: (event) => this.#linkOnEvent(event),
        isUrgent: () => this.#queue.hasWaiting || this.#finishLogin !== undefined,
      },
    )
  }

  get isLoggedIn(): boolean {
    return this.#hasLoggedIn
  }

  /** A login went out: the server may hold this user for logged in even if no answer came. */
  get wasLoginSent(): boolean {
    return this.#wasLoginSent
  }

  get credentials(): Credentials {
    return { userID: this.userID, userSig: this.#userSig }
  }

  /** The server's time in epoch milliseconds, as far as the last login tells. */
  get estimatedServerTimeMs(): number {
    return this.#context.settings.clock.now() + this.#serverAheadMs
  }

  /** What the server's clock is ahead of this one. */
  get serverAheadMs(): number {
    return this.#serverAheadMs
  }

  get isOnline(): boolean {
    return this.#link.state === 'online'
  }

  /** Connects and logs in, as often as it fits in the time for it. Called once. */
  login(): Promise<V2TimCallback> {
    const { clock, loginTimeoutMs } = this.#context.settings
    return new Promise((resolve) => {
      const cancelDeadline = clock.after(loginTimeoutMs, () => this.#finishLogin?.(this.#lastFailure))
      this.#finishLogin = (answer) => {
        cancelDeadline()
        this.#finishLogin = undefined
        if (answer.code !== ErrorCode.OK) this.end(answer)
        resolve(answer)
      }
      // What comes adds to what is kept here, so that is read first.
      void this.messages.ready.then(() => {
        if (!this.#isLeaving) this.#link.start()
      })
    })
  }

  /** A newer UserSig of the same user, for the next reconnect. */
  renewUserSig(userSig: string): void {
    this.#userSig = userSig
  }

  /** Says goodbye and ends. False when the server did not confirm it. */
  async logout(): Promise<boolean> {
    const confirmed = await this.#sayGoodbye()
    this.end(failure(ErrorCode.SDK_NOT_LOGGED_IN, 'logged out before the answer came'))
    return confirmed
  }

  /** Ends without a word to the server; what waits is answered with `answer`. May be called twice. */
  end(answer: V2TimCallback): void {
    this.#isLeaving = true
    this.#link.stop()
    this.files.end()
    void this.messages.close()
    this.#connection = undefined
    this.#queue.close(answer)
    this.#finishLogin?.(answer)
    this.#finishLogout?.(false)
  }

  /** Sends a message, again with the same random after a reconnect. */
  async send(params: SendMessageParams): Promise<SendAnswer> {
    this.#incoming.expectOwn(params.random)
    const answering = this.request('message.send', params)
    this.#link.hurry()
    const answer = await answering
    if (answer.code !== ErrorCode.OK) return answer
    const result = toSendResult(answer.data)
    if (result === undefined) return failure(ErrorCode.INTERNAL_ERROR, 'the answer of the server is not one')
    if (result.seq > 0) this.#incoming.own(params, result.seq)
    return { code: answer.code, desc: answer.desc, result }
  }

  /** Any request that does no harm when it arrives twice. */
  request<M extends Method>(method: M, params: MethodMap[M]['params']): Promise<Answer> {
    return this.#queue.request(method, params, { timeoutMs: this.#context.settings.sendTimeoutMs })
  }

  /** Binds a push token to this device; it is reported again after reconnects until the server has answered. */
  setPushConfig(config: SetPushConfigParams): Promise<Answer> {
    return this.#reported.setPushConfig(config)
  }

  /** The app went to the background, or with undefined came to the front. Logins carry it. */
  setBackground(background: { unreadCount: number } | undefined): Promise<Answer> {
    const answer = this.#reported.setBackground(background)
    if (background === undefined) this.#link.wake()
    return answer
  }

  #loginParams(): LoginParams {
    this.#wasLoginSent = true
    const cursors = this.#incoming.resume()
    const { stateVersion } = this.conversations
    return {
      ...loginParamsOf(this.#context, this.credentials),
      isReconnect: this.#hasLoggedIn,
      ...this.#reported.loginPart(),
      ...(cursors !== undefined && { cursors }),
      ...(stateVersion !== undefined && { stateVersion }),
    }
  }

  #linkOnOnline(result: LoginResult, connection: Connection): void {
    this.#hasLoggedIn = true
    this.#connection = connection
    this.#serverAheadMs = result.serverTimeMs - this.#context.settings.clock.now()
    this.#reported.loggedIn()
    this.#queue.attach(connection)
    this.#handlers.connected()
    this.#finishLogin?.(ok())
  }

  #linkOnFailed(code: number, desc: string): void {
    this.#connection = undefined
    this.#queue.detach()
    this.#lastFailure = failure(code, desc)
    this.#finishLogout?.(false)
    if (!this.#isLeaving) this.#handlers.connectFailed(code, desc)
  }

  #linkOnRefused(code: number, desc: string): boolean {
    if (!this.#hasLoggedIn) {
      this.#finishLogin?.(failure(code, desc))
      return false
    }
    const verdict = verdictOnRefusal(code)
    if (verdict === 'retry') return true
    this.#over(verdict, failure(ErrorCode.SDK_NOT_LOGGED_IN, desc))
    return false
  }

  #linkOnClosed(end: ConnectionEnd): void {
    const desc = closeText(end.code, end.reason)
    if (this.#finishLogout !== undefined) {
      this.#finishLogout(end.code === CloseCode.LoggedOut)
      return
    }
    const wasKicked = isKick(end.code)
    if (!wasKicked) this.#handlers.connectFailed(ErrorCode.NET_DISCONNECT, desc)
    if (this.#hasLoggedIn) this.#over('kicked', failure(ErrorCode.SDK_NOT_LOGGED_IN, desc))
    else {
      this.#finishLogin?.(
        failure(wasKicked ? ErrorCode.LOGIN_KICKED_OFF_BY_OTHER : ErrorCode.NET_DISCONNECT, desc),
      )
    }
  }

  #linkOnEvent(event: RawEvent): boolean {
    // Not acknowledged: what the app does not get any more must count as not delivered.
    if (this.#isLeaving) return false
    switch (event.name) {
      case 'session.kicked':
        this.#over('kicked', failure(ErrorCode.SDK_NOT_LOGGED_IN, 'this login was ended from elsewhere'))
        break
      default:
        this.messages.pictures?.learn(event.data)
        this.#incoming.handle(event)
        this.conversations.handle(event)
    }
    return true
  }

  #over(verdict: 'kicked' | 'user-sig-expired', answer: V2TimCallback): void {
    if (this.#isLeaving) return
    this.end(answer)
    if (verdict === 'kicked') this.#handlers.kicked()
    else this.#handlers.userSigExpired()
  }

  #sayGoodbye(): Promise<boolean> {
    this.#isLeaving = true
    const connection = this.#connection
    if (connection === undefined) return Promise.resolve(false)
    return new Promise((resolve) => {
      const cancelDeadline = this.#context.settings.clock.after(logoutTimeoutMs, () =>
        this.#finishLogout?.(false),
      )
      this.#finishLogout = (confirmed) => {
        cancelDeadline()
        this.#finishLogout = undefined
        resolve(confirmed)
      }
      connection.request('logout', {}, (response) => {
        // Undefined: the connection ended, and how it ended tells (#linkOnFailed, #linkOnClosed).
        if (response === undefined) return
        this.#finishLogout?.(response.code === ErrorCode.OK || response.code === ErrorCode.SDK_NOT_LOGGED_IN)
      })
    })
  }
}
