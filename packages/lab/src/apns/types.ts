import type { PushDevice } from '../emulator/device.ts'
import type { Emulator } from '../emulator/types.ts'

/** Apple's two services. A device token is good for one of them. */
export type ApnsEnvironment = 'production' | 'sandbox'

/** An app of a developer team. */
export interface ApnsApp {
  readonly bundleID: string
  /** Ten characters. */
  readonly teamID: string
  /** A signing key of the app's team. Left out, `environment` and `bundleIDs` do not bind it. */
  createKey(options?: {
    keyID?: string
    environment?: ApnsEnvironment
    bundleIDs?: readonly string[]
    /** Of a key that was made before. */
    p8?: string
  }): ApnsKey
  /**
   * An "Apple Push Services" certificate of this app.
   * @param options known: one that was made before
   */
  createCertificate(options?: {
    environment?: ApnsEnvironment
    known?: { certificate: string; key: string }
  }): ApnsClientCertificate
}

/** A key for provider tokens. */
export interface ApnsKey {
  /** Ten characters. */
  readonly keyID: string
  readonly teamID: string
  /** What is in the AuthKey_….p8 file: PEM, PKCS#8, EC P-256. */
  readonly p8: string
  /** Deletes the key: its tokens are no longer taken. */
  revoke(): void
}

/** A TLS client certificate, both PEM. */
export interface ApnsClientCertificate {
  readonly certificate: string
  readonly key: string
  revoke(): void
}

/** `valid` tokens deliver, `unregistered` ones answer 410 Unregistered. */
export type ApnsTokenState = 'valid' | 'unregistered'

export interface ApnsSettings {
  /** Which of Apple's services this host is. Tokens of the other answer 400 BadDeviceToken. Default production. */
  environment: ApnsEnvironment
  /** A new provider token within 20 minutes on a connection answers 429 TooManyProviderTokenUpdates. Default true. */
  tokenUpdatesLimited: boolean
  /** Notifications a minute for one device token, else 429 TooManyRequests. Apple tells no number. Default: no limit. */
  perTokenPerMinute: number
}

/** Apple Push Notification service, HTTP/2 provider API. */
export interface ApnsEmulator extends Emulator {
  readonly vendor: 'apns'
  readonly settings: ApnsSettings
  /** `<url>/3/device/<token>` */
  sendURL(token: string): string
  /**
   * @param options left out: a made-up bundle ID, and a team of its own
   * @throws when the app exists
   */
  createApp(options?: { bundleID?: string; teamID?: string }): ApnsApp
  /**
   * What iOS does for `registerForRemoteNotifications` (or PushKit). The same phone, app and environment
   * get the same token until it is unregistered.
   * @param app environment: default production
   */
  register(
    device: PushDevice,
    app: { bundleID: string; environment?: ApnsEnvironment; isVoIP?: boolean },
  ): string
  /** The app is gone from the phone. */
  unregister(token: string): void
  /** undefined for a token this emulator never gave. */
  tokenState(token: string): ApnsTokenState | undefined
  /** Delivers what was stored for the phone. Phones call it when they are back on the network. */
  deviceConnected(device: PushDevice): void
  /** 1 when a notification is stored for a token whose phone is away, else 0. */
  storedCount(token: string): number
}
