import type { MessageContent } from '@carillon/protocol'

import type { SendMessageParam } from '../api/messages.ts'
import { randomUint32 } from '../platform/random.ts'
import { dropOldest } from '../session/cursors.ts'
import type { DraftElement } from './drafts.ts'

/** Created and not sent, or failed and not sent again. Beyond this the oldest are forgotten. */
const capacity = 1000

/** What a message is made of: its elements, and whom of a group it names. */
export interface Draft extends Pick<MessageContent, 'atUserIDs' | 'targetUserIDs'> {
  elements: readonly DraftElement[]
}

/** A message made here that the server has not taken yet. */
export interface LocalMessage extends Draft {
  id: string
  /** The same for every attempt, so that one message results whatever became of the attempts. */
  random: number
  createdAtMs: number
}

/** A message that failed, with all it takes to send it again. */
export interface FailedMessage {
  message: LocalMessage
  param: SendMessageParam
}

/** The messages made here on their way to being sent: by temporary ID until sent, by msgID after a failure. */
export class CreatedMessages {
  readonly #created = new Map<string, LocalMessage>()
  readonly #failed = new Map<string, FailedMessage>()
  #lastNumber = 0

  create(draft: Draft, nowMs: number): LocalMessage {
    const random = randomUint32()
    const message: LocalMessage = { ...draft, id: this.newID(nowMs), random, createdAtMs: nowMs }
    this.#created.set(message.id, message)
    dropOldest(this.#created, capacity)
    return message
  }

  /** An ID for what exists on this device alone. */
  newID(nowMs: number): string {
    this.#lastNumber += 1
    return `local-${nowMs}-${this.#lastNumber}-${randomUint32()}`
  }

  /** The message with a temporary ID, if it has not been sent yet. */
  find(id: string): LocalMessage | undefined {
    return this.#created.get(id)
  }

  /** Gives a message another content; the ID stays. */
  change(message: LocalMessage, draft: Draft): LocalMessage {
    const changed = { ...message, ...draft }
    this.#created.set(message.id, changed)
    return changed
  }

  /** The ID is used up. */
  consume(id: string): void {
    this.#created.delete(id)
  }

  /** Keeps what could not be sent. */
  keepFailed(failed: FailedMessage): void {
    this.#failed.set(failed.message.id, failed)
    dropOldest(this.#failed, capacity)
  }

  /** Takes out a failed message to send it again. */
  takeFailed(msgID: string): FailedMessage | undefined {
    const failed = this.#failed.get(msgID)
    this.#failed.delete(msgID)
    return failed
  }
}
