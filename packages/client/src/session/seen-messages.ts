import type { MessageRecord } from '@carillon/protocol'

import { dropOldest } from './cursors.ts'

const seenCapacity = 10_000

/** Which messages the user who is logged in has seen. Bounded; the oldest are forgotten first. */
export class SeenMessages {
  readonly #seen = new Set<string>()

  /** Whether this message is here for the first time. `isOwn`: its sender is the user logged in. */
  isNew(record: Pick<MessageRecord, 'msgID' | 'seq' | 'sender' | 'random'>, isOwn: boolean): boolean {
    const keys = [record.msgID]
    // The msgID of a message sent from here is not known until its answer, and an online-only message
    // that is sent again may get another one, for nothing of it is stored. What its sender gave it stays.
    if (isOwn || record.seq === 0) keys.push(senderKey(record.random, record.sender.userID))
    if (keys.some((key) => this.#seen.has(key))) return false
    for (const key of keys) this.#see(key)
    return true
  }

  /** A message is being sent from here: it is not new when it comes back. */
  expectOwn(random: number, userID: string): void {
    this.#see(senderKey(random, userID))
  }

  #see(key: string): void {
    this.#seen.add(key)
    dropOldest(this.#seen, seenCapacity)
  }
}

const senderKey = (random: number, userID: string): string => `${random} ${userID}`
