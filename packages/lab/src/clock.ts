/** Time, injected so that tests can move it. The same shape as the server's clock: one object can serve both. */
export interface LabClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `callback` once after `delayMs`; the returned function cancels. Never keeps the process alive. */
  after(delayMs: number, callback: () => void): () => void
}

/** The machine's own time. */
export const systemClock: LabClock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that can be put forward and back while a piece of work runs. */
export class SkewableClock implements LabClock {
  readonly #base: LabClock
  #skewMs = 0

  constructor(base: LabClock) {
    this.#base = base
  }

  now(): number {
    return this.#base.now() + this.#skewMs
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#base.after(delayMs, callback)
  }

  /** Runs `work` with the clock wrong by `byMs`; only its synchronous part sees it. */
  skewed<T>(byMs: number, work: () => T): T {
    this.#skewMs = byMs
    try {
      return work()
    } finally {
      this.#skewMs = 0
    }
  }
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
