import type { DeliveredPush } from '../emulator/device.ts'
import type { LabVendorId } from '../lab-types.ts'
import type { WaitOptions } from '../listeners.ts'
import type { AppProcess, Installation, PushServices } from './app-types.ts'

/** Makers the lab knows the ways of; the plugin looks at `manufacturer` and `systemProperties`. */
export type PhoneMaker =
  | 'apple'
  | 'google'
  | 'samsung'
  | 'huawei'
  | 'honor'
  | 'xiaomi'
  | 'redmi'
  | 'oppo'
  | 'oneplus'
  | 'realme'
  | 'vivo'
  | 'iqoo'
  | 'meizu'

/** Push services a phone can have. */
export type PushServiceName = LabVendorId

/**
 * `locked`: the app's process lives, the screen is off. `killed`: installed, no process.
 * Whether somebody is logged in is the app's own affair.
 */
export type AppState = 'not-installed' | 'killed' | 'background' | 'locked' | 'foreground'

/** What the user set on the phone. */
export interface PhoneSwitches {
  /** Notifications of the app. Off: nothing is shown. */
  notificationsAllowed: boolean
  /** Shown on the lock screen. */
  lockScreen: boolean
  sound: boolean
  /** A number on the app's icon. */
  badge: boolean
  /** In the tray, but silent. */
  doNotDisturb: boolean
}

/** A notification as it stands in the tray. */
export interface ShownNotification {
  /** Of the phone: unique, kept when replaced. */
  readonly id: number
  readonly vendor: PushServiceName
  readonly title: string
  readonly body: string
  /** FCM: the tag. Xiaomi and OPPO: notify_id as text. vivo: notifyId as text. Meizu: notifyKey. What a later push must carry to replace this one. */
  readonly slot: string
  /** Vendor's id of the push that wrote it last. */
  readonly messageID: string
  /** Channel it is filed under on the phone. */
  readonly channelID: string
  /** When it was shown or replaced last. Epoch milliseconds. */
  readonly atMs: number
  /** How often a push wrote it: 1 for new. */
  readonly revision: number
  readonly audible: boolean
  readonly onLockScreen: boolean
  /** The push as it came: payload, data, extras. */
  readonly push: DeliveredPush
}

/** What became of one push on the phone. */
export type PushFate =
  | 'shown'
  /** Wrote over a notification that was still in the tray. */
  | 'replaced'
  /** Given to the app in front, not shown. */
  | 'handed-to-app'
  /** Data-only, given to the app's process. */
  | 'data-to-app'
  /** A VoIP push: the app was started if need be, and the phone rang. */
  | 'rang'
  /** Data-only and no process to take it. */
  | 'dropped-no-process'
  /** The app's notifications, or the channel, are switched off. */
  | 'hidden-by-switch'
  /** For a channel the app has not created (OPPO). */
  | 'hidden-no-channel'
  /** For a token or an app that is no longer on the phone. */
  | 'dropped-no-app'

export interface ReceivedPush {
  readonly push: DeliveredPush
  readonly fate: PushFate
  readonly atMs: number
  /** Where it stands or stood in the tray. */
  readonly notificationID?: number
}

/** A call as the system's own call screen shows it. */
export interface IncomingCall {
  readonly push: DeliveredPush
  readonly atMs: number
  /** Silent on a phone whose sound is off or that is not to be disturbed. */
  readonly audible: boolean
}

/** Something changed on a phone. */
export type PhoneEvent =
  | { readonly type: 'push'; readonly received: ReceivedPush }
  | { readonly type: 'notification-shown'; readonly notification: ShownNotification }
  | { readonly type: 'notification-replaced'; readonly notification: ShownNotification }
  | {
      readonly type: 'notification-removed'
      readonly notification: ShownNotification
      readonly by: RemovedBy
    }
  | { readonly type: 'call'; readonly call: IncomingCall }
  | { readonly type: 'badge'; readonly badge: number }
  | { readonly type: 'app-state'; readonly state: AppState }
  | { readonly type: 'network'; readonly online: boolean }
  | { readonly type: 'url-opened'; readonly url: string }
  | { readonly type: 'stored-messages-deleted'; readonly token: string }

/** Who took a notification from the tray. */
export type RemovedBy = 'tap' | 'dismiss' | 'app' | 'vendor' | 'overflow' | 'uninstall'

