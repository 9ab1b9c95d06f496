import { createTencentImSDK, LogLevelEnum, type TencentImSDK, type V2TimMessage } from '@carillon/client'
import type { AppContext, AppProcess, DeliveredPush } from '@carillon/lab'
import { ErrorCode, type Platform, type PushReport, type SelfTestParams } from '@carillon/protocol'
import {
  TimPushPlugin,
  type ChatCallback,
  type PushAppInfo,
  type PushCallback,
  type PushChat,
  type PushTap,
} from '@carillon/react-native-push'

import { clearByPush } from './cleared-by-push.ts'
import { nativeOfContext, type PhoneNative } from './native-of-context.ts'
import { PendingCalls } from './pending-calls.ts'
import { processClock } from './process-clock.ts'

/** What is built into the app: where its server is, and the push certificates. */
export interface AppBuild {
  server: string
  sdkAppID: number
  deviceName: string
  appVersion?: string
  /** What the app passes to the plugin's `init`. */
  appInfo: PushAppInfo
}

/** Who the app logs in as; kept in the phone's storage over restarts of the app. */
export interface StoredCredentials {
  userID: string
  userSig: string
}

/** What the app shows to whoever looks at it. */
export interface AppScreen {
  messageReceived(message: V2TimMessage): void
  tapped(tap: PushTap): void
  kicked(): void
}

const storageKey = 'app.credentials'
const loginRetryMs = 500
const settleLimitMs = 3000

/** Login answers that another try may mend: the server or the network is away. */
const worthRetrying: readonly number[] = [
  ErrorCode.REQUEST_TIME_OUT,
  ErrorCode.NO_NETWORK_ON_REQUEST,
  ErrorCode.NET_DISCONNECT,
  ErrorCode.NET_CONN_TIMEOUT,
  ErrorCode.NET_WAIT_ACK_TIMEOUT,
  ErrorCode.SERVER_BUSY,
  ErrorCode.INTERNAL_ERROR,
]

/**
 * One life of the app's process: the real client and the real plugin, wired as an app would wire them.
 * On start it reads the stored credentials; with them it logs in and calls the plugin's `init`.
 */
export class RunningApp implements AppProcess {
  readonly sdk: TencentImSDK
  readonly plugin: TimPushPlugin
  /** What the plugin's `init` answered last. */
  initAnswer: PushCallback | undefined
  /** What `login` answered last. */
  loginAnswer: ChatCallback | undefined
  readonly #context: AppContext
  readonly #build: AppBuild
  readonly #screen: AppScreen
  readonly #native: PhoneNative
  readonly #calls = new PendingCalls()
  readonly #clock

