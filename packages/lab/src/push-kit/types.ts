/** What a tap does: 1 opens a page of the app, 2 a web page, 3 the app. */
export type PushKitClick =
  | { readonly type: 1; readonly intent: string }
  | { readonly type: 1; readonly action: string }
  /** HarmonyOS NEXT: an ability by its URI. */
  | { readonly type: 1; readonly uri: string }
  | { readonly type: 2; readonly url: string }
  | { readonly type: 3 }

/** What the system draws. */
export interface PushKitNotification {
  readonly title: string
  readonly body: string
  readonly image?: string
  readonly click: PushKitClick
  /** As the vendor classed it, whatever the sender said: marketing makes no sound. */
  readonly messageClass: 'service' | 'marketing'
  /** The same tag writes over what is shown. */
  readonly tag?: string
  /** The same id writes over what is shown; absent: one of its own. */
  readonly notifyID?: number
  readonly badge?: { readonly set: number } | { readonly add: number }
  /** False: an app in front gets the message in its stead. */
  readonly foregroundShow: boolean
  readonly sound?: string
}

/** A message as Huawei's or Honor's push service on the phone gets it. */
export interface PushKitDeliveredPush {
  readonly vendor: 'huawei' | 'honor'
  /** The token it was sent to. */
  readonly token: string
  /** `requestId` of the send's answer. */
  readonly messageID: string
  readonly sentAtMs: number
  readonly packageName: string
  /** The message's data: of a notification what the opened app reads, else all there is. */
  readonly data?: string
  /** Absent for a data message. */
  readonly notification?: PushKitNotification
  /** Tells the vendor that the user opened it. */
  readonly reportClick: () => void
}

/** One POST to a receipt URL. */
export interface PushKitReceipt {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly statuses: readonly Readonly<Record<string, unknown>>[]
  /** Status of the last answer; absent when none came. */
  status?: number
  attempts: number
}
