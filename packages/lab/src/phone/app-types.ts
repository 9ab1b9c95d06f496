import type { DeliveredPush } from '../emulator/device.ts'
import type { AppState, NotificationChannel, PhoneSwitches, ShownNotification } from './types.ts'

/** The message object the Mi Push SDK gives the app (`key_message`). */
export interface MiPushMessage {
  readonly messageId: string
  readonly title: string
  readonly description: string
  /** The payload. */
  readonly content: string
  readonly extra: Readonly<Record<string, string>>
  readonly notifyId: number
  readonly notifyType: number
  readonly passThrough: 0 | 1
  readonly isNotified: boolean
}

/** The `UPSNotificationMessage` the vivo SDK gives the app. */
export interface VivoMessage {
  readonly msgId: string
  readonly title: string
  readonly content: string
  readonly notifyType: number
  readonly skipType: number
  readonly skipContent: string
  /** `clientCustomMap`. */
  readonly params: Readonly<Record<string, string>>
}

/** The `MzPushMessage` the Meizu SDK gives the app. */
export interface MeizuMessage {
  readonly title: string
  readonly content: string
  /** The parameters as JSON. */
  readonly selfDefineContentString: string
}

/** What a tap hands to the app, as the vendor would. */
export type NotificationTap = {
  /** The tap started the process. */
  readonly coldStart: boolean
  readonly notification: ShownNotification
} & (
  | {
      readonly vendor: 'apns'
      /** `userInfo` of the notification: the whole payload. */
      readonly userInfo: Readonly<Record<string, unknown>>
    }
  | {
      readonly vendor: 'fcm'
      /** click_action, else `android.intent.action.MAIN`. */
      readonly action: string
      /** Intent extras: the message's data and FCM's own `google.…` and `from` keys. */
      readonly extras: Readonly<Record<string, string>>
    }
  | {
      readonly vendor: 'xiaomi'
      /** `callback`: `onNotificationMessageClicked` of the SDK. `intent`: an activity is opened (notify_effect). */
      readonly via: 'callback' | 'intent'
      readonly keyMessage: MiPushMessage
      /** notify_effect 2: as `extra.intent_uri` says; else absent. */
      readonly intentURI?: string
      /** String extras (`S.…`) of the intent URI. */
      readonly extras: Readonly<Record<string, string>>
    }
  | {
      readonly vendor: 'huawei' | 'honor'
      /** `launcher`: the app is opened. `intent`: a page of it. */
      readonly via: 'launcher' | 'intent'
      readonly action?: string
      readonly intentURI?: string
      /** String extras (`S.…`) of the intent URI; without one the top-level keys of the message's data. */
      readonly extras: Readonly<Record<string, string>>
    }
  | {
      readonly vendor: 'oppo'
      /** click_action_type 1, or `android.intent.action.MAIN` for type 0. */
      readonly action?: string
      /** click_action_type 4: a class name. */
      readonly activity?: string
      /** click_action_type 5: a deep link with the parameters in its query, or an intent URI. */
      readonly uri?: string
      /** Intent extras: the keys of action_parameters. */
      readonly extras: Readonly<Record<string, string>>
    }
  | {
      readonly vendor: 'meizu'
      readonly message: MeizuMessage
      /** clickType 1; else absent. */
      readonly activity?: string
      /** clickType 2 with a URI of the app; else absent. */
      readonly uri?: string
      /** The parameters, as extras of the intent. */
      readonly extras: Readonly<Record<string, unknown>>
    }
  | {
      readonly vendor: 'vivo'
      readonly message: VivoMessage
      /** skipType 4: as `skipContent` says; else absent. */
      readonly intentURI?: string
      /** String extras (`S.…`) of the intent URI. */
      readonly extras: Readonly<Record<string, string>>
    }
)

/** What survives the process and is gone with the app's data. The shape of React Native's AsyncStorage. */
export interface AppStorage {
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<void>
  removeItem(key: string): Promise<void>
  getAllKeys(): Promise<string[]>
  clear(): Promise<void>
}

/** The part of the browsers' WebSocket that apps use. */
export interface PhoneWebSocket {
  readonly url: string
  readonly protocol: string
  readonly readyState: number
  readonly bufferedAmount: number
  binaryType: 'arraybuffer' | 'blob' | 'nodebuffer'
  onopen: ((event: { type: 'open' }) => void) | null
  onmessage: ((event: { type: 'message'; data: string | ArrayBuffer }) => void) | null
  onclose: ((event: { type: 'close'; code: number; reason: string; wasClean: boolean }) => void) | null
  onerror: ((event: { type: 'error'; message: string }) => void) | null
  addEventListener(type: PhoneWebSocketEventType, listener: (event: never) => void): void
  removeEventListener(type: PhoneWebSocketEventType, listener: (event: never) => void): void
  send(data: string | ArrayBuffer | Uint8Array): void
  close(code?: number, reason?: string): void
}
export type PhoneWebSocketEventType = 'open' | 'message' | 'close' | 'error'

/** Why a process was started. */
export type LaunchReason = 'launcher' | 'notification' | 'data-message' | 'voip-push'

