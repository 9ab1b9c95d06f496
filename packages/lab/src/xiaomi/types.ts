import type { PushDevice } from '../emulator/device.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'

/** `private`: personal chat and the like, unlimited. `public`: limited per app and per phone. */
export type XiaomiMessageClass = 'private' | 'public'

export interface XiaomiTemplate {
  readonly templateID: string
  /** Variables are written `{$name$}`. */
  readonly title: string
  readonly description: string
}

/** An app as the Mi Push console knows it. */
export interface XiaomiApp {
  readonly packageName: string
  /** For the phone's SDK. */
  readonly appID: string
  /** For the phone's SDK. */
  readonly appKey: string
  /** For the server. */
  readonly appSecret: string
  /** Calls with the app's secret answer 10026. Default false. */
  blacklisted: boolean
  /** Title or description that matches one of them answers 10041. Default none. */
  forbiddenWords: readonly RegExp[]
  /** An approved message class. @returns its channel_id */
  addChannel(channel: { channelID?: string; name?: string; messageClass?: XiaomiMessageClass }): string
  /** @returns its template_id */
  addTemplate(template: { templateID?: string; title: string; description: string }): string
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface XiaomiAppOptions {
  packageName: string
  /** channel_ids of private classes it has been granted. */
  channels?: readonly string[]
  appID?: string
  appKey?: string
  appSecret?: string
}

export interface XiaomiSettings {
  /** A notification without a channel answers 27001. Default true: the old default class has ended. */
  channelRequired: boolean
  /** Private pushes need a template (all apps from 2026-12-31). Default false. */
  templatesEnforced: boolean
  /** Quotas of classes and phones, and requests a second. Default true. */
  quotasEnforced: boolean
  /** Default 500. */
  requestsPerSecond: number
  /** Floor of the daily quota of the public class. Default 10 000. */
  publicDailyFloor: number
  /** Public pushes a phone and app may get a day. Default 5. */
  publicPerDevice: number
  /** notify_id must fit 0..2147483647; off, as some clients send 13 digits. Default true. */
  strictNotifyID: boolean
  /** pass_through=1, which new apps no longer get. Default false. */
  passThroughAllowed: boolean
  /** `/v1/message/regid/revoke`, which ends on 2026-12-01. Default false. */
  revokeV1: boolean
  /** How long receipts of one message are gathered before they are posted. Default 0. */
  receiptDelayMs: number
  /** How often a receipt is posted until the callback answers 200. Default 3. */
  receiptAttempts: number
  /** HTTP status of 21301. Default 200. */
  authFailureStatus: number
  /** Least time between two calls of the invalid-regId feed, else 10030. Default 0. */
  feedbackIntervalMs: number
  /** Code of a template that is missing or does not fit. Default 10017. */
  templateErrorCode: number
}

/** One POST to a callback URL. */
export interface XiaomiReceipt {
  readonly url: string
  /** The form body as sent. */
  readonly body: string
  /** The JSON of its field `data`. */
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Status of the last answer; absent when none came. */
  status?: number
  attempts: number
}

/** Mi Push. */
export interface XiaomiEmulator extends TokenEmulator<XiaomiReceipt> {
  readonly vendor: 'xiaomi'
  readonly settings: XiaomiSettings
  createApp(options: XiaomiAppOptions): XiaomiApp
  /**
   * What `MiPushClient.registerPush` does on the phone: the same regId for the same installation.
   * @param app.installationID changes with every installation and with cleared data
   * @throws PushServiceError with the vendor's code: 22006, 22007, 22022
   */
  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string
  /** The app is gone from the phone or unregistered; the regId turns up in the invalid-regId feed. */
  unregister(regID: string): void
}
