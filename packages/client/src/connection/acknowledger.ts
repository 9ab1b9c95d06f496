import type { Clock } from '../platform/clock.ts'

const windowMs = 20
const batchEvents = 32

/**
 * Tells the server how far the app has got. The first event after a pause is acknowledged at once,
 * because the server holds its push back for it; those that follow within 20 ms go together, at most
 * 32 at a time.
 */
export class Acknowledger {
  readonly #clock: Clock
  readonly #send: (eventID: number) => void
  #delivered = 0
  #acknowledged = 0
  #cancelWindow: (() => void) | undefined

  constructor(clock: Clock, send: (eventID: number) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** The listeners have run for every event up to `eventID`. */
  delivered(eventID: number): void {
    this.#delivered = Math.max(this.#delivered, eventID)
    if (this.#cancelWindow === undefined || this.#delivered - this.#acknowledged >= batchEvents) this.#flush()
  }

  stop(): void {
    this.#cancelWindow?.()
    this.#cancelWindow = undefined
  }

  #flush(): void {
    this.#cancelWindow?.()
    this.#cancelWindow = undefined
    if (this.#delivered === this.#acknowledged) return
    this.#acknowledged = this.#delivered
    this.#cancelWindow = this.#clock.after(windowMs, () => this.#flush())
    this.#send(this.#acknowledged)
  }
}
