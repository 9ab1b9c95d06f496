import type { LabClock } from '../clock.ts'
import { ReceiptPoster, type Posted } from '../emulator/receipt-poster.ts'
import type { VivoReceipt, VivoSettings } from './types.ts'

/** `ackType` of a receipt. Inferred from an aggregator's table: check before relying on them. */
export const AckType = {
  delivered: '0',
  /** Notifications are off. */
  disabled: '104',
  /** Not shown for another reason. */
  filtered: '1040',
  duplicateText: '2124',
  expired: '2144',
  staleRegID: '2183',
  phoneQuota: '12000',
} as const
export type AckType = (typeof AckType)[keyof typeof AckType]

/** Something that happened to one message. */
export interface ReceiptEvent {
  url: string
  taskID: string
  param: string
  target: string
  ackTimeMs: number
  ackType: AckType
}

type Post = VivoReceipt extends Posted<infer P> ? P : never

/** Posts receipts as JSON objects keyed by taskId, those for one address together. */
export const createReceipts = (clock: LabClock, settings: VivoSettings): ReceiptPoster<ReceiptEvent, Post> =>
  new ReceiptPoster({
    clock,
    delayMs: () => settings.receiptDelayMs,
    attempts: () => settings.receiptAttempts,
    gather: (events) =>
      [...Map.groupBy(events, ({ url }) => url)].map(([url, ofURL]) => {
        const data = Object.fromEntries(ofURL.map((event) => [event.taskID, entryOf(event, settings)]))
        return { url, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(data), data }
      }),
  })

const entryOf = (
  { param, target, ackTimeMs, ackType }: ReceiptEvent,
  { oldReceipts }: VivoSettings,
): Record<string, unknown> => ({
  param,
  targets: target,
  ...(oldReceipts ? {} : { ackTime: ackTimeMs, ackType }),
})
