/** What an app needs of one vendor. Which of it the vendor's SDK is given at run time, and which stands in the app's files, is the set-up tool's affair. */
export interface VendorEntry {
  /** Certificate ID on the server (businessID). */
  certificateID: number
  /** FCM and APNs have none. */
  appID?: string
  /** Xiaomi, OPPO, vivo, Meizu. */
  appKey?: string
  /** OPPO alone: its AppSecret, which is made for the app. The MasterSecret never belongs here. */
  appSecret?: string
}

/** The vendors as `carillon-push.json` names them. `apnsVoip` is the VoIP certificate, where there is one. */
export type VendorEntries = Partial<
  Record<'fcm' | 'apns' | 'apnsVoip' | 'huawei' | 'honor' | 'xiaomi' | 'oppo' | 'vivo' | 'meizu', VendorEntry>
>

/**
 * `carillon-push.json`, which the console offers for download: what an app must know of its server and
 * of its push certificates. It holds nothing that opens the server or sends pushes.
 */
export interface CarillonPushFile {
  /** 1. */
  version: 1
  /** Where the chat SDK connects: wss://chat.example.com (ws:// on a machine of one's own). */
  server: string
  sdkAppID: number
  /** Application ID the certificates were made for. */
  androidPackage?: string
  /** Bundle ID the certificates were made for. */
  iosBundleID?: string
  vendors: VendorEntries
}
