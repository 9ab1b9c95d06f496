import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

import { quotaDayOf } from '@carillon/channels'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createMetrics, createServerEvents, createLog } from '../observability/index.ts'
import type { PushEngineState } from '../push/types.ts'
import { createTestClock } from '../push/testing/clock.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { alarmsPage } from './alarms-page.ts'
import { alarmKey, evaluate } from './evaluate.ts'
import { alarmKinds } from './kinds.ts'
import { addQuotaCounts } from '../push/quota/counts.ts'
import { listAlarms } from './queries.ts'
import { usedShares } from '../push/quota/used-shares.ts'
import { signalsOf, type Observation, type VendorCounts } from './signals.ts'
import type { Alarm, Signal } from './types.ts'
import { createAlarmWatch } from './watch.ts'
import { signatureOf } from './webhook.ts'
import { RecentCounts } from './window.ts'

const DAY_MS = 86_400_000
const startMs = Date.parse('2026-11-23T10:30:00Z')

const nothing: Observation = {
  nowMs: startMs,
  vendors: [],
  lanes: [],
  certificates: [],
  quotas: [],
  journalWaitMs: 0,
  outboxOverdueMs: 0,
}

const counts = (change: Partial<VendorCounts> = {}): VendorCounts => ({
  answered: 0,
  accepted: 0,
  dead: 0,
  delivered: 0,
  ...change,
})

const vendor = (
  lastTenMinutes: Partial<VendorCounts>,
  lastHalfHour: Partial<VendorCounts> = {},
  before = { ended: 1_000, accepted: 1_000, delivered: 900 },
): Partial<Observation> => ({
  vendors: [
    { vendor: 'xiaomi', lastTenMinutes: counts(lastTenMinutes), lastHalfHour: counts(lastHalfHour), before },
  ],
})

const lane = (gate: PushEngineState['lanes'][number]['gate'], shutMs?: number): Partial<Observation> => ({
  lanes: [
    {
      vendor: 'fcm',
      certificateID: 7,
      waiting: 0,
      inFlight: 0,
      gate,
      ...(shutMs === undefined ? {} : { shutSinceMs: startMs - shutMs }),
    },
  ],
})

const certificate = (days: number): Partial<Observation> => ({
  certificates: [{ certificateID: 9, vendor: 'apns', name: 'old', notAfterMs: startMs + days * DAY_MS }],
})

const quota = (share: number): Partial<Observation> => ({
  quotas: [
    { certificateID: 9, vendor: 'oppo', className: 'IM', used: Math.round(share * 1_000), perDay: 1_000 },
  ],
})

const stateOf = (kind: string, seen: Partial<Observation>, isOpen: boolean): string =>
  signalsOf({ ...nothing, ...seen }, () => isOpen).find((signal) => signal.kind === kind)?.state ?? 'none'

