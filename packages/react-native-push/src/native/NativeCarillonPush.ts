// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module cannot be imported
/// <reference path="./react-native-types.d.ts" />
import type { TurboModule } from 'react-native'
import { TurboModuleRegistry } from 'react-native'
import type { EventEmitter } from 'react-native/Libraries/Types/CodegenTypes'

// React Native's codegen reads this file by its name, and takes only what all versions from 0.76 on
// understand: types of this file, plain objects, no unions. `spec.ts` holds the same in stricter types;
// `turbo-module.ts` goes from one to the other. Class and file names the native part and the set-up tool
// agree on are in `../setup/native-names.ts`.

/** One vendor's push service on this phone. */
export interface VendorService {
  /** 'fcm' | 'apns' | 'huawei' | 'honor' | 'xiaomi' | 'oppo' | 'vivo' | 'meizu'. */
  vendor: string
  /** The vendor's library is in this build of the app. */
  isLinked: boolean
  /** The library is there and says the phone can run it. */
  isSupported: boolean
  /** Why it is not supported, in the vendor's or our words; '' when it is. */
  reason: string
}

/** A system property that is set. */
export interface SystemProperty {
  name: string
  value: string
}

/** What the phone says of itself. */
export interface DeviceInfo {
  /** 'android' | 'ios'. */
  system: string
  /** Android: `Build.VERSION.SDK_INT` as text, '34'; iOS: '18.1'. */
  systemVersion: string
  /** Android: `Build.MANUFACTURER` as it stands there; iOS: 'Apple'. */
  manufacturer: string
  /** Android: `Build.BRAND`; iOS: 'Apple'. */
  brand: string
  model: string
  /** Application ID or bundle ID. */
  packageName: string
  /** `versionName` or CFBundleShortVersionString. */
  appVersion: string
  /** iOS: the entitlement aps-environment, 'development' | 'production', '' when unknown; Android: ''. */
  apsEnvironment: string
  /** Android: those of `romProperties` in spec.ts that are set; iOS: none. */
  systemProperties: SystemProperty[]
  /** One entry for each vendor of this system: seven on Android, apns on iOS. */
  vendors: VendorService[]
}

/** What a vendor's SDK registers with; absent for those that read the app's own files. */
export interface Credentials {
  appID?: string
  appKey?: string
  appSecret?: string
}

/** A tapped notification. */
export interface Tap {
  /** Unique for each tap of this installation. */
  tapID: string
  vendor: string
  /** The tap started the process. */
  coldStart: boolean
  /** The vendor's message object, or the extras of the opened intent, or APNs's userInfo, unchanged, as JSON. */
  rawJson: string
}

/** A push the vendor's library handed to the app's process, whether it is shown or not. */
export interface Message {
  vendor: string
  /** It stands in the tray, put there by the system or by this module. */
  isShown: boolean
  /** As in `Tap`. */
  rawJson: string
}

/** A notification of this app in the tray. */
export interface DeliveredNotification {
  /** Android: `<id>|<tag>` of the status bar notification; iOS: request.identifier. */
  notificationID: string
  title: string
  content: string
  /** Android 8 and newer; else ''. */
  channelID: string
  /** Extras or userInfo as JSON; '{}' when the system keeps them to itself. */
  rawJson: string
}

/** The user's switches for this app. Each is 'on', 'off' or, where the system does not tell, 'unknown'. */
export interface NotificationSettings {
  /** 'granted' | 'denied' | 'not-determined' | 'provisional'. Android before 13: by the app's switch. */
  permission: string
  /** The app's switch for all of its notifications. */
  notifications: string
  lockScreen: string
  sound: string
  badge: string
  /** Banners: iOS alert style is not none; Android: unknown. */
  banner: string
  /** 'on' while do-not-disturb, a focus or a zen mode silences this app. */
  doNotDisturb: string
}

/** A channel to create (Android 8 and newer). */
export interface Channel {
  channelID: string
  channelName: string
  channelDescription?: string
  /** File in res/raw without suffix; '' is silent; absent is the system's sound. */
  channelSound?: string
}

/** A channel as it stands. */
export interface ChannelState {
  channelID: string
  channelName: string
  /** Android's IMPORTANCE_*: 0 none, that is switched off by the user, to 4 high. */
  importance: number
}

export interface TokenEvent {
  vendor: string
  token: string
}

export interface RegistrationFailedEvent {
  vendor: string
  /** The vendor's code, or ''. */
  code: string
  /** The vendor's words. */
  message: string
}

