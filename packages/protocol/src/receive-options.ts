/**
 * Numbers of `ReceiveMsgOptEnum`, a user's choice for one conversation: 0 receive and push, 1 receive
 * nothing, 2 receive without a push, 3 as 2 but a mention is pushed, 4 as 1 but a mention is received
 * and pushed.
 */
export type ReceiveOption = 0 | 1 | 2 | 3 | 4

/**
 * A user's choice for all conversations: quiet hours. Beside the conversation's own option the stricter
 * one counts. `durationSeconds` below a day: daily from the time of day on, across midnight if need be;
 * a day or more: from that time on for good. With `startTimeStampMs`: once, from that instant on.
 */
export interface AllReceiveOption {
  /** 0 receive and push, 2 receive without a push. */
  option: 0 | 2
  startHour: number
  startMinute: number
  startSecond: number
  /** Epoch milliseconds: once, instead of daily. */
  startTimeStampMs?: number
  durationSeconds: number
  /** Where the time of day is meant, as an IANA name: "Asia/Seoul". */
  timeZone?: string
  /** East of Greenwich; counts where there is no `timeZone`. */
  utcOffsetMinutes: number
  /** When the user chose it, epoch milliseconds. */
  setAtMs: number
}
