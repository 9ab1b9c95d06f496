import { quotaDayOf } from '@carillon/channels'
import type { ConsoleAlarm, ConsoleQuota } from '@carillon/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { closeAlarm, insertAlarm } from '../alarms/queries.ts'
import type { Signal } from '../alarms/types.ts'
import { systemClock } from '../clock.ts'
import type { LaneState } from '../push/lanes/types.ts'
import { insertJournalRows } from '../push/journal/insert.ts'
import type { JournalRow } from '../push/journal/row.ts'
import { addQuotaCounts } from '../push/quota/counts.ts'
import { rollUp } from '../push/statistics/roll-up.ts'
import { openTestConsole, type Asker, type TestConsole } from './testing.ts'

// Between two hours, so that the hour does not change under the test.
const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000

let console: TestConsole
let owner: Asker
let sdkAppID: number
const lanes: LaneState[] = []
const certificateIDs: number[] = []

beforeAll(async () => {
  console = await openTestConsole({
    clock: { ...systemClock, now: () => nowMs },
    push: {
      selfTest: async () => await Promise.resolve(undefined),
      story: async () => await Promise.resolve(undefined),
      state: () => ({ lanes, openMessages: 3, journal: { rows: 2, oldestMs: 40 } }),
    },
  })
  owner = await console.owner('Olive')
  sdkAppID = (await owner.ask('POST', '/apps', { name: 'Messenger' })).body.sdkAppID
  for (const fields of [{ quotaPerDay: '1000' }, {}]) {
    const { body } = await owner.ask('POST', `/apps/${sdkAppID}/certificates`, {
      vendor: 'vivo',
      name: 'live',
      fields: { appID: '10004', appKey: 'a'.repeat(32), appSecret: 'b'.repeat(32), ...fields },
    })
    certificateIDs.push(body.certificateID)
  }
})
afterAll(async () => {
  expect(console.faults).toEqual([])
  await console[Symbol.asyncDispose]()
})

describe('statistics', () => {
  beforeAll(async () => {
    const rows = (count: number, hoursAgo: number, change: Partial<JournalRow>): JournalRow[] =>
      Array.from({ length: count }, (_, index) => ({
        sdkAppID,
        atMs: nowMs - hoursAgo * 3_600_000,
        msgID: 'm',
        userID: 'bob',
        deviceID: `phone-${index}`,
        stage: 'accepted',
        reason: 'vendor-accepted',
        vendor: 'fcm',
        ...change,
      }))
    await insertJournalRows(console.store, [
      ...rows(8, 0, { vendor: 'vivo' }),
      ...rows(2, 0, { vendor: 'vivo', stage: 'tapped', reason: 'tapped' }),
      ...rows(2, 2, { stage: 'suppressed', reason: 'muted' }),
      ...rows(100, 30, {}),
    ])
    await rollUp(console.store, nowMs)
  })
  const ask = async (query = '') => await owner.ask('GET', `/apps/${sdkAppID}/statistics${query}`)

  it('are those of the last day, where nothing else is asked', async () => {
    const { body } = await ask()
    expect(body.series.atMs).toHaveLength(24)
    expect([body.series.eligible.at(-1), body.series.tapped.at(-1), body.series.lost.at(-3)]).toEqual([
      8, 2, 2,
    ])
    expect(body.total).toMatchObject({ eligible: 10, accepted: 8, suppressed: 2, tapped: 2 })
    expect(body.losses).toEqual([{ stage: 'suppressed', reason: 'muted', count: 2 }])
    expect(body.vendors).toEqual(['vivo', 'fcm'])
  })

  it('are filtered, and go by days of a time zone', async () => {
    const { body } = await ask('?hours=96&by=day&timeZone=Asia/Seoul&vendor=fcm')
    expect(body.total.eligible).toBe(102)
    expect(body.vendors).toEqual(['fcm', 'vivo'])
    const startsInSeoul = body.series.atMs.map((atMs: number) => (atMs / 3_600_000 + 9) % 24)
    expect(new Set(startsInSeoul)).toEqual(new Set([0]))
  })

  it.each([
    ['?hours=0', 'hours'],
    ['?hours=169', 'hours'],
    ['?hours=745&by=day', 'hours'],
    ['?by=minute', 'by'],
    ['?timeZone=Moon/Crater', 'timeZone'],
    ['?vendor=nokia', 'vendor'],
    ['?class=%00', 'class'],
    ['?since=1d', 'since'],
  ])('are refused for %s, beside the field', async (query, field) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'CRL_INVALID', field } })
  })

  it('are of an app that is there', async () => {
    expect(await owner.ask('GET', '/apps/1/statistics')).toMatchObject({
      status: 404,
      body: { code: 'CRL_APP_NOT_FOUND' },
    })
  })
})

