const HOUR_MS = 3_600_000

/** Into what a span is cut: hours, or days of a time zone. */
export interface StepsQuery {
  nowMs: number
  /** Hours of the span, the present one included. */
  hours: number
  by: 'hour' | 'day'
  /** IANA name of the zone whose days they are. */
  timeZone: string
}

/** Whether days can be told in a time zone of this name. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}

/**
 * Where the steps of a span start, oldest first. The last one holds the present and is not over; of days the
 * first is a whole one. Counts are kept by hours of UTC, so a day of a zone that is half an hour off starts
 * with the first hour that starts in it. Pure.
 */
export const stepsOf = ({ nowMs, hours, by, timeZone }: StepsQuery): number[] => {
  const lastMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const firstMs = lastMs - (hours - 1) * HOUR_MS
  const starts = Array.from({ length: hours }, (_, index) => firstMs + index * HOUR_MS)
  if (by === 'hour') return starts
  const format = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' })
  let day = format.format(firstMs - HOUR_MS)
  const days = starts.filter((atMs) => {
    const isNew = format.format(atMs) !== day
    if (isNew) day = format.format(atMs)
    return isNew
  })
  return days.length === 0 ? [firstMs] : days
}
