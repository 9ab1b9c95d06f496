import { describe, expect, it } from 'vitest'

import { isTimeZone, stepsOf } from './steps.ts'

const nowMs = Date.parse('2026-03-30T10:30:00Z')
const text = (starts: readonly number[]): string[] =>
  starts.map((atMs) => new Date(atMs).toISOString().slice(5, 16))

describe('a span is cut', () => {
  it('into hours, the last of which is not over', () => {
    expect(text(stepsOf({ nowMs, hours: 3, by: 'hour', timeZone: 'UTC' }))).toEqual([
      '03-30T08:00',
      '03-30T09:00',
      '03-30T10:00',
    ])
  })

  it.each<[string, string[]]>([
    ['UTC', ['03-28T00:00', '03-29T00:00', '03-30T00:00']],
    ['Asia/Shanghai', ['03-27T16:00', '03-28T16:00', '03-29T16:00']],
    // Summer begins on the 29th, which has 23 hours.
    ['Europe/Berlin', ['03-27T23:00', '03-28T23:00', '03-29T22:00']],
    // Half an hour off: the first hour that starts on the day.
    ['Asia/Kolkata', ['03-27T19:00', '03-28T19:00', '03-29T19:00']],
  ])('into whole days of %s', (timeZone, expected) => {
    expect(text(stepsOf({ nowMs, hours: 72, by: 'day', timeZone }))).toEqual(expected)
  })

  it('into what there is, when it is shorter than a day', () => {
    expect(stepsOf({ nowMs, hours: 2, by: 'day', timeZone: 'UTC' })).toHaveLength(1)
  })
})

it.each([
  ['Asia/Seoul', true],
  ['UTC', true],
  ['Moon/Copernicus', false],
  ["'; drop", false],
])('%s is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected)
})
