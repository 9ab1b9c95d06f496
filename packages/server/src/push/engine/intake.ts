import type { OpenMessages } from './open-messages.ts'
import type { PushEngineOptions } from './options.ts'

/** What an intake looks at. */
export interface IntakeParts {
  opens: OpenMessages
  settling: { readonly size: number }
  journal: { isFull(): boolean }
  options: Pick<PushEngineOptions, 'openMessages' | 'openRecipients' | 'claimBelow'>
  /** Looks into the outbox. */
  wakePoller(): void
}

/** How much an engine takes on. What has no room waits in the outbox, and is looked for as soon as there is some. */
export class Intake {
  readonly #parts: IntakeParts
  /** Something was left in the outbox for want of room. */
  #hasBacklog = false

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** Whether one more message can be worked on that was stored this moment. */
  hasRoom(): boolean {
    const { opens, journal, options } = this.#parts
    return opens.size < options.openMessages && this.#isSpacious() && !journal.isFull()
  }

  /** How many messages may be taken from the outbox. */
  room(): number {
    const { opens, settling, journal, options } = this.#parts
    const room =
      Math.min(options.claimBelow - opens.claimed, options.openMessages - opens.size) - settling.size
    // A few rows a look would cost as much as many.
    if (this.#isSpacious() && !journal.isFull() && room >= options.claimBelow / 4) return room
    this.#hasBacklog = true
    return 0
  }

  /** Whether the recipients of what was taken leave room for those of more. */
  isSpacious(): boolean {
    const isSpacious = this.#isSpacious()
    this.#hasBacklog ||= !isSpacious
    return isSpacious
  }

  /** Something was left in the outbox. */
  left(): void {
    this.#hasBacklog = true
  }

  /** There may be room again: what waits for it is looked for now, not only when the poller's time has come. */
  again(): void {
    const { opens, settling, options, wakePoller } = this.#parts
    if (!this.#hasBacklog || opens.claimed + settling.size >= options.claimBelow / 2) return
    this.#hasBacklog = false
    wakePoller()
  }

  #isSpacious(): boolean {
    return this.#parts.opens.recipients < this.#parts.options.openRecipients
  }
}
