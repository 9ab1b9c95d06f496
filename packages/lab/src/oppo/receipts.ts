import type { LabClock } from '../clock.ts'
import { ReceiptPoster, type Posting } from '../emulator/receipt-poster.ts'
import type { CheckedMessage } from './check-message.ts'
import type { OppoEventType, OppoReceiptEvent, OppoSettings } from './types.ts'

/** Something that happened to one target of a message. */
export interface TargetEvent {
  messageID: string
  taskID: string
  appID: string
  registrationID: string
  type: OppoEventType
  atMs: number
}

interface Entry {
  callback: NonNullable<CheckedMessage['callback']>
  event: TargetEvent
}

interface OppoPosting extends Posting {
  readonly events: readonly OppoReceiptEvent[]
}

/** Gathers receipts and posts them, all events of one URL in one array. */
export class Receipts extends ReceiptPoster<Entry, OppoPosting> {
  constructor(clock: LabClock, settings: OppoSettings) {
    super({
      clock,
      delayMs: () => settings.receiptDelayMs,
      attempts: () => settings.receiptAttempts,
      gather: postingsOf,
    })
  }

  /** Notes an event if the sender asked for receipts. */
  note({ callback }: CheckedMessage, event: TargetEvent): void {
    if (callback !== undefined) this.add({ callback, event })
  }
}

const postingsOf = (entries: readonly Entry[]): OppoPosting[] => {
  const byURL = Map.groupBy(entries, ({ callback }) => callback.url)
  return [...byURL].map(([url, ofURL]) => {
    const events = eventsOf(ofURL)
    return { url, contentType: 'application/json', body: JSON.stringify(events), events }
  })
}

/** One element for each message and kind; its targets are joined. */
const eventsOf = (entries: readonly Entry[]): OppoReceiptEvent[] => {
  const key = ({ callback, event }: Entry): string => `${event.messageID} ${event.type} ${callback.param}`
  return [...Map.groupBy(entries, key).values()].flatMap((alike) => {
    const last = alike.at(-1)
    if (last === undefined) return []
    const { callback, event } = last
    return {
      messageId: event.messageID,
      appId: event.appID,
      taskId: event.taskID,
      registrationIds: alike.map((entry) => entry.event.registrationID).join(','),
      eventTime: String(event.atMs),
      param: callback.param,
      eventType: event.type,
    }
  })
}
