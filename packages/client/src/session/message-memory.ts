import type { MessageRecord } from '@carillon/protocol'

import type { V2TimMessage } from '../api/messages.ts'
import { dropOldest } from './cursors.ts'

const seenCapacity = 10_000
const messageCapacity = 2000

/** The newest messages of the user who is logged in, and which ones have been seen. Bounded; the oldest go first. */
export class MessageMemory {
  readonly #seen = new Set<string>()
  readonly #messages = new Map<string, V2TimMessage>()

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

  /** Keeps a message to be found by its msgID. */
  keep(message: V2TimMessage): void {
    if (message.msgID === undefined) return
    this.#messages.set(message.msgID, message)
    dropOldest(this.#messages, messageCapacity)
  }

  /** Those of the messages that are known, in the order asked for. */
  find(msgIDs: readonly string[]): V2TimMessage[] {
    return msgIDs.flatMap((msgID) => this.#messages.get(msgID) ?? [])
  }

  #see(key: string): void {
    this.#seen.add(key)
    dropOldest(this.#seen, seenCapacity)
  }
}

const senderKey = (random: number, userID: string): string => `${random} ${userID}`
