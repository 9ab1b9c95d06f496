import type { VendorId } from '@carillon/protocol'

/** What the phone says of itself. */
export interface NativeDeviceInfo {
  system: 'android' | 'ios'
  /** Android: `Build.MANUFACTURER` as it stands there; iOS: 'Apple'. */
  manufacturer: string
  /** Android system properties of the ROM checks (`romProperties`); those that are not set are left out. */
  systemProperties: Readonly<Record<string, string>>
  /** Whether Google Play services are there and able to run FCM. */
  hasGoogleServices: boolean
  /** Whether the phone's Honor push service works; older Honor phones only have Huawei's. */
  hasHonorPush: boolean
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
  /** Unchanged: the vendor's message object, or the intent's extras. */
  raw: Readonly<Record<string, unknown>>
}

/** The words of React Native's AppState. */
export type AppState = 'active' | 'background' | 'inactive'

/** What the phone tells by itself. */
export type NativeEvent =
  /** The vendor gave a token: the first one after `register`, or a new one in place of it. */
  | { type: 'token'; vendor: VendorId; token: string }
  /** At least one tap waits to be taken with `takeTaps`. */
  | { type: 'tap' }
  | { type: 'app-state'; state: AppState }

/** An Android notification channel. */
export interface NotificationChannel {
  channelID: string
  channelName: string
  channelDescription?: string
  /** File in res/raw without suffix. */
  channelSound?: string
}

/**
 * All the plugin asks of the phone. Implemented by the native module on a phone and by the virtual
 * phones of the lab. A promise rejects with the vendor's or the system's own words.
 */
export interface NativeCarillonPush {
  getDeviceInfo(): Promise<NativeDeviceInfo>
  /**
   * Registers with a vendor's push service. Resolves to the token where it is known at once, and to ''
   * where it comes later as a `token` event. Registering again is allowed and gives the current token.
   */
  register(vendor: VendorId, credentials: VendorCredentials): Promise<string>
  /**
   * Hands over the taps that wait, oldest first, and forgets them: each is given exactly once. A tap
   * that started the app, or came before anyone asked, waits here (at most 32, the oldest go first).
   */
  takeTaps(): Promise<readonly NativeTap[]>
  getAppState(): Promise<AppState>
  /** Asks for the permission to show notifications where the system wants that; resolves to whether it is given. */
  requestNotificationPermission(): Promise<boolean>
  /** Number on the app's icon; 0 takes it away. */
  setBadgeNum(badgeNum: number): Promise<void>
  /** Removes all of the app's notifications from the tray. */
  clearAllNotification(): Promise<void>
  /** Android 8 and newer: creates a channel of importance HIGH. Elsewhere it does nothing. */
  createNotificationChannel(channel: NotificationChannel): Promise<void>
  /** Calls `listener` for each event until the returned function is called. */
  addEventListener(listener: (event: NativeEvent) => void): () => void
}
