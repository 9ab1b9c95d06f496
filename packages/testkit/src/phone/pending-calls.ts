/** Calls of the app that have no answer yet, so that tests can wait until the app has nothing to do. */
export class PendingCalls {
  readonly #pending = new Set<Promise<unknown>>()

  /** Counts `call` until it has settled. */
  track<T>(call: Promise<T>): Promise<T> {
    const settled = call.then(
      () => {},
      () => {},
    )
    this.#pending.add(settled)
    void settled.then(() => this.#pending.delete(settled))
    return call
  }

  /**
   * Resolves when nothing is pending and nothing follows in the same turn; after `limitMs` in any case,
   * for calls of an app without a network wait long.
   */
  async idle(limitMs: number, signal: AbortSignal): Promise<void> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
    const ended = new Promise<void>((resolve) => {
      if (limit.aborted) resolve()
      else limit.addEventListener('abort', () => resolve(), { once: true })
    })
    do {
      await Promise.race([Promise.all(this.#pending), ended])
      await new Promise((resolve) => setImmediate(resolve))
    } while (this.#pending.size > 0 && !limit.aborted)
  }
}
