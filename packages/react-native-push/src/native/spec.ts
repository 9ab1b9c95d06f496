import type { VendorId } from '@carillon/protocol'

/** One vendor's push service on this phone. */
export interface VendorService {
  vendor: VendorId
  /** The vendor's library is in this build of the app. */
  isLinked: boolean
  /** The library is there and says the phone can run it. */
  isSupported: boolean
  /** Why it is not supported; '' when it is. */
  reason: string
}

/** What the phone says of itself. */
export interface NativeDeviceInfo {
  system: 'android' | 'ios'
  /** Android: the API level, such as '34'; iOS: the version. */
  systemVersion: string
  /** Android: `Build.MANUFACTURER` as it stands there; iOS: 'Apple'. */
  manufacturer: string
  brand: string
  model: string
  /** Application ID or bundle ID. */
  packageName: string
  appVersion: string
  /** iOS: the entitlement aps-environment; '' when unknown and on Android. */
  apsEnvironment: '' | 'development' | 'production'
  /** Android system properties of the ROM checks (`romProperties`); those that are not set are left out. */
  systemProperties: Readonly<Record<string, string>>
  /** One entry for each vendor of this system. */
  vendors: readonly VendorService[]
}

/** Names of the Android system properties `NativeDeviceInfo.systemProperties` must hold when they are set. */
export const romProperties = [
  'ro.build.version.opporom',
  'ro.miui.ui.version.name',
  'ro.build.version.emui',
  'ro.build.display.id',
  'ro.vivo.os.version',
] as const

/** What a vendor's SDK is given at registration; vivo, Huawei, Honor and FCM read theirs from the app's manifest or files. */
export interface VendorCredentials {
  appID?: string
  appKey?: string
  appSecret?: string
}

/** A tapped notification as the vendor's SDK or the opened activity's intent gave it. */
export interface NativeTap {
  /** Made natively, unique for each tap of this installation. */
  tapID: string
  vendor: VendorId
  /** The tap started the process. */
  coldStart: boolean
  /** Unchanged: the vendor's message object, or the intent's extras. */
  raw: Readonly<Record<string, unknown>>
}

/** A push the vendor's library handed to the app's process. */
export interface NativeMessage {
  vendor: VendorId
  /** It stands in the tray. */
  isShown: boolean
  /** As in `NativeTap`. */
  raw: Readonly<Record<string, unknown>>
}

/** A notification of this app in the tray. */
export interface DeliveredNotification {
  notificationID: string
  title: string
  content: string
  /** Android 8 and newer; else ''. */
  channelID: string
  /** Extras or userInfo; empty when the system keeps them to itself. */
  raw: Readonly<Record<string, unknown>>
}

/** The words of React Native's AppState. */
export type AppState = 'active' | 'background' | 'inactive'

/** A switch of the system; 'unknown' where the system does not tell. */
export type Switch = 'on' | 'off' | 'unknown'

/** The user's switches for this app. */
export interface NotificationSettings {
  permission: 'granted' | 'denied' | 'not-determined' | 'provisional'
  /** The app's switch for all of its notifications. */
  notifications: Switch
  lockScreen: Switch
  sound: Switch
  badge: Switch
  banner: Switch
  /** 'on' while something silences this app. */
  doNotDisturb: Switch
}

/** What the phone tells by itself. */
export type NativeEvent =
  /** The vendor gave a token: the first one after `registerPush`, or a new one in place of it. */
  | { type: 'token'; vendor: VendorId; token: string }
  /** The vendor refused after `registerPush` had resolved to ''. */
  | { type: 'registration-failed'; vendor: VendorId; code: string; message: string }
  /** PushKit gave a token for calls; '' when it took the last one back. */
  | { type: 'voip-token'; token: string }
  /** At least one tap waits to be taken with `takeTaps`. */
  | { type: 'tap' }
  | { type: 'app-state'; state: AppState }
  | { type: 'message'; message: NativeMessage }
  | { type: 'message-revoked'; messageID: string }

/** An Android notification channel. */
export interface NotificationChannel {
  channelID: string
  channelName: string
  channelDescription?: string
  /** File in res/raw without suffix; '' is silent. */
  channelSound?: string
}

/** A channel as it stands. */
export interface ChannelState {
  channelID: string
  channelName: string
  /** Android's IMPORTANCE_*: 0, switched off by the user, to 4, high. */
  importance: number
}

/**
 * All the plugin asks of the phone. On a phone it is the native module (`NativeCarillonPush.ts` says
 * what each method must do there), in the lab a virtual phone. A promise rejects with the vendor's or
 * the system's own words.
 */
export interface NativeCarillonPush {
  getDeviceInfo(): Promise<NativeDeviceInfo>
  /**
   * Registers with a vendor's push service. Resolves to the token where it is known soon, and to ''
   * where it comes later as a `token` event. Registering again is allowed and gives the current token.
   */
  registerPush(vendor: VendorId, credentials: VendorCredentials): Promise<string>
  /** Takes the registration with the vendor back; the token is dead afterwards. */
  unregisterPush(vendor: VendorId): Promise<void>
  /**
   * Hands over the taps that wait, oldest first, and forgets them: each is given exactly once. A tap
   * that started the app, or came before anyone asked, waits here (at most 32, the oldest go first).
   */
  takeTaps(): Promise<readonly NativeTap[]>
  getAppState(): Promise<AppState>
  getNotificationSettings(): Promise<NotificationSettings>
  /** Asks for the permission to show notifications where the system wants that; resolves to whether it is given. */
  requestNotificationPermission(): Promise<boolean>
  /** Opens the system's page of this app's notifications. */
  openNotificationSettings(): Promise<void>
  /** Number on the app's icon; 0 takes it away. */
  setBadgeNum(badgeNum: number): Promise<void>
  /** Removes all of the app's notifications from the tray. */
  clearAllNotification(): Promise<void>
  /** The app's notifications in the tray, oldest first. */
  getDeliveredNotifications(): Promise<readonly DeliveredNotification[]>
  removeDeliveredNotifications(notificationIDs: readonly string[]): Promise<void>
  /** Android 8 and newer: creates a channel of importance HIGH. Elsewhere it does nothing. */
  createNotificationChannel(channel: NotificationChannel): Promise<void>
  getNotificationChannels(): Promise<readonly ChannelState[]>
  /** Whether pushes that arrive while the app is in front are kept off the tray; true until told otherwise. */
  disablePostNotificationInForeground(disabled: boolean): Promise<void>
  /** iOS: PushKit's token; '' when it comes later as `voip-token`. */
  getVoipToken(): Promise<string>
  /** The text of the app's `carillon-push.json`; '' when there is none. */
  getAppConfig(): Promise<string>
  /** Calls `listener` for each event until the returned function is called. */
  addEventListener(listener: (event: NativeEvent) => void): () => void
}
