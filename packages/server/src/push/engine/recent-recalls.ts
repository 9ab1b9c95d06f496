import type { MessageRecord } from '@carillon/protocol'

/** That a message was recalled, by whom and when. */
export type Recalled = NonNullable<MessageRecord['recalled']>

const capacity = 10_000

/** What was recalled lately: a message may be on its way from the database, read before that. */
export class RecentRecalls {
  readonly #recalled = new Map<string, Recalled>()

  add(msgID: string, recalled: Recalled): void {
    this.#recalled.delete(msgID)
    this.#recalled.set(msgID, recalled)
    if (this.#recalled.size > capacity)
      for (const [oldest] of this.#recalled) return void this.#recalled.delete(oldest)
  }

  /** Notes on a record that it was recalled, if it was. */
  mark(record: MessageRecord): void {
    const recalled = this.#recalled.get(record.msgID)
    if (recalled !== undefined) record.recalled ??= recalled
  }
}