describe('what is bad', () => {
  it.each<[kind: string, what: string, seen: Partial<Observation>, whenClosed: string, whenOpen: string]>([
    ['acceptance-rate', 'all is taken', vendor({ answered: 100, accepted: 100 }), 'good', 'good'],
    ['acceptance-rate', 'half is taken', vendor({ answered: 100, accepted: 50 }), 'bad', 'bad'],
    ['acceptance-rate', 'between the bounds', vendor({ answered: 100, accepted: 85 }), 'good', 'bad'],
    ['acceptance-rate', 'too few', vendor({ answered: 49, accepted: 0 }), 'unsure', 'unsure'],
    [
      'acceptance-rate',
      'it never was better',
      vendor({ answered: 100, accepted: 50 }, {}, { ended: 1_000, accepted: 500, delivered: 0 }),
      'good',
      'good',
    ],
    [
      'acceptance-rate',
      'nothing to compare with',
      vendor({ answered: 100, accepted: 0 }, {}, { ended: 199, accepted: 199, delivered: 0 }),
      'unsure',
      'unsure',
    ],
    ['receipt-rate', 'as ever', vendor({}, { accepted: 100, delivered: 90 }), 'good', 'good'],
    ['receipt-rate', 'hardly any', vendor({}, { accepted: 100, delivered: 40 }), 'bad', 'bad'],
    ['receipt-rate', 'between the bounds', vendor({}, { accepted: 100, delivered: 60 }), 'good', 'bad'],
    ['receipt-rate', 'too few', vendor({}, { accepted: 99, delivered: 0 }), 'unsure', 'unsure'],
    [
      'receipt-rate',
      'it never reports',
      vendor({}, { accepted: 100 }, { ended: 1_000, accepted: 1_000, delivered: 0 }),
      'none',
      'none',
    ],
    ['dead-tokens', 'some', vendor({ answered: 1_000, dead: 60 }), 'good', 'good'],
    ['dead-tokens', 'many', vendor({ answered: 250, dead: 60 }), 'bad', 'bad'],
    ['dead-tokens', 'a large part of few', vendor({ answered: 20, dead: 20 }), 'good', 'bad'],
    ['dead-tokens', 'between the bounds', vendor({ answered: 400, dead: 60 }), 'good', 'bad'],
    ['dead-tokens', 'quiet', vendor({}), 'good', 'good'],
    ['lane-stopped', 'open', lane('open'), 'good', 'good'],
    ['lane-stopped', 'refused', lane('stopped'), 'bad', 'bad'],
    ['lane-stopped', 'tried', lane('trying'), 'unsure', 'unsure'],
    ['lane-shut', 'a minute', lane('shut', 60_000), 'unsure', 'unsure'],
    ['lane-shut', 'two minutes', lane('shut', 120_000), 'bad', 'bad'],
    ['lane-shut', 'works', lane('open'), 'good', 'good'],
    ['certificate-expiry', 'long to go', certificate(31), 'good', 'good'],
    ['certificate-expiry', 'near', certificate(30), 'bad', 'bad'],
    ['certificate-expiry', 'over', certificate(-1), 'bad', 'bad'],
    ['quota-near', 'some', quota(0.5), 'good', 'good'],
    ['quota-near', 'between the bounds', quota(0.87), 'good', 'bad'],
    ['quota-near', 'most', quota(0.9), 'bad', 'bad'],
    ['quota-near', 'a new day', quota(0), 'good', 'good'],
    ['journal-lag', 'quick', { journalWaitMs: 1_000 }, 'good', 'good'],
    ['journal-lag', 'between the bounds', { journalWaitMs: 5_000 }, 'good', 'bad'],
    ['journal-lag', 'slow', { journalWaitMs: 11_000 }, 'bad', 'bad'],
    ['outbox-lag', 'between the bounds', { outboxOverdueMs: 60_000 }, 'good', 'bad'],
    ['outbox-lag', 'overdue', { outboxOverdueMs: 121_000 }, 'bad', 'bad'],
    ['outbox-lag', 'not known', { outboxOverdueMs: undefined }, 'none', 'none'],
  ])('%s, %s', (kind, _, seen, whenClosed, whenOpen) => {
    expect(Object.keys(alarmKinds)).toContain(kind)
    expect([stateOf(kind, seen, false), stateOf(kind, seen, true)]).toEqual([whenClosed, whenOpen])
  })

  it.each([
    [30, 'warning'],
    [8, 'warning'],
    [7, 'critical'],
  ])('a certificate with %i days is a %s', (days, severity) => {
    expect(
      signalsOf({ ...nothing, ...certificate(days) }, () => false).find(({ subject }) => subject === '9'),
    ).toMatchObject({ severity, value: days })
  })
})

const signal = (state: Signal['state'], subject = 'fcm'): Signal => ({
  kind: 'dead-tokens',
  subject,
  state,
  severity: 'critical',
  text: 'words',
})

