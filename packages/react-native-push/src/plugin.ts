import { TencentImSDKPlugin } from '@carillon/client'

import type { PushChat } from './chat.ts'
import { messageOf, PushErrorCode, PushPluginError, failedWith, type PushCallback } from './errors.ts'
import { resolveNative } from './native/resolve.ts'
import type { NativeCarillonPush } from './native/spec.ts'
import { parseAppInfo } from './params/parse.ts'
import type { PushAppInfo, PushClickAction, PushInitParams } from './params/types.ts'
import { PushSession } from './session/push-session.ts'
import { systemTimer, type Timer } from './timer.ts'

declare const console: { warn(text: string): void }

/** All optional: an app gives at most `isUseGoogleFCM` and `unreadCount`, tests the rest. */
export interface TimPushPluginOptions {
  /** Prefer FCM to the maker's own push where Google services run. Default false. */
  isUseGoogleFCM?: boolean
  /**
   * The app's unread count, told to the server when the app goes to the background: the base of the
   * badge. Default: the SDK's total, else the number last given to `setBadgeNum`.
   */
  unreadCount?: () => number | Promise<number>
  /** The phone. Default: the native module of this app. */
  native?: NativeCarillonPush
  /** The chat SDK. Default: `TencentImSDKPlugin.v2TIMManager`. */
  chat?: PushChat
  timer?: Timer
  /** Told of what went wrong where nobody waits for an answer. Default: `console.warn`. */
  onFault?: (what: string) => void
}

/** A channel in the sibling plugin's words and in the successor's. */
export interface ChannelParams {
  channelId?: string
  channelID?: string
  channelName: string
  channelDescription?: string
  channelDesc?: string
  /** File in res/raw without suffix. */
  channelSound?: string
}

/** What this phone registered with. */
export interface DevicePushConfig {
  /** Lower case. */
  deviceManufacturer: string
  /** Certificate ID; 0 when none fits this phone. */
  businessID: number
  /** '' when the vendor gave none. */
  deviceToken: string
}

interface PluginState {
  options: TimPushPluginOptions
  session: PushSession | undefined
  lastBadgeNum: number
}

// A phone has one push registration, so plugins made without a phone and chat of their own share one state.
const shared: PluginState = { options: {}, session: undefined, lastBadgeNum: 0 }

/**
 * Offline push for an app on `@carillon/client`. Call `init` after each login; that is all that is
 * needed. `init`, `uploadToken` and `clearToken` always resolve, with a code; the other methods reject
 * with a `PushPluginError`.
 */
export class TimPushPlugin {
  readonly #state: PluginState

  constructor(options: TimPushPluginOptions = {}) {
    if (options.native === undefined && options.chat === undefined) {
      this.#state = shared
      Object.assign(shared.options, options)
    } else {
      this.#state = { options, session: undefined, lastBadgeNum: 0 }
    }
  }

  /**
   * Registers with the push service of the phone's maker and reports the token, with the certificate ID
   * given for that maker, to the server: at once, or when the vendor gives it, and again when it
   * changes. From then on background and foreground are reported by themselves, and taps go to
   * `pushClickAction`, one that started the app included.
   *
   * Takes the parameters flat or as `{ appInfo, pushClickAction }`. Codes: 6014 not logged in (log in,
   * then call again: no tap is lost), 6017 a parameter is wrong or missing, 7013 not on a phone, 800005
   * the vendor refused, others are the server's.
   */
  async init(params: PushInitParams): Promise<PushCallback> {
    return this.#answer((session) => session.init(params))
  }

  /** Reports the token again, waiting at most 20 s for the vendor to give one. */
  async uploadToken(appInfo: PushAppInfo): Promise<PushCallback> {
    return this.#answer((session) => session.uploadToken(appInfo))
  }

  /** Takes this phone's binding back: no pushes until `init` or `uploadToken`. Without `appInfo`, that of `init`. */
  async clearToken(appInfo?: PushAppInfo): Promise<PushCallback> {
    return this.#answer((session) => session.clearToken(appInfo))
  }

  /** Sets what a tap does after `init` was called without it; taps that waited come at once. */
  async setPushClickAction(action: PushClickAction | undefined): Promise<void> {
    await this.#session().taps.setAction(action)
  }

  /** What this phone is registered with; waits at most 20 s for the token. */
  async getDevicePushConfig(appInfo: PushAppInfo): Promise<DevicePushConfig> {
    const session = this.#session()
    return {
      deviceManufacturer: await session.manufacturer(),
      businessID: await this.getBuzId(appInfo),
      deviceToken: await session.deviceToken(),
    }
  }

  /** The vendor's token, waited for at most 20 s; '' before `init` and when none came. */
  async getDevicePushToken(): Promise<string> {
    return this.#session().deviceToken()
  }

