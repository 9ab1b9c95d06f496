/** A notification as APNs hands it to the phone. */
export interface ApnsDeliveredPush {
  readonly vendor: 'apns'
  /** The device token it was sent to. */
  readonly token: string
  /** `apns-id`, as the answer said it. */
  readonly messageID: string
  /** Never the same twice, unlike an `apns-id` the sender chose. */
  readonly uniqueID: string
  readonly sentAtMs: number
  readonly topic: string
  readonly pushType: string
  readonly priority: 10 | 5 | 1
  readonly collapseID?: string
  /** Of no use to the phone after this. Epoch milliseconds. */
  readonly expiresAtMs: number
  /** The whole JSON: `aps` and what stands beside it. */
  readonly payload: Readonly<Record<string, unknown>>
}
