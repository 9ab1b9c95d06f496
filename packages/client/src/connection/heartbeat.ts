import type { Clock } from '../platform/clock.ts'

/** How long the server may take to answer a ping. */
const pongTimeoutMs = 10_000
/** An answer that is not there by then makes us ask whether the server is. */
const probeAfterMs = 3000

/** What a heartbeat does. */
export interface HeartbeatActions {
  ping(): void
  /** Nothing has come for too long: the connection is dead, whatever the platform says. */
  dead(): void
}

/**
 * Finds a connection dead that the network never closed. A ping goes out when nothing else was sent
 * for the interval the server gave, or when an answer is overdue; if nothing at all comes for 10 s
 * after it, the connection is dead.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #actions: HeartbeatActions
  #sentAtMs: number
  #probeDueAtMs = Number.POSITIVE_INFINITY
  #deadAtMs: number | undefined
  #timer: { dueAtMs: number; cancel: () => void } | undefined

  constructor(clock: Clock, intervalMs: number, actions: HeartbeatActions) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#actions = actions
    this.#sentAtMs = clock.now()
    this.#schedule()
  }

  /** A frame went out; `expectsAnswer` when the server must answer it. */
  sent(expectsAnswer: boolean): void {
    this.#sentAtMs = this.#clock.now()
    // What already waits for an answer keeps its earlier time.
    if (expectsAnswer) this.#probeDueAtMs = Math.min(this.#probeDueAtMs, this.#sentAtMs + probeAfterMs)
    this.#schedule()
  }

  /** A frame came in. */
  received(): void {
    this.#deadAtMs = undefined
    this.#probeDueAtMs = Number.POSITIVE_INFINITY
  }

  /** Asks now whether the server is there. */
  probe(withinMs = pongTimeoutMs): void {
    const nowMs = this.#clock.now()
    this.#deadAtMs = Math.min(this.#deadAtMs ?? Number.POSITIVE_INFINITY, nowMs + withinMs)
    this.#probeDueAtMs = Number.POSITIVE_INFINITY
    this.#sentAtMs = nowMs
    this.#schedule()
    this.#actions.ping()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  // One timer, set anew only for an earlier time: moving it with each frame would cost more than the frame.
  #schedule(): void {
    const dueAtMs = this.#deadAtMs ?? this.#pingDueAtMs()
    if (this.#timer !== undefined && this.#timer.dueAtMs <= dueAtMs) return
    this.#timer?.cancel()
    const cancel = this.#clock.after(Math.max(0, dueAtMs - this.#clock.now()), () => this.#tick())
    this.#timer = { dueAtMs, cancel }
  }

  #tick(): void {
    this.#timer = undefined
    const nowMs = this.#clock.now()
    if (this.#deadAtMs !== undefined && nowMs >= this.#deadAtMs) {
      this.#actions.dead()
      return
    }
    if (this.#deadAtMs === undefined && nowMs >= this.#pingDueAtMs()) this.probe()
    else this.#schedule()
  }

  #pingDueAtMs(): number {
    return Math.min(this.#sentAtMs + this.#intervalMs, this.#probeDueAtMs)
  }
}
