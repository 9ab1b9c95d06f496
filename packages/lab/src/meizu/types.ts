import type { PushDevice } from '../emulator/device.ts'
import type { Posted, Posting } from '../emulator/receipt-poster.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'

/** An app as Meizu's console knows it. */
export interface MeizuApp {
  readonly packageName: string
  /** Decimal digits. */
  readonly appID: string
  /** For the phone's SDK. */
  readonly appKey: string
  /** For the server. */
  readonly appSecret: string
  /** `access_token` of receipts. */
  readonly receiptToken: string
  /** Calls answer 110009. Default false. */
  blacklisted: boolean
  /** Receipt addresses registered in the console; others get nothing. */
  readonly receiptURLs: Set<string>
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface MeizuAppOptions {
  packageName: string
  appID?: string
  appKey?: string
  appSecret?: string
  receiptToken?: string
}

export interface MeizuSettings {
  /** Quotas of classes and phones, folding, and calls a second. Default true. */
  quotasEnforced: boolean
  /** Calls a second of an app. Meizu does not publish it. Default 1000. */
  requestsPerSecond: number
  /** Messages a day of an app. Meizu does not publish it. Default 1 000 000. */
  appDaily: number
  /** Public messages a phone and app may get a day. Default 3; 5 for news apps. */
  publicPerDevice: number
  /** Messages a phone and app may get in a minute before they are folded: 520. Default 5. */
  foldAfter: number
  /** Tokens a call. Default 100; 1000 before August 2023. */
  tokensPerRequest: number
  /** What private messages get of an app without private status. Default true: they are taken; false: 201. */
  privateGranted: boolean
  /** How long receipts are gathered before they are posted. Default 0; Meizu's own is about a second. */
  receiptDelayMs: number
}

/** One POST to a receipt address: Meizu posts each once. */
export type MeizuReceipt = Posted<
  Posting & {
    /** The JSON of the form's field `cb`, by `<msgId>-<type>`. */
    readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
>

/** Meizu's Flyme push. */
export interface MeizuEmulator extends TokenEmulator<MeizuReceipt> {
  readonly vendor: 'meizu'
  readonly settings: MeizuSettings
  createApp(options: MeizuAppOptions): MeizuApp
  /**
   * What `PushManager.register` does on the phone: the same pushId for the same installation.
   * @param app.installationID changes with every installation and with cleared data
   * @throws PushServiceError with the vendor's code: 110000 AppID, 110001 AppKey, 110031 package
   */
  register(
    device: PushDevice,
    app: { appID: string; appKey: string; packageName: string; installationID: string },
  ): string
}
