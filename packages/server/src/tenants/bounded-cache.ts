/** A cache of look-ups. The least recently used is dropped when it is full. */
export interface BoundedCache<K, V> {
  /** The value of `key`, looked up once for all who ask at the same time. A look-up that fails is not kept. */
  get(key: K): Promise<V>
  /** Forgets a key; a look-up under way is finished for those who wait, and not kept. */
  forget(key: K): void
  forgetAll(): void
}

/** Makes a cache in front of `lookUp` that holds at most `capacity` keys. */
export const createBoundedCache = <K, V>(
  capacity: number,
  lookUp: (key: K) => Promise<V>,
): BoundedCache<K, V> => {
  // A Map keeps the order of insertion: the first key is the one not used for longest.
  const entries = new Map<K, Promise<V>>()
  return {
    get(key) {
      const entry = entries.get(key) ?? lookUp(key)
      entries.delete(key)
      entries.set(key, entry)
      entry.catch(() => {
        if (entries.get(key) === entry) entries.delete(key)
      })
      if (entries.size > capacity) {
        const [oldest] = entries.keys()
        entries.delete(oldest as K)
      }
      return entry
    },
    forget(key) {
      entries.delete(key)
    },
    forgetAll() {
      entries.clear()
    },
  }
}
