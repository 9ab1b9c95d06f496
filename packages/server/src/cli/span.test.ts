import { expect, it } from 'vitest'

import { spanOf } from './span.ts'

const nowMs = Date.parse('2026-02-10T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()

it.each([
  [{}, '2026-02-09T12:00:00.000Z', '2026-02-10T12:00:00.000Z'],
  [{ since: '90m' }, '2026-02-10T10:30:00.000Z', '2026-02-10T12:00:00.000Z'],
  [{ since: '7d', until: '12h' }, '2026-02-03T12:00:00.000Z', '2026-02-10T00:00:00.000Z'],
  [{ since: '45s' }, '2026-02-10T11:59:15.000Z', '2026-02-10T12:00:00.000Z'],
  [
    { since: '2026-02-01', until: '2026-02-02T06:00:00Z' },
    '2026-02-01T00:00:00.000Z',
    '2026-02-02T06:00:00.000Z',
  ],
])('%o is a span', (options, from, until) => {
  const span = spanOf(options, nowMs)
  expect([iso(span.fromMs), iso(span.untilMs)]).toEqual([from, until])
})

it.each([
  [{ since: 'yesterday' }, '--since: expected a time ago'],
  [{ until: '5 weeks' }, '--until: expected a time ago'],
  [{ since: '1h', until: '2h' }, '--since 1h is not before the end'],
])('%o is none', (options, words) => {
  expect(() => spanOf(options, nowMs)).toThrow(words)
})
