/** Units a duration is entered in, shortest first, with their milliseconds. */
export const durationUnits = [
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
] as const

/** The largest unit that a duration is a whole number of. */
export const largestUnit = (ms: number): number =>
  ms === 0 ? 1000 : (durationUnits.findLast(([, each]) => ms >= each && ms % each === 0)?.[1] ?? 1)

/** "5, 30, 120" seconds as milliseconds. What is no number stays what it is: the server says so. */
export const parseDurations = (text: string): unknown[] =>
  text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map((part) => (Number.isFinite(Number(part)) ? Number(part) * 1000 : part))
