/** Lets `burst` through at once and `perSecond` in the long run. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #level: number
  #atMs: number

  constructor(rate: { perSecond: number; burst: number }, nowMs: number) {
    this.#perMs = rate.perSecond / 1000
    this.#burst = rate.burst
    this.#level = rate.burst
    this.#atMs = nowMs
  }

  /** Takes `cost` if it is there. */
  take(nowMs: number, cost = 1): boolean {
    this.#level = Math.min(this.#burst, this.#level + Math.max(0, nowMs - this.#atMs) * this.#perMs)
    this.#atMs = nowMs
    if (this.#level < cost) return false
    this.#level -= cost
    return true
  }
}
