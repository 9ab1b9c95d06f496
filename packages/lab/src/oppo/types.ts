import type { PushDevice } from '../emulator/device.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'

/** Message classes. Service classes have no quota; content classes are limited per app and per phone. */
export type OppoServiceCategory = 'IM' | 'ACCOUNT' | 'TODO' | 'DEVICE_REMINDER' | 'ORDER' | 'SUBSCRIPTION'
export type OppoContentCategory = 'NEWS' | 'CONTENT' | 'MARKETING' | 'SOCIAL'
export type OppoCategory = OppoServiceCategory | OppoContentCategory

/** An approved private template. */
export interface OppoTemplate {
  readonly templateID: string
  /** Variables are written `${name}$`; the documents have spaces in them as well. */
  readonly title: string
  readonly content: string
}

/** An app as the OPPO Push console knows it. */
export interface OppoApp {
  readonly packageName: string
  readonly appID: string
  /** For the phone's SDK and the server. */
  readonly appKey: string
  /** For the phone's SDK. */
  readonly appSecret: string
  /** For the server. */
  readonly masterSecret: string
  /** Calls answer 28. Default false. */
  disabled: boolean
  /** Off: calls answer 30. Default true. */
  pushAllowed: boolean
  /** notify_level 16 has been granted. Default false: 67. */
  bannerApproved: boolean
  /** Category IM needs a private template, else 54. Default false. */
  templateRequired: boolean
  /** Granted categories; others answer 67. Default all. */
  categories: ReadonlySet<OppoCategory>
  /** Channels whose notifications without a category have no quota, as apps of before the categories have. Default none. */
  privateChannels: ReadonlySet<string>
  /** Title or content that matches one of them answers 41. Default none. */
  forbiddenWords: readonly RegExp[]
  /** @returns its private_msg_template_id */
  addTemplate(template: { templateID?: string; title: string; content: string }): string
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface OppoAppOptions {
  packageName: string
  appID?: string
  appKey?: string
  appSecret?: string
  masterSecret?: string
}

export interface OppoSettings {
  /** Daily quotas and messages a second. Default true. */
  quotasEnforced: boolean
  /** Default 30 000. */
  messagesPerSecond: number
  /** What more than that answers; OPPO has three codes for it. Default -2. */
  rateCode: -2 | 13 | 55
  /** Floor of an app's daily quota of content messages. Default 100 000. */
  contentDailyFloor: number
  /** Content messages a phone and app may get a day. Default 2. */
  contentPerDevice: number
  /** The same for NEWS. Default 5. */
  newsPerDevice: number
  /** Life of an auth_token. Default 24 hours. */
  authTokenLifeMs: number
  /** How far a timestamp may be off, else 19. Default 10 minutes. */
  timestampToleranceMs: number
  /** Content of style 1: 50 characters as documented, or 200 as the SDK checks. Default 50. */
  maxContentChars: number
  /** A second push of one app_message_id to one target is not sent; what it answers. Default 32. */
  duplicateCode: 32 | 0
  /** Dead ids are accepted, and reported by a `regid_invalid` receipt. Default false: 10000. */
  deadTokensAccepted: boolean
  /** In front of a registration_id. Default `CN_`. */
  registrationPrefix: string
  /** How long receipts are gathered before they are posted. Default 0. */
  receiptDelayMs: number
  /** How often receipts are posted until the callback answers 200. Default 3. */
  receiptAttempts: number
}

/** `push_arrive` is delivered to the phone's push service: neither shown nor clicked. */
export type OppoEventType = 'push_arrive' | 'regid_invalid' | 'user_daily_limit'

/** One element of the array a callback gets. */
export interface OppoReceiptEvent {
  readonly messageId: string
  readonly appId: string
  /** Of a broadcast; of a unicast its message id. */
  readonly taskId: string
  /** Joined by commas. */
  readonly registrationIds: string
  /** Epoch milliseconds as text. */
  readonly eventTime: string
  /** call_back_parameter. */
  readonly param: string
  readonly eventType: OppoEventType
}

/** One POST to a callback URL. */
export interface OppoReceipt {
  readonly url: string
  readonly events: readonly OppoReceiptEvent[]
  /** Status of the last answer; absent when none came. */
  status?: number
  attempts: number
}

/** OPPO Push, for phones of OPPO, OnePlus and realme. */
export interface OppoEmulator extends TokenEmulator<OppoReceipt> {
  readonly vendor: 'oppo'
  readonly settings: OppoSettings
  createApp(options: OppoAppOptions): OppoApp
  /** An auth_token without a call. */
  createAuthToken(app: OppoApp): string
  /** All auth_tokens given so far answer 11. */
  expireAuthTokens(): void
  /**
   * What `HeytapPushManager.register` does on the phone: the same registration_id for the same installation.
   * @param app.installationID changes with every installation and with cleared data
   * @throws PushServiceError with the vendor's code: 14, 16
   */
  register(
    device: PushDevice,
    app: { appKey: string; appSecret: string; packageName: string; installationID: string },
  ): string
}