const alarm = (subject = 'fcm', updatedAtMs = startMs): Alarm => ({
  alarmID: 1,
  kind: 'dead-tokens',
  subject,
  severity: 'critical',
  openedAtMs: startMs,
  text: 'words',
  updatedAtMs,
})

describe('what is done', () => {
  it.each<[Signal['state'], boolean, string[]]>([
    ['bad', false, ['open']],
    ['bad', true, ['update']],
    ['good', false, []],
    ['good', true, ['close']],
    ['unsure', false, []],
    ['unsure', true, []],
  ])('%s, with an open alarm: %s', (state, isOpen, expected) => {
    const open = new Map(isOpen ? [[alarmKey(alarm()), alarm()]] : [])
    expect(evaluate([signal(state)], open, startMs).map(({ change }) => change)).toEqual(expected)
  })

  it('closes what nobody has seen for an hour', () => {
    const open = new Map([[alarmKey(alarm()), alarm('fcm', startMs)]])
    expect(evaluate([], open, startMs + 3_599_999)).toEqual([])
    expect(evaluate([signal('unsure')], open, startMs + 3_600_000)).toMatchObject([{ change: 'close' }])
  })

  it('never opens what is open, nor closes what is not', () => {
    const states = fc.constantFrom<Signal['state'][]>('bad', 'good', 'unsure')
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), states), { selector: ([s]) => s }),
        fc.subarray(['a', 'b', 'c', 'd', 'e']),
        (signals, openOnes) => {
          const open = new Map(openOnes.map((subject) => [alarmKey(alarm(subject)), alarm(subject)]))
          for (const change of evaluate(
            signals.map(([subject, state]) => signal(state, subject)),
            open,
            startMs,
          )) {
            if (change.change === 'open') expect(openOnes).not.toContain(change.signal.subject)
            else expect(openOnes).toContain(change.alarm.subject)
          }
        },
      ),
    )
  })
})