it('lanes are those of the app’s certificates, whether they were used or not', async () => {
  const [first = 0, second = 0] = certificateIDs
  const cause = { reason: 'lane-stopped', words: { code: '10201' }, retryAtMs: nowMs } as const
  lanes.push({ certificateID: first, vendor: 'vivo', waiting: 7, inFlight: 1, gate: 'stopped', cause })
  lanes.push({ certificateID: 999_999, vendor: 'fcm', waiting: 0, inFlight: 0, gate: 'open' })
  const { body } = await owner.ask('GET', `/apps/${sdkAppID}/lanes`)
  expect(body).toEqual({
    openMessages: 3,
    journal: { rows: 2, oldestMs: 40 },
    lanes: [
      {
        certificateID: first,
        vendor: 'vivo',
        name: 'live',
        state: 'stopped',
        waiting: 7,
        inFlight: 1,
        cause,
      },
      { certificateID: second, vendor: 'vivo', name: 'live', state: 'idle', waiting: 0, inFlight: 0 },
    ],
  })
})

it('quotas are those of shares whose size is known, with a forecast', async () => {
  const [certificateID = 0] = certificateIDs
  const quotas = async (): Promise<ConsoleQuota[]> =>
    (await owner.ask('GET', `/apps/${sdkAppID}/quotas`)).body.quotas
  const share = { certificateID, vendor: 'vivo', name: 'live', perDay: 1_000, reserve: 100 }
  expect(await quotas()).toMatchObject([{ ...share, className: 'system', used: 0 }])
  const day = quotaDayOf({ resetHour: 0 }, nowMs)
  const key = { certificateID, deviceID: '', day }
  await addQuotaCounts(
    console.store,
    [
      { ...key, className: 'operational' },
      { ...key, className: 'operational', deviceID: 'phone' },
    ],
    [1_000, 2],
  )
  const found = await quotas()
  expect(found).toMatchObject([
    { ...share, className: 'operational', used: 1_000, forecast: { kind: 'spent' } },
    { className: 'system', used: 0 },
  ])
  expect(found[0]?.resetsAtMs).toBeGreaterThan(nowMs)
})

it('alarms come with what they mean and what to do', async () => {
  const [certificateID = 0] = certificateIDs
  const alarm = (change: Partial<Signal>): Signal => ({
    kind: 'lane-stopped',
    subject: String(certificateID),
    state: 'bad',
    severity: 'critical',
    text: 'refused',
    ...change,
  })
  await insertAlarm(console.store, alarm({}), nowMs - 1_000)
  for (const [subject, hours] of [
    ['fcm', 2],
    ['oppo', 50],
  ] as const) {
    const opened = await insertAlarm(
      console.store,
      alarm({ kind: 'dead-tokens', subject }),
      nowMs - hours * 3_600_000,
    )
    await closeAlarm(
      console.store,
      opened?.alarmID ?? 0,
      { text: 'mended' },
      nowMs - hours * 3_600_000 + 1_000,
    )
  }
  const alarms = async (query = ''): Promise<ConsoleAlarm[]> =>
    (await owner.ask('GET', `/alarms${query}`)).body.alarms
  const [open, closed, ...others] = await alarms()
  expect(open).toMatchObject({
    kind: 'lane-stopped',
    severity: 'critical',
    openedAtMs: nowMs - 1_000,
    certificate: { certificateID, sdkAppID, vendor: 'vivo', name: 'live' },
    meaning: expect.stringContaining('Nothing is sent'),
    remedy: expect.stringContaining('mend'),
  })
  expect(open).not.toHaveProperty('closedAtMs')
  expect(closed).toMatchObject({ kind: 'dead-tokens', subject: 'fcm', closedAtMs: expect.any(Number) })
  expect(closed).not.toHaveProperty('certificate')
  expect(others).toEqual([])
  expect(await alarms('?hours=72')).toHaveLength(3)
})
