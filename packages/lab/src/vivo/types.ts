import type { PushDevice } from '../emulator/device.ts'
import type { Posted, Posting } from '../emulator/receipt-poster.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'

/** An app as vivo's console knows it. */
export interface VivoApp {
  readonly packageName: string
  readonly appID: number
  readonly appKey: string
  /** For the server. */
  readonly appSecret: string
  /** Formal pushes answer 10045. Default false. */
  underReview: boolean
  /** The push channel is closed: 10043. Default false. */
  closed: boolean
  /** Whether system messages are granted, else 10082. Default true. */
  systemMessages: boolean
  /** Title or content that matches one of them answers 10103. Default none. */
  forbiddenWords: readonly RegExp[]
  /** regIds entered in the console: the only ones test mode reaches. At most 20. */
  readonly testDevices: Set<string>
  /** Registers a receipt address. @returns its ID for `callback.id` */
  addReceiptURL(url: string): string
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface VivoAppOptions {
  packageName: string
  appID?: number
  appKey?: string
  appSecret?: string
}

export interface VivoSettings {
  /** Quotas of classes and phones, and messages a second. Default true. */
  quotasEnforced: boolean
  /** System messages a day for each phone with notifications on. Default 20. */
  systemPerEnabledDevice: number
  /** Operational messages a day for each phone with notifications on. Default 2. */
  operationalPerEnabledDevice: number
  /** Floor of the app's daily operational quota. Default 10 000. */
  operationalDailyFloor: number
  /** Operational messages a phone and app may get a day. Default 2. */
  operationalPerDevice: number
  /** Messages saved for the list form a day. Default 10 000. */
  savedMessagesPerDay: number
  /** Default 3000. */
  messagesPerSecond: number
  /** Default 10. */
  authPerSecond: number
  /** Default 24 hours. */
  authTokenMs: number
  /** How far a timestamp may be from the vendor's clock. Default 10 minutes. */
  clockToleranceMs: number
  /** Operational messages outside 07:00-23:00 UTC+8 answer 10071. Default true. */
  nightEnforced: boolean
  /** Text that looks like a test (only digits, only Latin letters, brackets, …) answers 10104. Default false: how strict vivo is, is not sure. */
  placeholdersRefused: boolean
  /** A phone whose notifications are off answers 10311; off: it is accepted and a receipt tells. Default true. */
  unreachableRefused: boolean
  /** Longest `timeToLive` in seconds. Default 86 400; older texts say 7 days. */
  maxTimeToLiveSeconds: number
  /** Class of a message that says none. Default 0, operational. */
  defaultClassification: 0 | 1
  /** How long receipts are gathered before they are posted. Default 0. */
  receiptDelayMs: number
  /** How often a receipt is posted until the callback answers 200. vivo documents no second time: default 1. */
  receiptAttempts: number
  /** Without `ackTime` and `ackType`, as older servers post. Default false. */
  oldReceipts: boolean
}

/** One POST to a receipt address. */
export type VivoReceipt = Posted<
  Posting & {
    /** The JSON of the body, by taskId. */
    readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
>

/** vivo push. */
export interface VivoEmulator extends TokenEmulator<VivoReceipt> {
  readonly vendor: 'vivo'
  readonly settings: VivoSettings
  createApp(options: VivoAppOptions): VivoApp
  /** All access tokens given so far are refused from now on. */
  expireAuthTokens(): void
  /**
   * What `PushClient.turnOnPush` does on the phone: the same regId for the same installation.
   * @param app.installationID changes with every installation and with cleared data
   * @throws PushServiceError with the vendor's code: 10003 package, 10004 AppKey, 10005 AppID
   */
  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string
}
