import type { AllReceiveOption } from '@carillon/protocol'

const SECOND_MS = 1_000
const DAY_SECONDS = 86_400

/**
 * Whether a user's quiet hours are on. Daily ones may cross midnight; a duration of a day or more means
 * from the chosen time of day on for good.
 */
export const isQuiet = (chosen: AllReceiveOption | null, nowMs: number): boolean => {
  if (chosen === null || chosen.option === 0) return false
  const { startTimeStampMs, durationSeconds } = chosen
  if (startTimeStampMs !== undefined)
    return nowMs >= startTimeStampMs && nowMs < startTimeStampMs + durationSeconds * SECOND_MS
  const startSeconds = chosen.startHour * 3600 + chosen.startMinute * 60 + chosen.startSecond
  if (durationSeconds >= DAY_SECONDS) {
    const waitedSeconds = mod(startSeconds - secondsOfDay(chosen, chosen.setAtMs), DAY_SECONDS)
    return nowMs >= chosen.setAtMs + waitedSeconds * SECOND_MS
  }
  return mod(secondsOfDay(chosen, nowMs) - startSeconds, DAY_SECONDS) < durationSeconds
}

const mod = (value: number, by: number): number => ((value % by) + by) % by

/** Seconds since the user's midnight. */
const secondsOfDay = ({ timeZone, utcOffsetMinutes }: AllReceiveOption, atMs: number): number => {
  const local = timeZone === undefined ? undefined : clockIn(timeZone)
  if (local === undefined) return mod(Math.floor(atMs / SECOND_MS) + utcOffsetMinutes * 60, DAY_SECONDS)
  const [hours = 0, minutes = 0, seconds = 0] = local.format(atMs).split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>()

/** Writes the time of day in a zone; undefined for a zone this system does not know. */
const clockIn = (timeZone: string): Intl.DateTimeFormat | undefined => {
  if (!clocks.has(timeZone)) clocks.set(timeZone, newClock(timeZone))
  return clocks.get(timeZone)
}

const newClock = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' })
  } catch {
    return undefined
  }
}