/** What the phone gives an app's process. After a kill nothing here does anything any more; promises never settle. */
export interface AppContext {
  readonly packageName: string
  readonly reason: LaunchReason
  readonly storage: AppStorage
  readonly pushServices: PushServices
  /** Aborted when the process is gone. */
  readonly signal: AbortSignal
  /** State of the process now. */
  readonly state: AppState
  /** Build.MANUFACTURER. */
  readonly manufacturer: string
  /** Whether the phone runs HarmonyOS NEXT. */
  readonly isHarmonyOS: boolean
  /** `getprop` of Android: `ro.miui.ui.version.name` and the like. */
  readonly systemProperties: Readonly<Record<string, string>>
  openWebSocket(url: string, protocols?: string | readonly string[]): PhoneWebSocket
  /** The taps that wait, oldest first; each is given once. A cold start's tap waits here until the app asks. */
  takeTaps(): NotificationTap[]
  setBadge(count: number): void
  clearNotifications(): void
  createChannel(channel: NotificationChannel): void
  /** What the app may know of the user's switches, of its channels, and of its own notifications in the tray. */
  readonly switches: Readonly<PhoneSwitches>
  readonly channels: readonly NotificationChannel[]
  readonly notifications: readonly ShownNotification[]
  removeNotification(notification: ShownNotification): void
}

/**
 * The running app. Everything is optional; a rejected promise is reported by the phone's call that caused
 * it. `onForeground` and `onBackground` tell of changes: the state a process starts in is `context.state`.
 */
export interface AppProcess {
  onForeground?(): void | Promise<void>
  /** Home button, another app in front, or screen locked. */
  onBackground?(): void | Promise<void>
  /** The process is gone: stop timers, say goodbye to nobody. Sockets are already dead. */
  onKilled?(): void | Promise<void>
  /**
   * The user tapped while the process ran.
   * @returns false to leave it in the queue for `takeTaps`
   */
  onNotificationTapped?(tap: NotificationTap): boolean | void
  /** A notification the vendor's rules give to the app in front instead of the screen (FCM `onMessage`), or shown as well (Xiaomi). */
  onPushWhileForeground?(push: DeliveredPush): void
  /** A data-only message. */
  onDataMessage?(push: DeliveredPush): void
  /** A VoIP push: the process was started for it if there was none, and the phone rings. */
  onVoIPPush?(push: DeliveredPush): void
}

/** An app as it is installed. */
export interface InstalledApp {
  launch(context: AppContext): AppProcess | Promise<AppProcess>
}

/** What is in the APK and its manifest. */
export interface Installation {
  /** On an iPhone: the bundle ID. */
  packageName: string
  app: InstalledApp
  /** iPhone: the entitlement `aps-environment` of the build. Default production. */
  apsEnvironment?: 'development' | 'production'
  /** From google-services.json; without it there is no FCM token. */
  firebase?: { senderID: string; defaultChannelID?: string }
  /** From agconnect-services.json; without it there is no token. */
  huawei?: { appID: string }
  /** `com.hihonor.push.app_id` of the manifest; without it there is no token. */
  honor?: { appID: string }
  /** `com.vivo.push.app_id` and `api_key` of the manifest; without them there is no regId. */
  vivo?: { appID: string; appKey: string }
  /** Actions of the manifest's intent filters. Given: a click_action that is not among them opens nothing, as on a phone. */
  intentActions?: readonly string[]
  /** The process is started for data-only messages when there is none. Default false. */
  wakesForDataMessages?: boolean
}

/** What iOS does for an app that wants remote notifications. */
export interface ApnsPushService {
  /** `registerForRemoteNotifications`: the device token in hex; the same until the app is gone. @throws PushServiceError */
  getToken(): Promise<string>
  /** `PKPushRegistry` for VoIP: a token of its own, for the topic `<bundle ID>.voip`. @throws PushServiceError */
  getVoIPToken(): Promise<string>
}

/** The Firebase SDK. */
export interface FcmPushService {
  /** The registration token of the installed app; the same until reinstall, cleared data or `deleteToken`. @throws PushServiceError */
  getToken(): Promise<string>
  deleteToken(): Promise<void>
  /** `onNewToken`: a first token too. @returns a function that removes the listener */
  onTokenRefresh(listener: (token: string) => void): () => void
}

/** The Mi Push SDK. */
export interface XiaomiPushService {
  /** `MiPushClient.registerPush`. @throws PushServiceError */
  register(appID: string, appKey: string): Promise<string>
  /** `MiPushClient.getRegId`. */
  getRegID(): string | null
  unregister(): Promise<void>
}

/** The HeytapPush SDK of OPPO, OnePlus and realme. */
export interface OppoPushService {
  /** `HeytapPushManager.register`. @throws PushServiceError */
  register(appKey: string, appSecret: string): Promise<string>
  /** `HeytapPushManager.getRegisterID`. */
  getRegisterID(): string | null
  unRegister(): Promise<void>
}

/** The push SDK of Huawei (`HmsInstanceId`) or Honor (`HonorPushClient`). */
export interface PushKitService {
  /** The token of the installed app; the same until reinstall, cleared data or `deleteToken`. @throws PushServiceError */
  getToken(): Promise<string>
  deleteToken(): Promise<void>
}

/** The Meizu push SDK. */
export interface MeizuPushService {
  /** `PushManager.register`. @returns the pushId @throws PushServiceError */
  register(appID: string, appKey: string): Promise<string>
  /** `PushManager.getPushId`. */
  getPushID(): string | null
  unregister(): Promise<void>
}

/** The vivo push SDK. */
export interface VivoPushService {
  /** `PushClient.turnOnPush`. @returns the regId @throws PushServiceError */
  turnOnPush(): Promise<string>
  /** `PushClient.getRegId`. */
  getRegID(): string | null
  turnOffPush(): Promise<void>
}

/** The push services of the phone; absent where the phone has none. */
export interface PushServices {
  readonly apns?: ApnsPushService
  readonly fcm?: FcmPushService
  readonly huawei?: PushKitService
  readonly honor?: PushKitService
  readonly xiaomi?: XiaomiPushService
  readonly vivo?: VivoPushService
  readonly meizu?: MeizuPushService
  readonly oppo?: OppoPushService
}
