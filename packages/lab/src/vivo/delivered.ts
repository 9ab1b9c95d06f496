/** A message as the vivo push service on the phone gets it. */
export interface VivoDeliveredPush {
  readonly vendor: 'vivo'
  /** The regId it was sent to. */
  readonly token: string
  /** `taskId` of the send's answer. */
  readonly messageID: string
  readonly sentAtMs: number
  readonly packageName: string
  readonly title: string
  readonly content: string
  /** 1 none, 2 ring, 3 vibrate, 4 both. */
  readonly notifyType: number
  /** 1 app, 2 link, 3 the app's own (retired), 4 page of the app. */
  readonly skipType: number
  /** '' for type 1. */
  readonly skipContent: string
  /** `clientCustomMap`: `params` of the SDK's message. */
  readonly params: Readonly<Record<string, string>>
  /** 0 operational, 1 system. */
  readonly classification: 0 | 1
  readonly category?: string
  /** Absent: never replaced. */
  readonly notifyID?: number
  readonly foregroundShow: boolean
  readonly addBadge: boolean
}
