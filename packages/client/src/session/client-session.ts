import { ErrorCode } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../api/callbacks.ts'
import { LoginStatus } from '../api/enums.ts'
import type { V2TimConversationListener } from '../api/conversations.ts'
import type { V2TimGroupListener } from '../api/groups.ts'
import type { V2TimAdvancedMsgListener, V2TimSDKListener, V2TimSimpleMsgListener } from '../api/listeners.ts'
import { failure, ok, okWith, type Failure } from '../api/results.ts'
import { emitGroupNotice } from '../managers/group/emit-notice.ts'
import { checkUserID, invalid } from '../messages/check.ts'
import { resolveSettings, type ClientOptions, type Settings } from '../options.ts'
import { systemClock } from '../platform/clock.ts'
import { consoleSink, Logger } from '../platform/logger.ts'
import { memoryStorage, pageStorage, SafeStorage } from '../platform/storage.ts'
import type { AccountContext } from './account-context.ts'
import type { AccountHandlers } from './account-handlers.ts'
import { AccountSession } from './account-session.ts'
import { loadDeviceID } from './device-id.ts'
import { callSafely, ListenerList } from './listener-list.ts'
import { LogoutSettler } from './logout-settler.ts'
import { messageHandlers, type MessageListeners } from './message-events.ts'

/** What there is once the device ID is read. */
interface Ready {
  context: AccountContext
  settler: LogoutSettler
}

/** From `initSDK` to `unInitSDK`. */
interface Running {
  sdkAppID: number
  ready: Promise<Ready>
}

/** A login under way. */
interface LoginAttempt {
  account: AccountSession | undefined
  /** Why it is over before its end: logout or unInitSDK. */
  cancelled: V2TimCallback | undefined
}

const notInitialised = failure(ErrorCode.SDK_NOT_INITIALIZED, 'call initSDK first and check its answer')
const notLoggedIn = failure(ErrorCode.SDK_NOT_LOGGED_IN, 'nobody is logged in: call login first')

/**
 * One SDK: who is logged in, and who is told. Logins and logouts happen one after another.
 *
 *     logged out ──login──▶ logging in ──accepted──▶ logged in ──logout, kick, expiry, other login──▶ logged out
 *                                └──── refused, out of time, logout ────────────────────────────────────▲
 */
