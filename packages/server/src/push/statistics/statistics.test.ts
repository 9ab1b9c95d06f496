import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import { seed } from '../testing/seed.ts'
import { bindToken } from '../tokens.ts'
import { rollUp } from './roll-up.ts'
import { pushStatistics, type StatisticsQuery } from './statistics.ts'

const HOUR_MS = 3_600_000
const nowMs = Date.parse('2026-11-23T10:30:00Z')

let db: TestStore

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate journal, push_stats, push_tokens, devices cascade' })
})

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

const ask = async (change: Partial<StatisticsQuery> = {}) =>
  await pushStatistics(db, { fromMs: nowMs - HOUR_MS, untilMs: nowMs, by: 'vendor', ...change })

describe('what is counted', () => {
  it('is what devices ended with, what was heard later, and losses by cause', async () => {
    const sent = row({})
    await insertJournalRows(db, [
      ...(['decided', 'queued', 'sent'] as const).map((stage) =>
        row({ ...sent, stage, reason: stage === 'decided' ? 'device-offline' : stage }),
      ),
      sent,
      { ...sent, stage: 'delivered', reason: 'delivered' },
      { ...sent, stage: 'tapped', reason: 'tapped' },
      row({ vendor: 'xiaomi', stage: 'refused', reason: 'token-dead-by-vendor' }),
      row({ vendor: 'xiaomi', stage: 'dropped', reason: 'notifications-off' }),
      row({ vendor: 'xiaomi' }),
      row({ stage: 'acknowledged', reason: 'acknowledged', detail: { pushGoesOn: true } }),
      row({ stage: 'acknowledged', reason: 'acknowledged' }),
      row({ stage: 'suppressed', reason: 'muted' }),
      row({ stage: 'suppressed', reason: 'muted' }),
    ])
    expect(await rollUp(db, nowMs)).toBe(true)
    const { total, groups } = await ask()
    expect(total).toEqual({
      eligible: 6,
      acknowledged: 1,
      accepted: 2,
      refused: 1,
      suppressed: 2,
      expired: 0,
      delivered: 1,
      shown: 0,
      tapped: 1,
      dropped: 1,
      losses: [
        { stage: 'suppressed', reason: 'muted', count: 2 },
        expect.objectContaining({ count: 1 }),
        expect.objectContaining({ count: 1 }),
      ],
    })
    expect(groups.map(({ key, eligible, dropped }) => [key, eligible, dropped])).toEqual([
      ['fcm', 4, 0],
      ['xiaomi', 2, 1],
    ])
  })

  it('goes by app, class, version of the app, reason and hour', async () => {
    await seed.device(db, { deviceID: 'old', userID: 'bob' })
    await seed.device(db, { deviceID: 'new', userID: 'bob' })
    await db.query({
      name: 'test.versions',
      text: `update devices set app_version = case device_id when 'old' then '1.0' else '2.0' end`,
    })
    await insertJournalRows(db, [
      row({ deviceID: 'old', detail: { class: 'IM' } }),
      row({ deviceID: 'new', detail: { class: 'IM' }, atMs: nowMs - HOUR_MS }),
      row({ deviceID: 'new', stage: 'expired', reason: 'deadline-passed' }),
      row({ deviceID: 'none', atMs: nowMs - 3 * HOUR_MS }),
      row({ deviceID: 'other', sdkAppID: 2 }),
    ])
    await rollUp(db, nowMs)
    const keys = async (change: Partial<StatisticsQuery>) =>
      Object.fromEntries((await ask(change)).groups.map(({ key, eligible }) => [key, eligible]))
    expect(await keys({ by: 'app' })).toEqual({ 1: 3, 2: 1 })
    expect(await keys({ by: 'class', sdkAppID: 1 })).toEqual({ IM: 2, '': 1 })
    expect(await keys({ by: 'version', sdkAppID: 1 })).toEqual({ '1.0': 1, '2.0': 2 })
    expect(await keys({ by: 'reason', sdkAppID: 1 })).toEqual({ 'vendor-accepted': 2, 'deadline-passed': 1 })
    expect(await keys({ by: 'hour', sdkAppID: 1 })).toEqual({
      '2026-11-23T09:00:00Z': 1,
      '2026-11-23T10:00:00Z': 2,
    })
    expect(await keys({ by: 'hour', appVersion: '2.0', class: 'IM', vendor: 'fcm' })).toEqual({
      '2026-11-23T09:00:00Z': 1,
    })
  })

  it('is of the vendor whose token the device has, where none was asked', async () => {
    await seed.device(db, { deviceID: 'phone', userID: 'bob' })
    // The newest one's, when it has several: it counts once.
    for (const [age, vendor] of (['oppo', 'fcm'] as const).entries())
      await bindToken(db, {
        sdkAppID: 1,
        deviceID: 'phone',
        userID: 'bob',
        certificateID: await seed.certificate(db, vendor),
        token: 'token',
        nowMs: nowMs - age,
      })
    const { vendor: _, ...unasked } = row({ deviceID: 'phone', stage: 'suppressed', reason: 'muted' })
    await insertJournalRows(db, [unasked])
    await rollUp(db, nowMs)
    expect((await ask()).groups.map(({ key, eligible }) => [key, eligible])).toEqual([['oppo', 1]])
  })
})

describe('counting', () => {
  const eligible = async (): Promise<number> => (await ask()).total.eligible

  it('counts every row once, whoever stores and counts at the same time', async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 10; i += 1) {
        await db.transaction(async (transaction) => {
          await insertJournalRows(transaction, [row({ userID: `u${writer}` })])
          // Numbers given first are stored last.
          await transaction.query({ name: 'test.pause', text: 'select pg_sleep($1::float8)' }, [
            (writer % 3) * 0.004,
          ])
        })
      }
    })
    const counters = Array.from({ length: 3 }, async () => {
      for (let i = 0; i < 15; i += 1) await rollUp(db, nowMs)
    })
    await Promise.all([...writers, ...counters])
    await rollUp(db, nowMs)
    expect(await eligible()).toBe(80)
  })

  it('goes on where it was after it was cut off in the middle', async () => {
    await insertJournalRows(db, [row({}), row({})])
    const cutOff = {
      query: db.query.bind(db),
      transaction: async <T>(work: (transaction: typeof db) => Promise<T>): Promise<T> =>
        await db.transaction(async (transaction) => {
          const result = await work(transaction as typeof db)
          if (result !== undefined && typeof result === 'string') throw new Error('the server died')
          return result
        }),
    }
    await expect(rollUp(cutOff as unknown as typeof db, nowMs)).rejects.toThrow('died')
    expect(await eligible()).toBe(0)
    await rollUp(db, nowMs)
    await rollUp(db, nowMs)
    expect(await eligible()).toBe(2)
  })
})
