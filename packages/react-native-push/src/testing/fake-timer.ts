import type { Timer } from '../timer.ts'

/** Time that moves when told. */
export class FakeTimer implements Timer {
  #nowMs = 0
  #due: { atMs: number; callback: () => void }[] = []

  after(delayMs: number, callback: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, callback }
    this.#due.push(entry)
    return () => {
      this.#due = this.#due.filter((other) => other !== entry)
    }
  }

  random(): number {
    return 0.5
  }

  /** Delays until each waiting call, milliseconds. */
  get waitingMs(): number[] {
    return this.#due.map((entry) => entry.atMs - this.#nowMs)
  }

  advance(byMs: number): void {
    this.#nowMs += byMs
    const due = this.#due.filter((entry) => entry.atMs <= this.#nowMs)
    this.#due = this.#due.filter((entry) => entry.atMs > this.#nowMs)
    for (const entry of due) entry.callback()
  }
}
