/** A notification as OPPO's push service on the phone gets it. */
export interface OppoDeliveredPush {
  readonly vendor: 'oppo'
  /** The registration_id it was sent to. */
  readonly token: string
  /** `messageId` of the send's answer. */
  readonly messageID: string
  readonly sentAtMs: number
  readonly packageName: string
  readonly title: string
  readonly content: string
  readonly subTitle?: string
  /** 1 standard, 2 long text, 3 big picture. */
  readonly style: number
  /** 0 app, 1 activity by intent action, 2 web page, 4 activity by class name, 5 deep link or intent URI. */
  readonly clickActionType: number
  /** For types 1 and 4. */
  readonly clickActivity?: string
  /** For types 2 and 5. */
  readonly clickURL?: string
  /** The object in action_parameters. */
  readonly actionParameters: Readonly<Record<string, unknown>>
  /** Absent: OPPO's default channel. */
  readonly channelID?: string
  readonly category?: string
  /** 1 bar, 2 bar and lock screen, 16 with banner, vibration and sound. */
  readonly notifyLevel?: number
  /** Absent: a slot of its own. */
  readonly notifyID?: number
  readonly badge?: { readonly set: number } | { readonly add: number }
}
