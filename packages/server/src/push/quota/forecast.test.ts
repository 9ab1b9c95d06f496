import { expect, it } from 'vitest'

import { forecastQuota } from './forecast.ts'

const startMs = Date.parse('2026-01-01T16:00:00Z')
const HOUR_MS = 3_600_000
const resetsAtMs = startMs + 24 * HOUR_MS
const at = (hour: number, used: number) =>
  forecastQuota({ used, perDay: 1_000, resetsAtMs }, startMs + hour * HOUR_MS)

it.each([
  ['the day is young', 0.4, 500, { kind: 'too-early' }],
  ['nothing was sent', 12, 0, { kind: 'lasts', usedAtReset: 0 }],
  ['it is enough', 12, 499, { kind: 'lasts', usedAtReset: 998 }],
  ['it is used up', 12, 1_000, { kind: 'spent' }],
  ['more was sent than is taken', 0.1, 1_200, { kind: 'spent' }],
  [
    'it runs out, and the last tenth is kept',
    10,
    500,
    {
      kind: 'runs-out',
      atMs: startMs + 20 * HOUR_MS,
      ordinaryUntilMs: startMs + 18 * HOUR_MS,
    },
  ],
])('%s: at hour %d %d are used', (_, hour, used, expected) => {
  expect(at(hour, used)).toEqual(expected)
})
