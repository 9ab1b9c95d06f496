import type { AllReceiveOption } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { isQuiet } from './quiet-hours.ts'

const at = (text: string): number => Date.parse(text)
const chosen = (change: Partial<AllReceiveOption> = {}): AllReceiveOption => ({
  option: 2,
  startHour: 22,
  startMinute: 0,
  startSecond: 0,
  durationSeconds: 9 * 3600,
  utcOffsetMinutes: 0,
  setAtMs: at('2026-01-01T12:00:00Z'),
  ...change,
})

describe('quiet hours', () => {
  const cases: [name: string, option: AllReceiveOption | null, now: string, expected: boolean][] = [
    ['nothing chosen', null, '2026-01-02T23:00:00Z', false],
    ['option 0', chosen({ option: 0 }), '2026-01-02T23:00:00Z', false],
    ['a second before they begin', chosen(), '2026-01-02T21:59:59Z', false],
    ['as they begin', chosen(), '2026-01-02T22:00:00Z', true],
    ['after midnight', chosen(), '2026-01-03T03:00:00Z', true],
    ['their last second', chosen(), '2026-01-03T06:59:59Z', true],
    ['as they end', chosen(), '2026-01-03T07:00:00Z', false],
    ['within one day', chosen({ startHour: 12, durationSeconds: 3600 }), '2026-01-03T12:59:59Z', true],
    [
      'after a nap within one day',
      chosen({ startHour: 12, durationSeconds: 3600 }),
      '2026-01-03T13:00:00Z',
      false,
    ],
    [
      'minutes and seconds count',
      chosen({ startMinute: 30, startSecond: 15 }),
      '2026-01-02T22:30:14Z',
      false,
    ],
    [
      'as minutes and seconds are reached',
      chosen({ startMinute: 30, startSecond: 15 }),
      '2026-01-02T22:30:15Z',
      true,
    ],
    ['the offset of the user', chosen({ utcOffsetMinutes: 540 }), '2026-01-02T13:00:00Z', true],
    [
      'the offset of the user, in the afternoon',
      chosen({ utcOffsetMinutes: 540 }),
      '2026-01-02T22:00:00Z',
      false,
    ],
    ['west of Greenwich', chosen({ utcOffsetMinutes: -300 }), '2026-01-03T03:00:00Z', true],
    ['a zone in winter', chosen({ timeZone: 'Europe/Berlin' }), '2026-01-02T21:00:00Z', true],
    ['a zone in summer', chosen({ timeZone: 'Europe/Berlin' }), '2026-07-02T20:00:00Z', true],
    [
      'a zone in summer, an hour before',
      chosen({ timeZone: 'Europe/Berlin' }),
      '2026-07-02T19:59:59Z',
      false,
    ],
    [
      'an unknown zone falls back to the offset',
      chosen({ timeZone: 'Mars/Olympus' }),
      '2026-01-02T22:00:00Z',
      true,
    ],
    [
      'for good, before the first evening',
      chosen({ durationSeconds: 86_400 }),
      '2026-01-01T21:59:59Z',
      false,
    ],
    [
      'for good, from the first evening on',
      chosen({ durationSeconds: 86_400 }),
      '2026-01-01T22:00:00Z',
      true,
    ],
    [
      'for good, set in the morning, in the afternoon',
      chosen({ durationSeconds: 86_400, setAtMs: at('2026-01-01T09:00:00Z') }),
      '2026-01-01T21:59:59Z',
      false,
    ],
    [
      'for good, set in the morning, in the evening',
      chosen({ durationSeconds: 86_400, setAtMs: at('2026-01-01T09:00:00Z') }),
      '2026-01-01T22:00:00Z',
      true,
    ],
    ['for good, days later at noon', chosen({ durationSeconds: 86_400 }), '2026-01-05T12:00:00Z', true],
    ['once, before', once(), '2026-01-02T09:59:59Z', false],
    ['once, as it begins', once(), '2026-01-02T10:00:00Z', true],
    ['once, half an hour later', once(), '2026-01-02T10:30:00Z', true],
    [
      'for good, set at noon for the next morning',
      chosen({ startHour: 8, durationSeconds: 86_400 }),
      '2026-01-02T07:59:59Z',
      false,
    ],
    [
      'for good, the next morning',
      chosen({ startHour: 8, durationSeconds: 86_400 }),
      '2026-01-02T08:00:00Z',
      true,
    ],
    [
      'a zone of half hours',
      chosen({ timeZone: 'Asia/Kolkata', startMinute: 30, startSecond: 20 }),
      '2026-01-02T17:00:19Z',
      false,
    ],
    [
      'a zone of half hours, a second later',
      chosen({ timeZone: 'Asia/Kolkata', startMinute: 30, startSecond: 20 }),
      '2026-01-02T17:00:20Z',
      true,
    ],
    ['once, as it ends', once(), '2026-01-02T11:00:00Z', false],
  ]

  it.each(cases)('%s', (_, option, now, expected) => {
    expect(isQuiet(option, at(now))).toBe(expected)
  })
})

function once(): AllReceiveOption {
  return chosen({ startTimeStampMs: at('2026-01-02T10:00:00Z'), durationSeconds: 3600 })
}
