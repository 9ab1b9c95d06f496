/** Draws from a seeded row of numbers: the same seed, the same draws. */
export interface Chance {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number
  /** A whole number from `min` to `max`, both inclusive. */
  between(min: number, max: number): number
  /** One of several. @throws RangeError when there is none */
  pick<T>(list: readonly T[]): T
  /** A row of its own, so that one who draws more does not change what others draw. */
  branch(): Chance
}

/** @param seed a whole number */
export const createChance = (seed: number): Chance => {
  let state = seed >>> 0
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    between,
    pick(list) {
      const [first] = list
      if (first === undefined) throw new RangeError('nothing to pick from')
      return list[between(0, list.length - 1)] ?? first
    },
    branch: () => createChance(between(0, 2 ** 31)),
  }
}
