const baseMs = 500
const capMs = 30_000

/**
 * How long to wait before the next attempt after `failures` in a row: anything from 0 to
 * 0.5 s · 2^failures, at most 30 s. The whole span is random, so that the clients of a server that
 * went away do not come back in one wave.
 */
export const backoffMs = (failures: number, random: () => number): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(failures, 16)))
