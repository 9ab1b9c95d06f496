import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import type { ServerEvents } from '../../events.ts'
import type { Database, Db } from '../../store/db.ts'
import { openTestStore, type TestStore } from '../../store/testing.ts'
import { createTestClock } from '../testing/clock.ts'
import { sentAtMs, testMessage } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { maintainPartitions, partitionChanges } from './partitions.ts'
import { loadProgress, progressOf } from './progress.ts'
import type { JournalRow } from './row.ts'
import { loadStory } from './story.ts'
import { createJournalWriter, type JournalWriterOptions } from './writer.ts'

let db: TestStore
const DAY_MS = 86_400_000

beforeAll(async () => {
  db = await openTestStore()
  await seed.app(db)
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate journal, outbox, messages, devices cascade' })
})

const row = (change: Partial<JournalRow> = {}): JournalRow => ({
  atMs: sentAtMs,
  sdkAppID: 1,
  msgID: 'm-1',
  userID: 'bob',
  deviceID: 'phone',
  stage: 'decided',
  reason: 'device-offline',
  ...change,
})

const writer = (options: Partial<JournalWriterOptions> = {}, on: Db = db) => {
  const events = {
    journalWritten: vi.fn<ServerEvents['journalWritten']>(),
    fault: vi.fn<ServerEvents['fault']>(),
  }
  return { events, journal: createJournalWriter({ db: on, clock: createTestClock(), events, options }) }
}

const stored = async (): Promise<number> =>
  (
    await db.query<{ count: number }>({
      name: 'test.count',
      text: 'select count(*)::int as count from journal',
    })
  )[0]?.count ?? -1

describe('the writer', () => {
  it('stores what comes together in one statement, in order', async () => {
    const { journal, events } = writer()
    const done: string[] = []
    journal.append([row()], () => done.push('first'))
    journal.append([row({ stage: 'queued', reason: 'queued' }), row({ stage: 'sent', reason: 'sent' })], () =>
      done.push('second'),
    )
    await journal.flush()
    expect(done).toEqual(['first', 'second'])
    expect(events.journalWritten.mock.calls).toEqual([[{ rows: 3 }]])
    const story = await loadProgress(db, ['m-1'])
    expect(story.get('m-1')?.get('bob\nphone')).toMatchObject({ attempts: 1, state: 'pending' })
  })

  it('is full at its bound and has room again when rows are stored', async () => {
    const { journal } = writer({ fullAtRows: 2 })
    journal.append([row(), row()])
    expect(journal.isFull()).toBe(true)
    await journal.room()
    expect(journal.isFull()).toBe(false)
    expect(await stored()).toBe(2)
  })

  it('tries again while the database does not answer, and loses nothing', async () => {
    let failures = 2
    const flaky: Db = {
      query: async (statement, values) => {
        if (failures-- > 0) throw Object.assign(new Error('terminating connection'), { code: '57P01' })
        return await db.query(statement, values)
      },
    }
    const { journal, events } = writer({}, flaky)
    journal.append([row()])
    await journal.flush()
    expect(await stored()).toBe(1)
    expect(events.fault).toHaveBeenCalledTimes(2)
  })

  it('leaves out a row the database can never take, and stores the others', async () => {
    const { journal, events } = writer()
    const whenStored = vi.fn<() => void>()
    const rows = [row(), row({ atMs: Number.MAX_VALUE }), row(), row({ msgID: 'm-2' })]
    journal.append(rows, whenStored)
    await journal.flush()
    expect(await stored()).toBe(3)
    expect(whenStored).toHaveBeenCalledOnce()
    expect(events.fault).toHaveBeenCalled()
  })

  it('takes any text', async () => {
    const { journal, events } = writer()
    const text = 'a\0b\u{D800}c\u{1F600}'
    journal.append([
      row({
        vendorWords: { code: text, text: text.repeat(200) },
        detail: { notification: { title: text, body: text } },
      }),
    ])
    await journal.flush()
    expect(events.fault).not.toHaveBeenCalled()
    await seed.message(db, testMessage())
    const [device] = (await loadStory(db, 'm-1'))?.devices ?? []
    expect(device?.entries[0]?.notification).toEqual({
      title: 'a\u{FFFD}b\u{FFFD}c\u{1F600}',
      body: 'a\u{FFFD}b\u{FFFD}c\u{1F600}',
    })
  })
})

