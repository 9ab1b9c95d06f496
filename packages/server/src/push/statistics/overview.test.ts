import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import { seed } from '../testing/seed.ts'
import { statisticsOverview, type OverviewQuery } from './overview.ts'
import { rollUp } from './roll-up.ts'
import { pushStatistics } from './statistics.ts'

const HOUR_MS = 3_600_000
const nowMs = Date.parse('2026-11-23T10:30:00Z')

let db: TestStore
let deviceNumber = 0

const row = (change: Partial<JournalRow>): JournalRow => ({
  atMs: nowMs,
  sdkAppID: 1,
  msgID: 'm',
  userID: 'bob',
  deviceID: `device-${(deviceNumber += 1)}`,
  stage: 'accepted',
  reason: 'vendor-accepted',
  vendor: 'fcm',
  ...change,
})

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
  await seed.device(db, { deviceID: 'new', userID: 'bob' })
  await db.query({ name: 'test.version', text: `update devices set app_version = '2.0'` })
  await insertJournalRows(db, [
    row({ deviceID: 'new', detail: { class: 'IM' } }),
    row({ deviceID: 'new', stage: 'delivered', reason: 'delivered', detail: { class: 'IM' } }),
    row({ deviceID: 'new', stage: 'tapped', reason: 'tapped', detail: { class: 'IM' } }),
    row({ atMs: nowMs - 2 * HOUR_MS, vendor: 'xiaomi' }),
    row({ atMs: nowMs - 2 * HOUR_MS, vendor: 'xiaomi', stage: 'dropped', reason: 'notifications-off' }),
    row({ atMs: nowMs - HOUR_MS, stage: 'suppressed', reason: 'muted' }),
    row({ atMs: nowMs - HOUR_MS, stage: 'suppressed', reason: 'muted' }),
    row({ vendor: 'xiaomi', stage: 'refused', reason: 'token-dead-by-vendor' }),
    // Of another app, and of long ago.
    row({ sdkAppID: 2, vendor: 'oppo' }),
    row({ atMs: nowMs - 40 * HOUR_MS, vendor: 'vivo' }),
  ])
  await rollUp(db, nowMs)
})
afterAll(async () => await db.close())

const ask = async (change: Partial<OverviewQuery> = {}) =>
  await statisticsOverview(db, { sdkAppID: 1, nowMs, hours: 4, by: 'hour', timeZone: 'UTC', ...change })

it('has time, causes, vendors and classes that account for the same devices', async () => {
  const found = await ask()
  expect(found.series).toEqual({
    atMs: [7, 8, 9, 10].map((hour) => Date.parse(`2026-11-23T${String(hour).padStart(2, '0')}:00:00Z`)),
    eligible: [0, 1, 2, 2],
    accepted: [0, 1, 0, 1],
    delivered: [0, 0, 0, 1],
    tapped: [0, 0, 0, 1],
    lost: [0, 1, 2, 1],
  })
  expect(found.total).toMatchObject({ eligible: 5, accepted: 2, suppressed: 2, refused: 1, dropped: 1 })
  expect(found.losses[0]).toEqual({ stage: 'suppressed', reason: 'muted', count: 2 })
  expect(new Set(found.losses.slice(1))).toEqual(
    new Set([
      { stage: 'dropped', reason: 'notifications-off', count: 1 },
      { stage: 'refused', reason: 'token-dead-by-vendor', count: 1 },
    ]),
  )
  expect(found.byVendor.map(({ key, eligible }) => [key, eligible])).toEqual([
    ['fcm', 3],
    ['xiaomi', 2],
  ])
  expect(found.byClass.map(({ key, eligible }) => [key, eligible])).toEqual([
    ['', 4],
    ['IM', 1],
  ])
  expect(found).toMatchObject({ step: 'hour', countedAtMs: nowMs, untilMs: nowMs })
})