export class ClientSession {
  readonly log: Logger
  readonly advancedListeners: ListenerList<V2TimAdvancedMsgListener>
  readonly simpleListeners: ListenerList<V2TimSimpleMsgListener>
  readonly groupListeners: ListenerList<V2TimGroupListener>
  readonly conversationListeners: ListenerList<V2TimConversationListener>
  readonly #messageListeners: MessageListeners
  readonly #memoryStorage = memoryStorage()
  #options: ClientOptions
  #isReconfigured = false
  #sdkListener: V2TimSDKListener | undefined
  #running: Running | undefined
  #account: AccountSession | undefined
  #attempt: LoginAttempt | undefined
  /** The logout under way; a login waits for it. */
  #logout: Promise<void> | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.log = new Logger((kind, text) => (this.#options.log ?? consoleSink)(kind, text))
    this.advancedListeners = new ListenerList(this.log)
    this.simpleListeners = new ListenerList(this.log)
    this.#messageListeners = { advanced: this.advancedListeners, simple: this.simpleListeners }
    this.groupListeners = new ListenerList(this.log)
    this.conversationListeners = new ListenerList(this.log)
  }

  /** Adds options. They count from the next `initSDK` on. */
  configure(options: ClientOptions): void {
    this.#options = { ...this.#options, ...options }
    this.#isReconfigured = true
  }

  async init(
    sdkAppID: number,
    logLevel: number,
    listener?: V2TimSDKListener,
  ): Promise<V2TimValueCallback<boolean>> {
    if (!Number.isInteger(sdkAppID) || sdkAppID <= 0 || sdkAppID > 0xffff_ffff) {
      return invalid(`sdkAppID: expected the number of your app, got ${String(sdkAppID)}`)
    }
    this.log.level = Number.isInteger(logLevel) ? logLevel : 0
    const settings = resolveSettings(this.#options)
    if (typeof settings === 'string') {
      this.log.error(settings)
      return invalid(settings)
    }
    if (this.#running?.sdkAppID !== sdkAppID || this.#isReconfigured) {
      this.uninit()
      this.#isReconfigured = false
      // Set before the first wait: a login may be called right after, without one.
      this.#running = { sdkAppID, ready: this.#prepare(sdkAppID, settings) }
    }
    this.#sdkListener = listener ?? undefined
    await this.#running?.ready
    return okWith(true)
  }

  /** Ends everything here. The server keeps the login: the device is one whose app is not running. */
  uninit(): V2TimCallback {
    const running = this.#running
    this.#running = undefined
    this.#sdkListener = undefined
    const answer = failure(ErrorCode.SDK_NOT_INITIALIZED, 'unInitSDK was called')
    if (this.#attempt !== undefined) this.#attempt.cancelled = answer
    this.#attempt?.account?.end(answer)
    this.#account?.end(answer)
    this.#account = undefined
    void running?.ready.then(({ settler }) => settler.stop())
    return ok()
  }

  async login(userID: string, userSig: string): Promise<V2TimCallback> {
    const running = this.#running
    if (running === undefined) return notInitialised
    const problem = checkUserID(userID, 'userID')
    if (problem !== undefined) return problem
    if (typeof userSig !== 'string') return invalid(`userSig: expected a string, got ${typeof userSig}`)
    if (userSig === '') return failure(ErrorCode.USERSIG_EMPTY, 'userSig: is empty; ask your server for one')
    if (this.#attempt !== undefined) {
      return failure(ErrorCode.LOGIN_IN_PROCESS, 'a login is under way; wait for its answer')
    }
    if (this.#account?.userID === userID) {
      this.#account.renewUserSig(userSig)
      return ok()
    }
    const attempt: LoginAttempt = { account: undefined, cancelled: undefined }
    this.#attempt = attempt
    try {
      return await this.#attemptLogin(running, attempt, userID, userSig)
    } finally {
      if (this.#attempt === attempt) this.#attempt = undefined
    }
  }

  async logout(): Promise<V2TimCallback> {
    if (this.#running === undefined) return notInitialised
    const attempt = this.#attempt
    if (attempt !== undefined) {
      attempt.cancelled = failure(
        ErrorCode.LOGGED_OUT_BEFORE_LOGIN_FINISHED,
        'logout was called before the login was finished',
      )
      await this.#leave(attempt.account, attempt.cancelled)
    } else if (this.#logout === undefined) {
      await this.#leave(this.#account)
    } else {
      return failure(ErrorCode.LOGOUT_IN_PROCESS, 'a logout is under way; wait for its answer')
    }
    return ok()
  }

  get loginUser(): string | undefined {
    return this.#account?.userID
  }

  get loginStatus(): LoginStatus {
    if (this.#attempt !== undefined) return LoginStatus.LOGINING
    return this.#account === undefined ? LoginStatus.LOGOUT : LoginStatus.LOGINED
  }

  /** Whether `initSDK` has succeeded. */
  get isInitialised(): boolean {
    return this.#running !== undefined
  }

  /** The present in epoch milliseconds. */
  get nowMs(): number {
    return (this.#options.clock ?? systemClock).now()
  }

  /** The login that requests go to, or the failure to answer with: 6013 before initSDK, 6014 before login. */
  requireAccount(): AccountSession | Failure {
    if (this.#running === undefined) return notInitialised
    return this.#account ?? notLoggedIn
  }

  async #prepare(sdkAppID: number, settings: Settings): Promise<Ready> {
    const storage = new SafeStorage(
      this.#options.storage ?? pageStorage() ?? this.#memoryStorage,
      settings.clock,
      this.log,
    )
    const context: AccountContext = {
      settings,
      log: this.log,
      sdkAppID,
      deviceID: await loadDeviceID(storage),
    }
    const settler = new LogoutSettler(context, storage)
    await settler.load()
    // A login settles it by itself; it starts again if that fails.
    if (this.#running?.sdkAppID === sdkAppID && this.#attempt === undefined) settler.start()
    return { context, settler }
  }

  async #attemptLogin(
    running: Running,
    attempt: LoginAttempt,
    userID: string,
    userSig: string,
  ): Promise<V2TimCallback> {
    await this.#logout
    if (this.#account !== undefined) await this.#leave(this.#account)
    const { context, settler } = await running.ready
    await settler.pause()
    if (attempt.cancelled !== undefined) {
      if (this.#running === running) settler.start()
      return attempt.cancelled
    }
    const account: AccountSession = new AccountSession(
      context,
      { userID, userSig },
      this.#handlersOf(() => account),
    )
    attempt.account = account
    const answer = await account.login()
    // The login has unbound whoever was here before. A logout that came right after it has its own to settle.
    if (answer.code === ErrorCode.OK) {
      if (this.#account === account) await settler.forget()
      return answer
    }
    if (this.#running === running && attempt.cancelled === undefined) settler.start()
    return attempt.cancelled ?? answer
  }

  #handlersOf(account: () => AccountSession): AccountHandlers {
    const tell = (call: (listener: V2TimSDKListener) => unknown): void => {
      const listener = this.#sdkListener
      if (listener !== undefined) callSafely(this.log, () => call(listener))
    }
    const forget = (): void => {
      if (this.#account === account()) this.#account = undefined
    }
    return {
      connecting: () => tell((listener) => listener.onConnecting?.()),
      connected: () => {
        // Before the login is answered: messages may come in the same breath.
        if (this.#attempt?.account === account()) {
          this.#account = account()
          this.#attempt = undefined
        }
        tell((listener) => listener.onConnectSuccess?.())
      },
      connectFailed: (code, desc) => tell((listener) => listener.onConnectFailed?.(code, desc)),
      kicked: () => {
        forget()
        tell((listener) => listener.onKickedOffline?.())
      },
      userSigExpired: () => {
        forget()
        tell((listener) => listener.onUserSigExpired?.())
      },
      groupNotice: (notice) => this.groupListeners.emit((listener) => emitGroupNotice(listener, notice)),
      conversations: this.conversationListeners,
      ...messageHandlers(account, this.#messageListeners, this.log),
    }
  }

  /** Logs `account` out: here at once, at the server as soon as it can be reached. */
  #leave(account: AccountSession | undefined, answer?: V2TimCallback): Promise<void> {
    const running = this.#running
    if (account === undefined || running === undefined) return Promise.resolve()
    if (this.#account === account) this.#account = undefined
    const leave = async (): Promise<void> => {
      const { settler } = await running.ready
      const remembered = account.wasLoginSent ? settler.remember(account.credentials) : undefined
      if (answer !== undefined) account.end(answer)
      const confirmed = await account.logout()
      await remembered
      if (confirmed) await settler.forget()
      else if (
        this.#running === running &&
        (this.#attempt === undefined || this.#attempt.cancelled !== undefined)
      ) {
        settler.start()
      }
    }
    const logout = leave().finally(() => {
      if (this.#logout === logout) this.#logout = undefined
    })
    this.#logout = logout
    return logout
  }
}