/** A notification channel of Android. */
export interface NotificationChannel {
  readonly id: string
  readonly name: string
  readonly description?: string
  /** The user may switch it off. Default true. */
  readonly enabled?: boolean
}

/** The phone's network as the app's sockets see it. */
export interface PhoneNetwork {
  /** Off: sockets fail for the app and fall silent for the server, new ones fail, vendors store. */
  readonly online: boolean
  /** Sockets of the app that are open or half open. */
  readonly socketCount: number
  goOffline(): void
  goOnline(): void
  /** Destroys the app's TCP connections; both sides notice. */
  cut(): void
  /** Nothing is read or written any more; nobody notices. New sockets work. */
  freeze(): void
  /** Ends `freeze`: what was held back flows. */
  thaw(): void
}

export interface KillOptions {
  /** The TCP connections stay open half: the server sees no FIN until the phone is disposed. */
  silently?: boolean
}

export interface PhoneOptions {
  maker: PhoneMaker
  /** With maker huawei: HarmonyOS NEXT (5 and newer) in place of Android with HMS. Default false. */
  harmonyOS?: boolean
  /** Default: maker and a number. */
  name?: string
  /** Default: by maker. */
  pushServices?: readonly PushServiceName[]
  switches?: Partial<PhoneSwitches>
}

/** A virtual phone. */
export interface Phone extends AsyncDisposable {
  readonly name: string
  readonly deviceID: string
  readonly maker: PhoneMaker
  /** Whether it runs HarmonyOS NEXT. */
  readonly isHarmonyOS: boolean
  /** Build.MANUFACTURER. */
  readonly manufacturer: string
  readonly model: string
  readonly systemProperties: Readonly<Record<string, string>>

  /** The tray, oldest first. */
  readonly notifications: readonly ShownNotification[]
  /** All pushes that reached the phone, oldest first, at most 1000. */
  readonly receivedPushes: readonly ReceivedPush[]
  /** Calls VoIP pushes made the phone ring for, oldest first, at most 100. */
  readonly calls: readonly IncomingCall[]
  readonly badge: number
  readonly switches: Readonly<PhoneSwitches>
  setSwitches(change: Partial<PhoneSwitches>): void
  readonly channels: ReadonlyMap<string, NotificationChannel>
  createChannel(channel: NotificationChannel): void
  /** The user switches a channel on or off. */
  setChannelEnabled(channelID: string, enabled: boolean): void
  /** URLs taps opened in the browser. */
  readonly openedURLs: readonly string[]

  readonly network: PhoneNetwork
  /** The push service gives the app a new token and the old one dies, as Google does now and then. */
  rotateFcmToken(): Promise<string>
  readonly pushServices: PushServices

  readonly state: AppState
  /** The running app. */
  readonly process: AppProcess | undefined
  install(installation: Installation): void
  /** Kills the app; its data, tokens and notifications are gone. */
  uninstall(): Promise<void>
  /** Uninstall and install: empty storage, new tokens. */
  reinstall(): Promise<void>
  /** Settings > Clear data: killed, storage empty, new tokens. */
  clearData(): Promise<void>
  /** Opens the app by its icon: starts it or brings it to the front. */
  launch(): Promise<void>
  /** Home button. */
  goHome(): Promise<void>
  /** Screen off. */
  lock(): Promise<void>
  /** Screen on; the app that was in front is in front again. */
  unlock(): Promise<void>
  /** Ends the process without a goodbye. Sockets are destroyed without a WebSocket close frame. */
  kill(options?: KillOptions): Promise<void>

  /** The user taps a notification: it leaves the tray, the app opens (or a browser). */
  tap(notification: ShownNotification): Promise<void>
  /** The user swipes it away. */
  dismiss(notification: ShownNotification): void
  setBadge(count: number): void
  clearNotifications(): void

  /** @returns a function that removes the listener */
  onChange(listener: (event: PhoneEvent) => void): () => void
  /** A notification in the tray that matches, now or later. @throws LabTimeoutError */
  waitForNotification(
    matches?: (notification: ShownNotification) => boolean,
    options?: WaitOptions,
  ): Promise<ShownNotification>
  /** A push that reached the phone, past or coming, whatever became of it. @throws LabTimeoutError */
  waitForPush(matches?: (received: ReceivedPush) => boolean, options?: WaitOptions): Promise<ReceivedPush>
  /** Kills the app and closes what is half open. May be called twice. */
  close(): Promise<void>
}
