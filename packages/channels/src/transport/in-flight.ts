/** How much is under way, and when nothing is any more. Work may be counted together with its parts. */
export class InFlight {
  #count = 0
  #onOver: (() => void) | undefined

  begin(): void {
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
    if (this.#count === 0) this.#onOver?.()
  }

  /** Counts work until it is settled. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.begin()
    try {
      return await work
    } finally {
      this.end()
    }
  }

  /** Settled when nothing is under way. */
  async over(): Promise<void> {
    if (this.#count === 0) return
    await new Promise<void>((resolve) => {
      this.#onOver = resolve
    })
  }
}
