/** Those who found a lane full: first come, first served. */
export class RoomWaiters<Waiter> {
  readonly #waiters = new Map<number, Set<Waiter>>()

  /** @returns ends the wait */
  add(certificateID: number, waiter: Waiter): () => void {
    const others = this.#waiters.get(certificateID) ?? new Set()
    this.#waiters.set(certificateID, others)
    others.add(waiter)
    return () => {
      others.delete(waiter)
      if (others.size === 0 && this.#waiters.get(certificateID) === others)
        this.#waiters.delete(certificateID)
    }
  }

  /** The first `count` of those who wait for a certificate's lane; they go on waiting until they end it. */
  first(certificateID: number, count: number): Waiter[] {
    const found: Waiter[] = []
    for (const waiter of this.#waiters.get(certificateID) ?? []) {
      if (found.length >= count) break
      found.push(waiter)
    }
    return found
  }

  has(certificateID: number): boolean {
    return this.#waiters.has(certificateID)
  }
}