/**
 * The native module, implemented in Kotlin and on iOS. Promises reject with `code`, one of
 * `CARILLON_PUSH_UNAVAILABLE` (the vendor's library is not linked, or cannot run here),
 * `CARILLON_PUSH_REGISTER` (the vendor refused), `CARILLON_PUSH_PERMISSION`, `CARILLON_PUSH_CHANNEL`,
 * `CARILLON_PUSH_SYSTEM`, and the vendor's or system's own words as message. An event that nobody
 * listens to is dropped, never queued: what must not be lost (taps) waits in a queue of the module.
 */
export interface Spec extends TurboModule {
  /** Asks each linked vendor whether it can run here, at most 2 s each. Never rejects. */
  getDeviceInfo(): Promise<DeviceInfo>

  /**
   * Registers with a vendor's push service. Resolves to the token when the vendor gives it within 2 s,
   * else to '': then `onToken` or `onRegistrationFailed` follows. Registering again is allowed and
   * resolves to the current token. Rejects with `CARILLON_PUSH_UNAVAILABLE` or `CARILLON_PUSH_REGISTER`.
   * iOS: `vendor` is 'apns'; the permission dialog is not shown, tokens come without it.
   */
  registerPush(vendor: string, credentials: Credentials): Promise<string>

  /** Takes the registration with the vendor back, where its library can; the token is dead afterwards. */
  unregisterPush(vendor: string): Promise<void>

  /**
   * Hands over the taps that wait, oldest first, and forgets them: each is given exactly once. A tap
   * that started the app, or came before anyone asked, waits here (at most 32, the oldest go first).
   */
  takeTaps(): Promise<Tap[]>

  /** 'active' | 'inactive' | 'background', of the whole process: another activity of the app in front is 'active'. */
  getAppState(): Promise<string>

  getNotificationSettings(): Promise<NotificationSettings>

  /**
   * Asks for the permission to show notifications (iOS; Android 13 and newer, and OPPO's own dialog
   * where its library is linked). Resolves to whether it is given, at once where it was decided before.
   */
  requestNotificationPermission(): Promise<boolean>

  /** Opens the system's page of this app's notifications. */
  openNotificationSettings(): Promise<void>

  /** Number on the app's icon; 0 takes it away. Resolves also on launchers without one. */
  setBadgeNum(badgeNum: number): Promise<void>

  /** Removes all of the app's notifications from the tray, those the vendors' services put there included. */
  clearAllNotification(): Promise<void>

  /** The app's notifications in the tray, oldest first. */
  getDeliveredNotifications(): Promise<DeliveredNotification[]>

  /** Removes some; those that are not there are passed over. */
  removeDeliveredNotifications(notificationIDs: string[]): Promise<void>

  /** Android 8 and newer: creates a channel of importance HIGH, or renames it. Elsewhere it does nothing. */
  createNotificationChannel(channel: Channel): Promise<void>

  /** Empty before Android 8 and on iOS. */
  getNotificationChannels(): Promise<ChannelState[]>

  /**
   * Whether a push that arrives while the app is in front is kept off the tray. True until JavaScript
   * says otherwise; kept for the life of the process. `onMessage` comes in both cases.
   */
  disablePostNotificationInForeground(disabled: boolean): Promise<void>

  /**
   * iOS: PushKit's token, '' when it comes later as `onVoipToken`. Rejects with
   * `CARILLON_PUSH_UNAVAILABLE` on Android, and where Info.plist lacks `CarillonPushVoip` = YES: whoever
   * registers with PushKit must report each call to CallKit, or iOS ends the app.
   */
  getVoipToken(): Promise<string>

  /**
   * The text of `carillon-push.json` as the set-up tool put it into the app (Android: assets/, iOS: the
   * main bundle); '' when there is none.
   */
  getAppConfig(): Promise<string>

  /** The vendor gave a token: the first one after `registerPush`, or a new one in place of it. */
  readonly onToken: EventEmitter<TokenEvent>
  /** The vendor refused after `registerPush` had resolved to ''. */
  readonly onRegistrationFailed: EventEmitter<RegistrationFailedEvent>
  /** PushKit gave a token; '' when it took the last one back. */
  readonly onVoipToken: EventEmitter<string>
  /** At least one tap waits to be taken with `takeTaps`. */
  readonly onTap: EventEmitter<void>
  /** As `getAppState`. */
  readonly onAppState: EventEmitter<string>
  readonly onMessage: EventEmitter<Message>
  /** A shown notification was taken back; its message ID. */
  readonly onMessageRevoked: EventEmitter<string>
}

export const nativeCarillonPush = TurboModuleRegistry.get<Spec>('CarillonPush')
