const maxKept = 100_000

/** What was sent already under an ID of the sender's own. */
export class Copies {
  readonly #untilMs = new Map<string, number>()

  /** Notes it. @returns whether it was there before, within `lifeMs` */
  isCopy(key: string, nowMs: number, lifeMs: number): boolean {
    if ((this.#untilMs.get(key) ?? 0) > nowMs) return true
    if (this.#untilMs.size >= maxKept) this.#untilMs.delete(this.#untilMs.keys().next().value ?? '')
    this.#untilMs.set(key, nowMs + lifeMs)
    return false
  }
}
