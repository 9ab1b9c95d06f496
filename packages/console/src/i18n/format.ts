const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** A time in the words of a language: "5 minutes ago", "vor 5 Minuten". */
export const formatAgo = (atMs: number, nowMs: number, language: string): string => {
  const differenceMs = atMs - nowMs
  const [unit, unitMs] = units.find(([, ms]) => Math.abs(differenceMs) >= ms) ?? units[3]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    Math.trunc(differenceMs / unitMs),
    unit,
  )
}

/** A time to the second. */
export const formatTime = (atMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs)

/** A day and the time of day, short. */
export const formatShortTime = (atMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(atMs)

/** The time of day to the millisecond: what one hop of a story is told by. */
export const formatClock = (atMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(atMs)

/** A duration in its largest whole unit: 90000 is "90 seconds", 86400000 "1 day". */
export const formatDuration = (ms: number, language: string): string => {
  if (ms > 0 && ms < 1000)
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit: 'millisecond',
      unitDisplay: 'long',
    }).format(ms)
  const [unit, unitMs] = units.find(([, each]) => ms >= each && ms % each === 0) ?? units[3]
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 3,
  }).format(ms / unitMs)
}
