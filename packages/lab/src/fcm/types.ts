import type { PushDevice } from '../emulator/device.ts'
import type { Emulator } from '../emulator/types.ts'

/** The file the Firebase console gives out under "Generate new private key". */
export interface ServiceAccountKey {
  type: 'service_account'
  project_id: string
  private_key_id: string
  /** PEM, PKCS#8, RSA 2048. */
  private_key: string
  client_email: string
  client_id: string
  auth_uri: string
  /** The emulator's. */
  token_uri: string
  auth_provider_x509_cert_url: string
  client_x509_cert_url: string
  universe_domain: string
}

export interface FcmServiceAccount {
  readonly clientEmail: string
  readonly key: ServiceAccountKey
  /** `key` as the text of the file. */
  readonly json: string
  /** Whether it holds `cloudmessaging.messages.create`. Default true; false answers 403. */
  mayCreateMessages: boolean
  /** Deletes the key: assertions signed with it no longer give tokens; access tokens given out end too. */
  revoke(): void
  /**
   * An access token without the token endpoint, for clients whose token host cannot be changed.
   * @param scopes default: `https://www.googleapis.com/auth/firebase.messaging`
   */
  createAccessToken(scopes?: readonly string[]): string
}

export interface FcmProject {
  readonly projectID: string
  /** Project number: what the app's google-services.json calls `project_number`. */
  readonly senderID: string
  /** "Firebase Cloud Messaging API (V1)" switched on. Default true. */
  apiEnabled: boolean
  /** Token bucket of the project. Default 600 000. */
  messagesPerMinute: number
  /** @param options key: the file of an account that was made before, with its `token_uri` as it may be now */
  createServiceAccount(options?: {
    clientEmail?: string
    key?: ServiceAccountKey
  }): Promise<FcmServiceAccount>
}

/** `valid` tokens deliver, `unregistered` ones answer 404 UNREGISTERED. */
export type FcmTokenState = 'valid' | 'unregistered'

export interface FcmSettings {
  /** Whether the buckets of projects and devices are kept. Default true. */
  quotasEnforced: boolean
  /**
   * Notifications without a collapse_key collapse under the package name while the phone is away, and count
   * as collapsible, as Google is said to do it. Default false.
   */
  notificationsCollapse: boolean
  /**
   * Takes the malformed `:scheme` of firebase-admin on new HTTP/2 connections, as Google does. Costs some
   * speed. Default true.
   */
  malformedSchemeTaken: boolean
  /** How long access tokens live. Default 3599. */
  accessTokenSeconds: number
}

/** Firebase Cloud Messaging, HTTP v1. */
export interface FcmEmulator extends Emulator {
  readonly vendor: 'fcm'
  /** `<url>/token`, what `token_uri` of the service accounts says. */
  readonly tokenURL: string
  readonly settings: FcmSettings
  /** `<url>/v1/projects/<projectID>/messages:send` */
  sendURL(projectID: string): string
  /** @throws when the project exists */
  createProject(options?: { projectID?: string; senderID?: string }): FcmProject
  /** What the Firebase SDK does on the phone. The same phone and package register again: a new token, the old one stays as it is. */
  register(device: PushDevice, app: { senderID: string; packageName: string }): string
  /** The app is gone from the phone or deleted its token. */
  unregister(token: string): void
  /** undefined for a token this emulator never gave. */
  tokenState(token: string): FcmTokenState | undefined
  /** Delivers what was stored for the phone. Phones call it when they are back on the network. */
  deviceConnected(device: PushDevice): void
  /** From now on the phone is away: after 270 days its tokens expire. Phones call it when they leave the network. */
  deviceDisconnected(device: PushDevice): void
  /** Messages stored for a token whose phone is away. */
  storedCount(token: string): number
}
