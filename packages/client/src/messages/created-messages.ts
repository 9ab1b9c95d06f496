import type { MessageElement } from '@carillon/protocol'

import type { SendMessageParam } from '../api/messages.ts'
import { randomUint32 } from '../platform/random.ts'
import { dropOldest } from '../session/cursors.ts'

/** Created and not sent, or failed and not sent again. Beyond this the oldest are forgotten. */
const capacity = 1000

/** A message made here that the server has not taken yet. */
export interface LocalMessage {
  id: string
  elements: readonly MessageElement[]
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

  create(elements: readonly MessageElement[], nowMs: number): LocalMessage {
    this.#lastNumber += 1
    const random = randomUint32()
    const message: LocalMessage = {
      id: `local-${nowMs}-${this.#lastNumber}-${random}`,
      elements,
      random,
      createdAtMs: nowMs,
    }
    this.#created.set(message.id, message)
    dropOldest(this.#created, capacity)
    return message
  }

  /** The message with a temporary ID, if it has not been sent yet. */
  find(id: string): LocalMessage | undefined {
    return this.#created.get(id)
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
