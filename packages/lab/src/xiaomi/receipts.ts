import type { LabClock } from '../clock.ts'
import { ReceiptPoster, type Posting } from '../emulator/receipt-poster.ts'
import type { CheckedMessage } from './check-message.ts'
import type { XiaomiReceipt, XiaomiSettings } from './types.ts'

/** Bits of `extra.callback.type`. */
export const ReceiptType = {
  delivered: 1,
  clicked: 2,
  targetNotFound: 16,
  disabled: 32,
  filtered: 64,
  limited: 128,
} as const
export type ReceiptType = (typeof ReceiptType)[keyof typeof ReceiptType]

const allTypes = 243

/** Something that happened to one target of a message. */
export interface ReceiptEvent {
  messageID: string
  target: string
  type: ReceiptType
  barStatus: 'Enable' | 'Disable' | 'Unknown'
  atMs: number
  /** For type 128: what was delivered today and what the quota is. */
  counts?: { ack: number; quota: number }
}

interface Entry {
  event: ReceiptEvent
  callback: NonNullable<CheckedMessage['callback']>
  jobKey: string
}

type XiaomiPosting = Posting & Pick<XiaomiReceipt, 'data'>

/** Gathers receipts and posts them: those alike, but for the target, in one. */
export class Receipts extends ReceiptPoster<Entry, XiaomiPosting> {
  constructor(clock: LabClock, settings: XiaomiSettings) {
    super({
      clock,
      delayMs: () => settings.receiptDelayMs,
      attempts: () => settings.receiptAttempts,
      gather: (entries) => [...Map.groupBy(entries, keyOf).values()].flatMap(postingOf),
    })
  }

  /** Notes an event if the sender asked for its type. A sum with unknown bits silently asks for nothing, as at Xiaomi. */
  note({ callback, jobKey = '' }: CheckedMessage, event: ReceiptEvent): void {
    const isAsked =
      callback !== undefined &&
      (callback.typeBits & ~allTypes) === 0 &&
      (callback.typeBits & event.type) !== 0
    if (isAsked) this.add({ event, callback, jobKey })
  }
}

const keyOf = ({ callback, event }: Entry): string =>
  `${callback.url} ${event.messageID} ${event.type} ${event.barStatus} ${callback.param}`

const postingOf = (alike: readonly Entry[]): XiaomiPosting[] => {
  const [first] = alike
  if (first === undefined) return []
  const { event, callback, jobKey } = first
  const data = {
    [event.messageID]: {
      param: callback.param,
      type: event.type,
      targets: alike.map((entry) => entry.event.target).join(','),
      jobkey: jobKey,
      barStatus: event.barStatus,
      timestamp: event.atMs,
      // 1: the regId is wrong.
      ...(event.type === ReceiptType.targetNotFound ? { errorCode: 1 } : {}),
      ...(event.counts === undefined ? {} : { extra: event.counts }),
    },
  }
  const body = new URLSearchParams({ data: JSON.stringify(data) }).toString()
  const contentType = 'application/x-www-form-urlencoded;charset=UTF-8'
  return [{ url: callback.url, contentType, body, data }]
}