describe('the watch', () => {
  let db: TestStore
  beforeAll(async () => {
    db = await openTestStore()
  })
  afterAll(async () => await db.close())
  beforeEach(async () => {
    await db.query({ name: 'test.empty', text: 'truncate alarms, push_stats restart identity' })
  })

  interface Call {
    headers: IncomingHttpHeaders
    body: string
  }

  const receiver = async () => {
    const calls: Call[] = []
    let failures = 0
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        failures -= 1
        if (failures < 0) calls.push({ headers: request.headers, body })
        response.writeHead(failures < 0 ? 204 : 500).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      calls,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`,
      failNext: (times: number) => void (failures = times),
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }

  const open = (url?: string) => {
    const clock = createTestClock(startMs)
    const state: PushEngineState = { lanes: [], openMessages: 0, journal: { rows: 0, oldestMs: 0 } }
    const recent = new RecentCounts(() => clock.now())
    const lines: string[] = []
    const log = createLog({ logLevel: 'info', logFormat: 'json' }, { write: (line) => void lines.push(line) })
    const events = recent.watching(createServerEvents({ log, metrics: createMetrics() }))
    // Pauses between tries are jumped over.
    const quick = {
      now: clock.now,
      after: (ms: number, run: () => void) => clock.after(Math.min(ms, 5), run),
    }
    const watch = createAlarmWatch({
      db,
      clock: quick,
      events,
      tenants: { certificate: async () => await Promise.resolve(undefined) },
      push: { state: () => state },
      recent,
      webhook: url === undefined ? undefined : { url, secret: 'sixteen letters!' },
    })
    const setGate = (gate: 'open' | 'stopped') => {
      state.lanes = [{ vendor: 'fcm', certificateID: 7, waiting: 0, inFlight: 0, gate }]
    }
    return { clock, events, watch, setGate, lines }
  }

  const kept = async () =>
    (await listAlarms(db, { fromMs: 0, untilMs: startMs + DAY_MS, limit: 10 })).map((one) => [
      one.kind,
      one.subject,
      one.closedAtMs === undefined ? 'open' : 'closed',
    ])

  it('opens once, closes when mended, and tells log and webhook', async () => {
    await using outside = await receiver()
    const { watch, setGate, lines } = open(outside.url)
    setGate('stopped')
    await watch.look()
    await watch.look()
    expect(await kept()).toEqual([['lane-stopped', '7', 'open']])
    expect(watch.open()).toHaveLength(1)
    setGate('open')
    await watch.look()
    expect(await kept()).toEqual([['lane-stopped', '7', 'closed']])
    expect(watch.open()).toEqual([])
    await watch.stop()
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'alarm opened',
      'alarm closed',
    ])
    expect(outside.calls.map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual([
      'alarm.opened',
      'alarm.closed',
    ])
    for (const { headers, body } of outside.calls) {
      const [, at = '', signature] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['carillon-signature'])) ?? []
      expect(signature).toBe(signatureOf('sixteen letters!', Number(at), body))
    }
  })

  it('tells the webhook again until it takes it, also after a restart', async () => {
    await using outside = await receiver()
    const first = open(outside.url)
    first.setGate('stopped')
    outside.failNext(3)
    await first.watch.look()
    expect(outside.calls).toEqual([])
    expect(first.lines.at(-1)).toContain('HTTP 500')
    await first.watch.stop()
    const second = open(outside.url)
    second.setGate('stopped')
    outside.failNext(2)
    await second.watch.look()
    await second.watch.look()
    await second.watch.stop()
    expect(outside.calls).toHaveLength(1)
  })

  it('knows what is used of a share today, and that a new day brings a new one', async () => {
    await db.query({ name: 'test.emptyQuota', text: 'truncate push_quota' })
    const tenants = {
      certificate: async (certificateID: number) =>
        await Promise.resolve({
          certificateID,
          sdkAppID: 1,
          vendor: 'oppo' as const,
          name: 'oppo',
          revision: 1,
          certificate: { knowledge: { numbers: certificateID === 9 ? { quotaPerDay: 1_000 } : {} } },
        }),
    }
    const day = quotaDayOf({ resetHour: 0 }, startMs)
    await addQuotaCounts(
      db,
      [
        { certificateID: 9, className: 'IM', deviceID: '', day },
        { certificateID: 9, className: 'IM', deviceID: '', day: day - 1 },
        { certificateID: 9, className: 'IM', deviceID: 'phone', day },
        { certificateID: 8, className: 'IM', deviceID: '', day },
      ],
      [950, 400, 2, 10],
    )
    const used = async (nowMs: number) =>
      (await usedShares(db, tenants, nowMs)).map((one) => [one.className, one.used])
    expect(await used(startMs)).toEqual([['IM', 950]])
    expect(await used(startMs + DAY_MS)).toEqual([['IM', 0]])
    expect(await used(startMs + 4 * DAY_MS)).toEqual([])
  })

  it('hears from the events that a vendor takes less than it did', async () => {
    await db.query({
      name: 'test.before',
      text: `insert into push_stats values (1, to_timestamp(${startMs / 1000}) - interval '5 hours', 'fcm', '', '',
        'accepted', 'vendor-accepted', 1000)`,
    })
    const { watch, events, clock } = open()
    const answer = (outcome: string, tokens: number): void =>
      events.vendorAnswer({
        vendor: 'fcm',
        certificateID: 7,
        msgIDs: ['m'],
        tokens,
        outcome,
        code: '',
        durationMs: 1,
      })
    answer('accepted', 40)
    answer('retry', 30)
    await watch.look()
    expect(await kept()).toEqual([['acceptance-rate', 'fcm', 'open']])
    clock.advance(11 * 60_000)
    answer('accepted', 100)
    await watch.look()
    expect(await kept()).toEqual([['acceptance-rate', 'fcm', 'closed']])
    await watch.stop()
  })
})

it('docs/alarms.md is what the kinds say', async () => {
  await expect(alarmsPage()).toMatchFileSnapshot('../../../../docs/alarms.md')
})