describe('partitions', () => {
  const names = async () =>
    (
      await db.query<{ name: string }>({
        name: 'test.names',
        text: `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'journal'::regclass and c.relname like 'journal_p%' order by 1`,
      })
    ).map((found) => found.name)

  it('are planned from what there is', () => {
    const nowMs = Date.parse('2026-03-01T12:00:00Z')
    const existing = ['journal_default', 'journal_p20260227', 'journal_p20260226', 'journal_p20260301']
    expect(partitionChanges(existing, { nowMs, daysAhead: 1, retentionDays: 2 })).toEqual({
      makeDaysMs: [Date.parse('2026-03-02T00:00:00Z')],
      drop: ['journal_p20260226'],
    })
  })

  it('are made with the rows that already came, also by two nodes at once, and dropped in their time', async () => {
    const nowMs = sentAtMs + DAY_MS / 2
    const { journal } = writer()
    journal.append([row(), row({ atMs: sentAtMs + DAY_MS, msgID: 'm-2' })])
    await journal.flush()
    const plan = { nowMs, daysAhead: 2, retentionDays: 3 }
    await Promise.all([maintainPartitions(db, plan), maintainPartitions(db, plan)])
    await maintainPartitions(db, plan)
    expect(await names()).toEqual(['journal_p20260101', 'journal_p20260102', 'journal_p20260103'])
    journal.append([row({ stage: 'accepted', reason: 'vendor-accepted' })])
    await journal.flush()
    const inDefault = await db.query({ name: 'test.default', text: 'select 1 from journal_default' })
    expect([inDefault.length, await stored()]).toEqual([0, 3])
    await maintainPartitions(db, { ...plan, nowMs: nowMs + 5 * DAY_MS })
    expect(await names()).toEqual(['journal_p20260103', ...[6, 7, 8].map((day) => `journal_p2026010${day}`)])
    expect(await stored()).toBe(0)
  })
})

