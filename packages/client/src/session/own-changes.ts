/** Changes this device is making: what comes back of them is no news here. */
export class OwnChanges {
  readonly #underWay = new Map<string, number>()

  /** Runs a request that changes a message in a way. */
  async during<T>(way: 'recall' | 'extensions', msgID: string, request: () => Promise<T>): Promise<T> {
    const key = `${way} ${msgID}`
    this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1)
    try {
      return await request()
    } finally {
      const left = (this.#underWay.get(key) ?? 1) - 1
      if (left > 0) this.#underWay.set(key, left)
      else this.#underWay.delete(key)
    }
  }

  /** Whether such a request is under way. */
  has(way: 'recall' | 'extensions', msgID: string): boolean {
    return this.#underWay.has(`${way} ${msgID}`)
  }
}