describe('however the counts are kept', () => {
  const many = 3
  beforeAll(async () => {
    const vendors = ['fcm', 'oppo', 'vivo'] as const
    const ends = [
      ['accepted', 'vendor-accepted'],
      ['delivered', 'delivered'],
      ['suppressed', 'muted'],
      ['expired', 'deadline-passed'],
    ] as const
    // Every hour of six days, in portions, as a server counts them.
    for (let portion = 0; portion < 3; portion += 1) {
      const rows = Array.from({ length: 300 }, (_, index) => {
        const [stage, reason] = ends[(index * 7 + portion) % ends.length] ?? ends[0]
        return row({
          sdkAppID: many,
          atMs: nowMs - ((index * 13 + portion) % 144) * HOUR_MS,
          vendor: vendors[(index + portion) % 3] ?? 'fcm',
          stage,
          reason,
          detail: { class: index % 5 === 0 ? 'IM' : 'MARKETING' },
        })
      })
      await insertJournalRows(db, rows)
      await rollUp(db, nowMs)
    }
  })

  it.each<[string, Partial<OverviewQuery>]>([
    ['an hour', { hours: 1 }],
    ['part of a day of UTC', { hours: 9 }],
    ['two parts of days', { hours: 12 }],
    ['days and parts of others', { hours: 100 }],
    ['days of a time zone', { hours: 120, by: 'day', timeZone: 'Asia/Shanghai' }],
    ['whole days of UTC', { hours: 120, by: 'day' }],
    ['a vendor', { hours: 100, vendor: 'oppo' }],
    ['a class', { hours: 100, class: 'IM' }],
    ['a vendor and a class, by days', { hours: 100, vendor: 'vivo', class: 'IM', by: 'day' }],
  ])('counts %s as the command does', async (_, change) => {
    const found = await ask({ sdkAppID: many, ...change })
    const { vendor, class: className } = change
    const { total, groups } = await pushStatistics(db, {
      sdkAppID: many,
      fromMs: found.fromMs,
      untilMs: nowMs,
      by: 'vendor',
      ...(vendor === undefined ? {} : { vendor }),
      ...(className === undefined ? {} : { class: className }),
    })
    const { losses, ...counts } = total
    expect(total.eligible).toBeGreaterThan(0)
    expect(found.total).toEqual(counts)
    expect(new Set(found.losses)).toEqual(new Set(losses))
    const byVendor = (list: readonly { key: string; eligible: number }[]) =>
      Object.fromEntries(list.map(({ key, eligible }) => [key, eligible]))
    expect(byVendor(found.byVendor)).toEqual(byVendor(groups))
    const sum = (counted: readonly number[]): number => counted.reduce((all, each) => all + each, 0)
    expect(sum(found.series.eligible)).toBe(counts.eligible)
    expect(sum(found.series.delivered)).toBe(counts.delivered)
    expect(sum(found.series.lost)).toBe(sum(losses.map(({ count }) => count)))
  })
})

it('is filtered, and still says what else could be chosen', async () => {
  const byVendor = await ask({ vendor: 'xiaomi' })
  expect(byVendor.total).toMatchObject({ eligible: 2, accepted: 1, refused: 1 })
  expect(byVendor.byVendor.map(({ key }) => key)).toEqual(['xiaomi'])
  expect(byVendor).toMatchObject({ vendors: ['fcm', 'xiaomi'], classes: ['IM'], appVersions: ['2.0'] })
  const narrow = await ask({ vendor: 'fcm', class: 'IM', appVersion: '2.0' })
  expect([narrow.total.eligible, narrow.total.tapped, narrow.losses]).toEqual([1, 1, []])
  expect((await ask({ class: 'nothing' })).total.eligible).toBe(0)
})

it('goes by days', async () => {
  const { series, step } = await ask({ hours: 72, by: 'day' })
  expect(step).toBe('day')
  expect(series.eligible).toEqual([1, 0, 5])
})