describe('partitions while rows are written', () => {
  it('lose nothing and refuse nothing', async () => {
    const { journal, events } = writer({ gatherMs: 0, rowsPerInsert: 10 })
    const firstDayMs = sentAtMs + 100 * DAY_MS
    const rows = 500
    const writing = (async () => {
      for (let index = 0; index < rows; index += 1) {
        journal.append([row({ atMs: firstDayMs + (index % 10) * DAY_MS })])
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await maintainPartitions(db, { nowMs: firstDayMs, daysAhead: 9, retentionDays: 500 })
    await writing
    await journal.flush()
    expect(await stored()).toBe(rows)
    expect(events.fault).not.toHaveBeenCalled()
  })
})

describe('partitions while rows are read', () => {
  const waitingReaders = {
    name: 'test.waiting',
    text: `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  }

  it('hide none from a reader who comes between the move and the commit', async () => {
    const { journal } = writer()
    const atMs = sentAtMs + 200 * DAY_MS
    journal.append([row({ atMs })])
    await journal.flush()
    let reading: Promise<unknown[]> | undefined
    const startReaderBefore: Database = {
      ...db,
      transaction: async (work) =>
        await db.transaction(
          async (transaction) =>
            await work({
              async query(statement, values) {
                if (reading === undefined && statement.name.startsWith('journal.attach.')) {
                  reading = db.query(
                    { name: 'test.read', text: 'select at from journal where msg_id = $1' },
                    ['m-1'],
                  )
                  await until('the reader waits', async () => (await db.query(waitingReaders)).length > 0)
                }
                return await transaction.query(statement, values)
              },
            }),
        ),
    }
    await maintainPartitions(startReaderBefore, { nowMs: atMs, daysAhead: 0, retentionDays: 500 })
    expect(await reading).toEqual([{ at: atMs }])
  })
})

describe('progress', () => {
  it.each([
    ['nothing', [], { state: 'pending', reason: 'undecided' }],
    ['acknowledged', ['decided device-foreground', 'acknowledged acknowledged'], { state: 'acknowledged' }],
    [
      'background: an acknowledgement ends nothing',
      ['decided device-background', 'queued queued', 'acknowledged acknowledged'],
      { state: 'pending', reason: 'acknowledged', pushReason: 'device-background' },
    ],
    [
      'accepted after an acknowledgement',
      ['decided unacknowledged', 'sent sent', 'acknowledged acknowledged', 'accepted vendor-accepted'],
      { state: 'accepted', reason: 'vendor-accepted' },
    ],
    [
      'waiting',
      ['decided device-offline', 'sent sent', 'waiting outcome-unknown'],
      { state: 'pending', attempts: 1, unknowns: 1, waitsUntilMs: 5 },
    ],
    [
      'restarted',
      ['decided device-offline', 'waiting vendor-busy', 'waiting server-restarted', 'decided device-offline'],
      { state: 'pending', reason: 'device-offline' },
    ],
    [
      'with a request out, which may have been taken',
      ['decided device-offline', 'queued queued', 'sent sent'],
      { state: 'pending', reason: 'sent', attempts: 1, unknowns: 1, isUnanswered: true },
    ],
    [
      'in the background with a request out, and acknowledged meanwhile',
      ['decided device-background', 'queued queued', 'sent sent', 'acknowledged acknowledged'],
      { state: 'pending', attempts: 1, unknowns: 1, isUnanswered: true },
    ],
    [
      'answered: nothing unknown',
      ['decided device-offline', 'queued queued', 'sent sent', 'waiting vendor-busy'],
      { state: 'pending', reason: 'vendor-busy', attempts: 1, unknowns: 0 },
    ],
    [
      'shown',
      ['decided device-offline', 'accepted vendor-accepted', 'shown sent'],
      { state: 'accepted', reason: 'vendor-accepted' },
    ],
    [
      'reported from the phone although no answer came',
      ['decided device-offline', 'sent sent', 'waiting outcome-unknown', 'delivered delivered'],
      { state: 'accepted', reason: 'delivered', attempts: 1 },
    ],
    [
      'reported, and given up by one who did not know',
      ['sent sent', 'delivered delivered', 'expired no-answer', 'tapped tapped'],
      { state: 'accepted', reason: 'delivered' },
    ],
    [
      'reported before the answer was written down',
      ['sent sent', 'delivered delivered', 'accepted vendor-accepted'],
      { state: 'accepted', reason: 'vendor-accepted' },
    ],
    [
      'pushed in the background, then in front and acknowledged',
      ['decided device-background', 'sent sent', 'decided device-foreground', 'acknowledged acknowledged'],
      { state: 'acknowledged', attempts: 1 },
    ],
    [
      'dropped: taken all the same',
      ['sent sent', 'accepted vendor-accepted', 'dropped notifications-off'],
      { state: 'accepted', reason: 'vendor-accepted' },
    ],
  ])('%s', (_name, entries, expected) => {
    const parsed = entries.map((entry) => {
      const [stage, reason] = entry.split(' ') as [JournalRow['stage'], JournalRow['reason']]
      return {
        stage,
        reason,
        ...(stage === 'waiting' && reason !== 'server-restarted' ? { retryAtMs: 5 } : {}),
      }
    })
    expect(progressOf(parsed)).toMatchObject(expected)
  })
})

describe('the story', () => {
  it('does not know what does not exist', async () => {
    expect(await loadStory(db, 'nothing')).toBeUndefined()
  })

  it('tells every device with its entries in order', async () => {
    await seed.message(db, testMessage({ seq: 4 }))
    await seed.device(db, { deviceID: 'phone', deviceName: 'Redmi' })
    const { journal } = writer()
    journal.append([
      row({
        detail: { notification: { title: 'Ann', body: 'hello' } },
        certificateID: 10_001,
        vendor: 'fcm',
      }),
      row({ deviceID: 'old', stage: 'suppressed', reason: 'kicked' }),
      row({
        atMs: sentAtMs + 1,
        stage: 'waiting',
        reason: 'vendor-busy',
        vendor: 'fcm',
        vendorWords: { code: 'HTTP 503' },
        detail: { retryAtMs: sentAtMs + 9 },
      }),
      row({
        atMs: sentAtMs + 2,
        stage: 'accepted',
        reason: 'vendor-accepted',
        vendor: 'fcm',
        vendorRequestID: 'r1',
      }),
    ])
    await journal.flush()
    expect(await loadStory(db, 'm-1')).toEqual({
      msgID: 'm-1',
      sdkAppID: 1,
      sender: 'ann',
      receiver: 'bob',
      seq: 4,
      sentAtMs,
      devices: [
        {
          userID: 'bob',
          deviceID: 'phone',
          deviceName: 'Redmi',
          platform: 'android',
          vendor: 'fcm',
          state: 'accepted',
          reason: 'vendor-accepted',
          entries: [
            {
              atMs: sentAtMs,
              stage: 'decided',
              reason: 'device-offline',
              certificateID: 10_001,
              vendor: 'fcm',
              notification: { title: 'Ann', body: 'hello' },
            },
            {
              atMs: sentAtMs + 1,
              stage: 'waiting',
              reason: 'vendor-busy',
              vendor: 'fcm',
              vendorWords: { code: 'HTTP 503' },
              retryAtMs: sentAtMs + 9,
            },
            {
              atMs: sentAtMs + 2,
              stage: 'accepted',
              reason: 'vendor-accepted',
              vendor: 'fcm',
              vendorRequestID: 'r1',
            },
          ],
        },
        {
          userID: 'bob',
          deviceID: 'old',
          state: 'suppressed',
          reason: 'kicked',
          entries: [{ atMs: sentAtMs, stage: 'suppressed', reason: 'kicked' }],
        },
      ],
    })
  })

  it('shows a recipient about whom nothing is decided yet as pending', async () => {
    await seed.message(db, testMessage(), { owner: 'a', untilMs: sentAtMs })
    expect((await loadStory(db, 'm-1'))?.devices).toEqual([
      { userID: 'bob', deviceID: '', state: 'pending', reason: 'undecided', entries: [] },
    ])
  })

  it('tells of an online-only message, which is stored nowhere else', async () => {
    const message = { sender: 'ann', receiver: 'bob', sentAtMs }
    const { journal } = writer()
    journal.append([
      row({ msgID: 'o-1', reason: 'device-foreground', detail: { message } }),
      row({
        msgID: 'o-1',
        deviceID: 'away',
        stage: 'suppressed',
        reason: 'online-only',
        detail: { message },
      }),
    ])
    await journal.flush()
    const states = async (nowMs: number) =>
      (await loadStory(db, 'o-1', nowMs))?.devices.map(
        (device) => `${device.deviceID} ${device.state} ${device.reason}`,
      )
    expect(await states(sentAtMs + 1)).toEqual([
      'phone pending device-foreground',
      'away suppressed online-only',
    ])
    expect(await states(sentAtMs + 61_000)).toEqual([
      'phone suppressed online-only',
      'away suppressed online-only',
    ])
    expect(await loadStory(db, 'o-1')).toMatchObject({ sender: 'ann', receiver: 'bob', sentAtMs })
  })
})
