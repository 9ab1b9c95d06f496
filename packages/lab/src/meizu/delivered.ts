/** A message as the Flyme push service on the phone gets it. */
export interface MeizuDeliveredPush {
  readonly vendor: 'meizu'
  /** The pushId it was sent to. */
  readonly token: string
  /** `msgId` of the send's answer; the task's ID for a task. */
  readonly messageID: string
  readonly sentAtMs: number
  readonly packageName: string
  readonly title: string
  readonly content: string
  /** 0 public, 1 private. */
  readonly noticeMsgType: 0 | 1
  /** 0 app, 1 activity, 2 URL or URI of the app, 3 the app's own (ended with Android 12). */
  readonly clickType: number
  readonly activity: string
  readonly url: string
  /** Extras of the intent, and `selfDefineContentString` of the SDK's message. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly sound: boolean
  /** '' for none: never replaced. */
  readonly notifyKey: string
  /** Tells the vendor that the user opened it. */
  readonly reportClick: () => void
}