  /** The certificate ID this phone uses of those given; 0 when none fits. */
  async getBuzId(appInfo: PushAppInfo): Promise<number> {
    return (await this.#session().choose(parseAppInfo(appInfo)))?.certificateID ?? 0
  }

  /** The phone's maker in lower case. */
  async getDeviceManufacturer(): Promise<string> {
    return this.#session().manufacturer()
  }

  /** The same as `getDeviceManufacturer`, by the sibling plugin's name. */
  async getOtherPushType(): Promise<string> {
    return this.getDeviceManufacturer()
  }

  /** Number on the app's icon; 0 takes it away. Launchers that cannot show one ignore it. */
  async setBadgeNum(badgeNum: number): Promise<void> {
    if (!Number.isInteger(badgeNum) || badgeNum < 0 || badgeNum > 99_999) {
      throw new PushPluginError(
        PushErrorCode.INVALID_PARAMETERS,
        `badgeNum must be a whole number from 0 to 99999; found ${String(badgeNum)}.`,
      )
    }
    this.#state.lastBadgeNum = badgeNum
    await onPhone(() => this.#native().setBadgeNum(badgeNum))
  }

  /** Removes all of the app's notifications from the tray. */
  async clearAllNotification(): Promise<void> {
    await onPhone(() => this.#native().clearAllNotification())
  }

  /** Asks for the permission to show notifications (iOS; Android 13 and newer); whether it is given. */
  async requireNotificationPermission(): Promise<boolean> {
    return onPhone(() => this.#native().requestNotificationPermission())
  }

  /** Android 8 and newer: creates a channel of importance HIGH. Elsewhere it does nothing. */
  async createNotificationChannel(channel: ChannelParams): Promise<void> {
    const channelID = channel.channelID ?? channel.channelId ?? ''
    const description = channel.channelDescription ?? channel.channelDesc
    for (const [name, value] of Object.entries({ channelId: channelID, channelName: channel.channelName })) {
      if (typeof value === 'string' && value !== '') continue
      throw new PushPluginError(PushErrorCode.INVALID_PARAMETERS, `${name} must be a text that is not empty.`)
    }
    await onPhone(
      () =>
        this.#native().createNotificationChannel({
          channelID,
          channelName: channel.channelName,
          ...(description === undefined ? {} : { channelDescription: description }),
          ...(channel.channelSound === undefined ? {} : { channelSound: channel.channelSound }),
        }),
      PushErrorCode.CREATE_CHANNEL_FAILED,
    )
  }

  /** Ends listening to the phone and all retries, for tests and hot reload. May be called twice. */
  dispose(): void {
    this.#state.session?.close()
    this.#state.session = undefined
  }

  /** As the method of the same name, on this app's phone. */
  static async getBuzId(appInfo: PushAppInfo): Promise<number> {
    return new TimPushPlugin().getBuzId(appInfo)
  }

  /** As the method of the same name, on this app's phone. */
  static async getOtherPushType(): Promise<string> {
    return new TimPushPlugin().getOtherPushType()
  }

  #native(): NativeCarillonPush {
    return this.#state.options.native ?? resolveNative()
  }

  #session(): PushSession {
    return (this.#state.session ??= this.#newSession())
  }

  #newSession(): PushSession {
    const { options } = this.#state
    const { chat = TencentImSDKPlugin.v2TIMManager, timer = systemTimer } = options
    const onFault = options.onFault ?? ((what: string) => console.warn(`[carillon push] ${what}`))
    const unreadCount = async (): Promise<number> => {
      try {
        return toCount(await (options.unreadCount ?? this.#defaultUnreadCount(chat))())
      } catch (error) {
        onFault(`unreadCount failed: ${messageOf(error)}`)
        return this.#state.lastBadgeNum
      }
    }
    const isUseGoogleFCM = (): boolean => options.isUseGoogleFCM ?? false
    return new PushSession({ native: this.#native(), chat, timer, unreadCount, onFault, isUseGoogleFCM })
  }

  #defaultUnreadCount(chat: PushChat): () => Promise<number> {
    return async () => {
      const answer = await chat.getConversationManager?.().getTotalUnreadMessageCount?.()
      return answer?.code === 0 && answer.data !== undefined ? answer.data : this.#state.lastBadgeNum
    }
  }

  async #answer(work: (session: PushSession) => Promise<PushCallback>): Promise<PushCallback> {
    try {
      return await work(this.#session())
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }
}

const toCount = (count: number): number => (Number.isInteger(count) && count > 0 ? count : 0)

const onPhone = async <T>(work: () => Promise<T>, code: number = PushErrorCode.NATIVE_FAILED): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PushPluginError) throw error
    throw new PushPluginError(code, `The phone failed: ${messageOf(error)}`)
  }
}
