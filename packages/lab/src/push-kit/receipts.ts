import type { LabClock } from '../clock.ts'
import { ReceiptPoster, type Posting } from '../emulator/receipt-poster.ts'
import type { PushKitReceipt } from './types.ts'

const maxStatuses = 100

/** Where receipts go, and what they are signed with. */
export interface ReceiptTarget {
  readonly url: string
  /** Headers of one POST. */
  readonly headers?: () => Record<string, string>
}

interface Settings {
  readonly receiptDelayMs: number
  readonly receiptAttempts: number
}

/** What became of one message, for one target. */
interface StatusEvent {
  readonly target: ReceiptTarget
  readonly status: Readonly<Record<string, unknown>>
}

type StatusPosting = Posting & Pick<PushKitReceipt, 'headers' | 'statuses'>

/** Posts statuses, up to 100 at once. What is not taken is posted again without a pause. */
export class StatusReceipts extends ReceiptPoster<StatusEvent, StatusPosting> {
  constructor(clock: LabClock, settings: Settings) {
    super({
      clock,
      delayMs: () => settings.receiptDelayMs,
      attempts: () => settings.receiptAttempts,
      retryMs: 0,
      gather: postingsOf,
    })
  }
}

const postingsOf = (events: readonly StatusEvent[]): StatusPosting[] =>
  [...Map.groupBy(events, ({ target }) => target)].flatMap(([target, ofTarget]) => {
    const postings: StatusPosting[] = []
    for (let from = 0; from < ofTarget.length; from += maxStatuses) {
      const statuses = ofTarget.slice(from, from + maxStatuses).map(({ status }) => status)
      const contentType = 'application/json'
      postings.push({
        url: target.url,
        contentType,
        headers: { 'content-type': contentType, ...target.headers?.() },
        body: JSON.stringify({ statuses }),
        statuses,
      })
    }
    return postings
  })
