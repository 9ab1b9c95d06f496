import type { PushDevice } from '../emulator/device.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'
import type { PushKitReceipt } from '../push-kit/types.ts'

/** An app as Honor's developer site knows it. */
export interface HonorApp {
  readonly packageName: string
  readonly appID: string
  readonly clientID: string
  readonly clientSecret: string
  /** Approved self-classification; without it every notification is marketing. Default true. */
  classified: boolean
  /** Where receipts go. Default: nowhere. */
  receiptURL?: string
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface HonorAppOptions {
  packageName: string
  appID?: string
  clientID?: string
  clientSecret?: string
}

/** What is not published, and so can be set. */
export interface HonorSettings {
  /** Life of access tokens. Default 3600. */
  tokenSeconds: number
  /** The `timestamp` header in milliseconds, within 15 minutes; off: any number, as seconds of some clients. Default true. */
  strictTimestamp: boolean
  /** Bytes of a message without its tokens. Default 4096. */
  maxMessageBytes: number
  /** Marketing notifications a phone may get of an app a day. Default 2. */
  marketingPerDevice: number
  /** HTTP status of refusals with a code, but for 401. Default 200. */
  errorStatus: number
  /** Code of a batch of which part failed. Default 80100000. */
  partialCode: number
  /** Code of a request with a field that is not taken. Default 80100001. */
  parameterCode: number
  /** Code of a message that is too large. Default 80300008. */
  tooLargeCode: number
  /** How long receipts are gathered before they are posted. Default 0. */
  receiptDelayMs: number
  /** How often a receipt is posted until it is answered with 200. Default 3. */
  receiptAttempts: number
}

/** Honor Push. Its list of error codes could not be read: the codes are guesses, see `HonorSettings`. */
export interface HonorEmulator extends TokenEmulator<PushKitReceipt> {
  readonly vendor: 'honor'
  readonly settings: HonorSettings
  /** `https://127.0.0.1:<port>/auth/token` */
  readonly tokenURL: string
  createApp(options: HonorAppOptions): HonorApp
  /**
   * What `HonorPushClient.getPushToken` does on the phone: the same token for the same installation.
   * @throws PushServiceError 8001003 for an app that Honor does not know
   */
  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string
  /** All access tokens end now. */
  expireAccessTokens(): void
}
