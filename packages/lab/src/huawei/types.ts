import type { PushDevice } from '../emulator/device.ts'
import type { TokenEmulator } from '../emulator/token-server.ts'
import type { PushKitReceipt } from '../push-kit/types.ts'

/** An app as AppGallery Connect knows it. */
export interface HuaweiApp {
  readonly packageName: string
  /** Also the OAuth 2.0 client ID. */
  readonly appID: string
  readonly projectID: string
  readonly clientSecret: string
  /** Categories granted by self-classification; every other is shown as marketing. Default: IM. */
  readonly categories: Set<string>
  /** Push is switched on for the app. Default true. */
  pushEnabled: boolean
  /** May send HIGH data messages. Default false. */
  highPriorityAllowed: boolean
  /** Where receipts go. Default: nowhere. */
  receipt?: HuaweiReceiptTarget
}

/** An app to make; what is left out is made up, what is given is an app's that was made before. */
export interface HuaweiAppOptions {
  packageName: string
  projectID?: string
  appID?: string
  clientSecret?: string
}

/** The key file of a service account, as the API Console gives it. */
export interface HuaweiServiceAccountKey {
  readonly project_id: string
  readonly key_id: string
  /** PKCS#8 PEM. */
  readonly private_key: string
  readonly sub_account: string
  readonly auth_uri?: string
  readonly token_uri?: string
  readonly auth_provider_cert_uri?: string
  readonly client_cert_uri?: string
}

/** A service account of a project. */
export interface HuaweiServiceAccount {
  readonly projectID: string
  readonly key: HuaweiServiceAccountKey
  /** The key file's text. */
  readonly json: string
  /** Its tokens are not taken any more. */
  revoke(): void
}

/** A receipt configuration. With user and secret, POSTs carry `X-HUAWEI-CALLBACK-ID`. */
export interface HuaweiReceiptTarget {
  readonly url: string
  readonly user?: string
  /** Base64; its bytes are the key. Configurations from before that used the text itself: `legacyKey`. */
  readonly secret?: string
  readonly legacyKey?: boolean
  /** Form of the receipts about phones with HMS; HarmonyOS NEXT knows only 2. Default 1. */
  readonly version?: 1 | 2
}

export interface HuaweiSettings {
  /** Life of access tokens. Default 3600. */
  tokenSeconds: number
  /** HTTP status of refusals with a code is not documented: by kind (400, 401, 500), or 200 for all. Default 'by-kind'. */
  codedStatus: 'by-kind' | 'ok'
  /** Service and communication messages a phone may get of an app a day. Default 3000. */
  servicePerDevice: number
  /** Marketing messages a phone may get of an app a day. Default 2. */
  marketingPerDevice: number
  /** Test messages of an app a day. Default 500. */
  testPerDay: number
  /** Test messages of a project a day over v3. Default 1000. */
  harmonyTestPerDay: number
  /** v3 refuses pictures that `images:verify` has not seen. Default true. */
  verifiedImagesOnly: boolean
  /** Text that answers 80100016. Default: none. */
  sensitiveWords: readonly RegExp[]
  /** How long receipts are gathered before they are posted. Default 0. */
  receiptDelayMs: number
  /** How often a receipt is posted until it is answered with 200. Default 3. */
  receiptAttempts: number
}

/** Huawei Push Kit: v1 and v2 for phones with HMS, v3 for HarmonyOS NEXT. */
export interface HuaweiEmulator extends TokenEmulator<PushKitReceipt> {
  readonly vendor: 'huawei'
  readonly settings: HuaweiSettings
  /** `https://127.0.0.1:<port>/oauth2/v3/token` */
  readonly tokenURL: string
  createApp(options: HuaweiAppOptions): HuaweiApp
  /** @param options.key of an account that was made before; left out: a new one */
  createServiceAccount(options: {
    projectID: string
    key?: HuaweiServiceAccountKey
  }): Promise<HuaweiServiceAccount>
  /**
   * What `HmsInstanceId.getToken`, or `pushService.getToken` of HarmonyOS NEXT, does on the phone: the same token
   * for the same installation.
   * @throws PushServiceError 907135702 for an app that AppGallery Connect does not know
   */
  register(device: PushDevice, app: { appID: string; packageName: string; installationID: string }): string
  /** All access tokens end now, those that service accounts have signed and shown too. */
  expireAccessTokens(): void
}
