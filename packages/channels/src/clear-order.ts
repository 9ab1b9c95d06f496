import type { PushNotification } from './channel.ts'

/** Notifications that are to go from a phone without a trace. */
export interface ClearOrder {
  /** As they were sent. */
  shown: readonly Pick<PushNotification, 'msgID' | 'collapseKey' | 'isHarmonyOS'>[]
  badgeCount?: number
  /** After this instant it is of no use. Epoch milliseconds. */
  deadlineMs: number
}
