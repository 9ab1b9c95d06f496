/** A bucket that holds up to `capacity` tokens and gains one every `refillMs`. Starts full. */
export class TokenBucket {
  readonly #capacity: number
  readonly #refillMs: number
  #level: number
  #atMs: number

  constructor(capacity: number, refillMs: number, nowMs: number) {
    this.#capacity = capacity
    this.#refillMs = refillMs
    this.#level = capacity
    this.#atMs = nowMs
  }

  /** Takes one token. @returns 0, or the milliseconds until there is one (none is taken then) */
  take(nowMs: number): number {
    this.#level = Math.min(this.#capacity, this.#level + Math.max(0, nowMs - this.#atMs) / this.#refillMs)
    this.#atMs = nowMs
    if (this.#level < 1) return Math.max(1, Math.ceil((1 - this.#level) * this.#refillMs))
    this.#level -= 1
    return 0
  }
}
