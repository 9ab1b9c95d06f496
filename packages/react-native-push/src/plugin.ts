import { failedWith, PushErrorCode, PushPluginError, type PushCallback } from './errors.ts'
import { toNotificationChannel, type ChannelParams } from './channel-params.ts'
import type { NotificationSettings } from './native/spec.ts'
import type { PushAppInfo, PushClickAction, PushInitParams } from './params/types.ts'
import { onPhone, PluginState, sharedState, type TimPushPluginOptions } from './plugin-state.ts'
import { runSelfTest } from './self-test/run.ts'
import type { SelfTestOptions, SelfTestReport } from './self-test/types.ts'
import type { PushSession } from './session/push-session.ts'

/** What this phone registered with. */
export interface DevicePushConfig {
  /** Lower case. */
  deviceManufacturer: string
  /** Certificate ID; 0 when none fits this phone. */
  businessID: number
  /** '' when the vendor gave none. */
  deviceToken: string
}

/**
 * Offline push for an app on `@carillon/client`. Call `init` after each login; that is all that is
 * needed. `init`, `uploadToken` and `clearToken` always resolve, with a code; the other methods reject
 * with a `PushPluginError`.
 */
export class TimPushPlugin {
  readonly #state: PluginState

  constructor(options: TimPushPluginOptions = {}) {
    if (options.native === undefined && options.chat === undefined) {
      this.#state = sharedState
      Object.assign(sharedState.options, options)
    } else {
      this.#state = new PluginState(options)
    }
  }

  /**
   * Registers with the push service of the phone's maker and reports the token, with the certificate ID
   * given for that maker, to the server: at once, or when the vendor gives it, and again when it
   * changes. From then on background and foreground are reported by themselves, and taps go to
   * `pushClickAction`, one that started the app included.
   *
   * Takes the parameters flat or as `{ appInfo, pushClickAction }`; without certificate IDs those of the
   * app's carillon-push.json count. Codes: 6014 not logged in (log in,
   * then call again: no tap is lost), 6017 a parameter is wrong or missing, 7013 not on a phone, 800005
   * the vendor refused, others are the server's.
   */
  async init(params?: PushInitParams): Promise<PushCallback> {
    return this.#answer((session) => session.init(params))
  }

  /** Reports the token again, waiting at most 20 s for the vendor to give one. */
  async uploadToken(appInfo?: PushAppInfo): Promise<PushCallback> {
    return this.#answer((session) => session.uploadToken(appInfo))
  }

  /** Takes this phone's binding back: no pushes until `init` or `uploadToken`. Without `appInfo`, that of `init`. */
  async clearToken(appInfo?: PushAppInfo): Promise<PushCallback> {
    return this.#answer((session) => session.clearToken(appInfo))
  }

  /** Sets what a tap does after `init` was called without it; taps that waited come at once. */
  async setPushClickAction(action: PushClickAction | undefined): Promise<void> {
    await this.#state.session.taps.setAction(action)
  }

  /**
   * Taps go to `listener` too, one that started the app and nobody was given included; nobody need be
   * logged in. Ends with the returned function. The hook for components is in `@carillon/react-native-push/react`.
   */
  addTapListener(listener: PushClickAction): () => void {
    return this.#state.session.listenToTaps(listener)
  }

  /**
   * Certificates from here on, in place of the app's own carillon-push.json: its content, opened or as text.
   * @throws PushPluginError (6017) with every problem in it
   */
  setConfig(file: unknown): void {
    this.#state.session.config.set(file)
  }

  /** What this phone is registered with; waits at most 20 s for the token. */
  async getDevicePushConfig(appInfo?: PushAppInfo): Promise<DevicePushConfig> {
    const session = this.#state.session
    return {
      deviceManufacturer: await session.manufacturer(),
      businessID: await this.getBuzId(appInfo),
      deviceToken: await session.deviceToken(),
    }
  }

  /** The vendor's token, waited for at most 20 s; '' before `init` and when none came. */
  async getDevicePushToken(): Promise<string> {
    return this.#state.session.deviceToken()
  }

  /** The certificate ID this phone uses of those given; 0 when none fits. */
  async getBuzId(appInfo?: PushAppInfo): Promise<number> {
    const session = this.#state.session
    return (await session.choose(await session.config.read(appInfo)))?.certificateID ?? 0
  }

  /** The phone's maker in lower case. */
  async getDeviceManufacturer(): Promise<string> {
    return this.#state.session.manufacturer()
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
    await onPhone(() => this.#state.native.setBadgeNum(badgeNum))
  }

  /** Removes all of the app's notifications from the tray. */
  async clearAllNotification(): Promise<void> {
    await onPhone(() => this.#state.native.clearAllNotification())
  }

  /** Asks for the permission to show notifications (iOS; Android 13 and newer); whether it is given. */
  async requireNotificationPermission(): Promise<boolean> {
    return onPhone(() => this.#state.native.requestNotificationPermission())
  }

  /** The user's switches for this app's notifications. */
  async getNotificationSettings(): Promise<NotificationSettings> {
    return onPhone(() => this.#state.native.getNotificationSettings())
  }

  /** Opens the system's page of this app's notifications. */
  async openNotificationSettings(): Promise<void> {
    await onPhone(() => this.#state.native.openNotificationSettings())
  }

  /**
   * iOS: PushKit's token; '' when there is none yet. With `apple_voip_buz_id`, or `apnsVoip` in
   * carillon-push.json, `init` asks for it and reports it by itself.
   */
  async getVoipToken(): Promise<string> {
    return onPhone(() => this.#state.native.getVoipToken())
  }

  /** Android 8 and newer: creates a channel of importance HIGH. Elsewhere it does nothing. */
  async createNotificationChannel(channel: ChannelParams): Promise<void> {
    const checked = toNotificationChannel(channel)
    await onPhone(
      () => this.#state.native.createNotificationChannel(checked),
      PushErrorCode.CREATE_CHANNEL_FAILED,
    )
  }

  /**
   * Goes the way of a push hop by hop (permission, switch, channel, token, registration, a real notification
   * through the vendor and back) and says which one fails and what to do. Needs a login; takes up to a
   * minute. Never rejects but off the phone.
   */
  async selfTest(options: SelfTestOptions = {}): Promise<SelfTestReport> {
    const { native, chat, session, timer } = this.#state
    return runSelfTest({ native, chat, session, timer }, options)
  }

  /** Ends listening to the phone and all retries, for tests and hot reload. May be called twice. */
  dispose(): void {
    this.#state.dispose()
  }

  /** As the method of the same name, on this app's phone. */
  static async getBuzId(appInfo?: PushAppInfo): Promise<number> {
    return new TimPushPlugin().getBuzId(appInfo)
  }

  /** As the method of the same name, on this app's phone. */
  static async getOtherPushType(): Promise<string> {
    return new TimPushPlugin().getOtherPushType()
  }

  async #answer(work: (session: PushSession) => Promise<PushCallback>): Promise<PushCallback> {
    try {
      return await work(this.#state.session)
    } catch (error) {
      return failedWith(error, PushErrorCode.NATIVE_FAILED, 'The phone failed')
    }
  }
}