  constructor(context: AppContext, build: AppBuild, screen: AppScreen) {
    this.#context = context
    this.#build = build
    this.#screen = screen
    this.#clock = processClock(context.signal)
    this.#native = nativeOfContext(context)
    this.sdk = createTencentImSDK({
      server: build.server,
      platform: platformOf(context),
      deviceName: build.deviceName,
      appVersion: build.appVersion,
      storage: context.storage,
      clock: this.#clock,
      webSocket: webSocketOf(context),
    })
    this.plugin = new TimPushPlugin({
      native: this.#native,
      chat: trackedChat(this.sdk, this.#calls),
      timer: { after: (delayMs, callback) => this.#clock.after(delayMs, callback), random: Math.random },
      unreadCount: () => this.#calls.track(Promise.resolve(0)),
      onFault: () => {},
    })
    this.sdk.v2TIMManager
      .getMessageManager()
      .addAdvancedMsgListener({ onRecvNewMessage: (message) => screen.messageReceived(message) })
  }

  /** What the app does when it starts. Resolves when it is logged in, or cannot be. */
  async start(): Promise<void> {
    const initialised = await this.sdk.v2TIMManager.initSDK(
      this.#build.sdkAppID,
      LogLevelEnum.V2TIM_LOG_NONE,
      {
        onKickedOffline: () => this.#sdkOnKickedOffline(),
        onUserSigExpired: () => this.#sdkOnKickedOffline(),
      },
    )
    if (initialised.code !== 0) throw new Error(`initSDK: ${initialised.code} ${initialised.desc}`)
    const stored = await this.#context.storage.getItem(storageKey)
    if (stored !== null) await this.#logIn(JSON.parse(stored) as StoredCredentials)
  }

  /** The user fills in the login form. Another user who is logged in is logged out first. */
  async logIn(credentials: StoredCredentials): Promise<ChatCallback> {
    await this.#context.storage.setItem(storageKey, JSON.stringify(credentials))
    const answer = await this.#logIn(credentials)
    if (answer.code !== 0) await this.#context.storage.removeItem(storageKey)
    return answer
  }

  /** The user taps "Log out". */
  async logOut(): Promise<ChatCallback> {
    await this.#context.storage.removeItem(storageKey)
    return this.sdk.v2TIMManager.logout()
  }

  /** Resolves when nothing the app asked the server for is unanswered; after 3 s in any case. */
  idle(): Promise<void> {
    return this.#calls.idle(settleLimitMs, this.#context.signal)
  }

  onForeground(): Promise<void> {
    this.#native.emit({ type: 'app-state', state: 'active' })
    return this.idle()
  }

  onBackground(): Promise<void> {
    this.#native.emit({ type: 'app-state', state: 'background' })
    return this.idle()
  }

  onPushWhileForeground(push: DeliveredPush): void {
    const raw = push.vendor === 'apns' ? { ...push.payload } : withoutFunctions(push)
    this.#native.emit({ type: 'message', message: { vendor: push.vendor, isShown: false, raw } })
  }

  onDataMessage(push: DeliveredPush): void {
    clearByPush(this.#context, push)
  }

  onNotificationTapped(): false {
    this.#native.emit({ type: 'tap' })
    // It stays in the phone's queue: the plugin takes it from there, as it does after a cold start.
    return false
  }

  onKilled(): void {
    this.plugin.dispose()
  }

  async #logIn({ userID, userSig }: StoredCredentials): Promise<ChatCallback> {
    let answer = await this.sdk.v2TIMManager.login(userID, userSig)
    while (worthRetrying.includes(answer.code) && !this.#context.signal.aborted) {
      await new Promise<void>((resolve) => void this.#clock.after(loginRetryMs, resolve))
      answer = await this.sdk.v2TIMManager.login(userID, userSig)
    }
    this.loginAnswer = answer
    if (answer.code === 0) {
      this.initAnswer = await this.plugin.init({
        appInfo: this.#build.appInfo,
        pushClickAction: (tap) => this.#screen.tapped(tap),
      })
    }
    return answer
  }

  #sdkOnKickedOffline(): void {
    // Without this the app would log in again with its next start and kick the other device in turn.
    void this.#context.storage.removeItem(storageKey)
    this.#screen.kicked()
  }
}

const webSocketOf = (context: AppContext) =>
  function PhoneSocket(url: string, protocols: string | string[]) {
    return context.openWebSocket(url, protocols)
  } as unknown as NonNullable<NonNullable<Parameters<typeof createTencentImSDK>[0]>['webSocket']>

const trackedChat = ({ v2TIMManager }: TencentImSDK, calls: PendingCalls): PushChat => {
  const push = v2TIMManager.getOfflinePushManager()
  const tracked = {
    setOfflinePushConfig: (businessID: number, token: string) =>
      calls.track(push.setOfflinePushConfig(businessID, token)),
    setVOIP: (certificateID: number, token: string) => calls.track(push.setVOIP(certificateID, token)),
    doBackground: (unreadCount: number) => calls.track(push.doBackground(unreadCount)),
    doForeground: () => calls.track(push.doForeground()),
    selfTest: (test: SelfTestParams) => calls.track(push.selfTest(test)),
    reportPushes: (reports: readonly PushReport[]) => calls.track(push.reportPushes(reports)),
  }
  return {
    getLoginStatus: () => v2TIMManager.getLoginStatus(),
    getLoginUser: () => v2TIMManager.getLoginUser(),
    getOfflinePushManager: () => tracked,
  }
}

// Functions of the lab's own are not the app's.
const withoutFunctions = (push: DeliveredPush): Record<string, unknown> =>
  Object.fromEntries(Object.entries(push).filter(([, value]) => typeof value !== 'function'))

/** What React Native's `Platform.OS` says there. */
const platformOf = ({ isHarmonyOS, pushServices }: AppContext): Platform => {
  if (isHarmonyOS) return 'harmony'
  return pushServices.apns === undefined ? 'android' : 'ios'
}
