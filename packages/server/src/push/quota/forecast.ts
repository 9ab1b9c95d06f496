import type { ConsoleQuotaForecast } from '@carillon/protocol'

import { reserveOf } from '../planner/quota.ts'

const DAY_MS = 86_400_000

/** A day is this old before anything is said of its rest. */
const leastAgeMs = 30 * 60_000

/** What becomes of a day's share when the rest of its day goes as the day so far. Pure. */
export const forecastQuota = (
  { used, perDay, resetsAtMs }: { used: number; perDay: number; resetsAtMs: number },
  nowMs: number,
): ConsoleQuotaForecast => {
  if (used >= perDay) return { kind: 'spent' }
  const startMs = resetsAtMs - DAY_MS
  const ageMs = nowMs - startMs
  if (ageMs < leastAgeMs) return { kind: 'too-early' }
  const perMs = used / ageMs
  const usedAtReset = Math.round(perMs * DAY_MS)
  if (usedAtReset < perDay) return { kind: 'lasts', usedAtReset }
  const reachedMs = (count: number): number => Math.round(startMs + count / perMs)
  return { kind: 'runs-out', atMs: reachedMs(perDay), ordinaryUntilMs: reachedMs(perDay - reserveOf(perDay)) }
}
