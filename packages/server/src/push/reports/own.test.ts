import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import { createJournalWriter } from '../journal/writer.ts'
import { createTestClock } from '../testing/clock.ts'
import { createExclusive } from './exclusive.ts'
import { createOwnReports } from './own.ts'

let db: TestStore
const clock = createTestClock()
const nowMs = clock.now()
const sentAtMs = nowMs - 60_000

beforeAll(async () => {
  db = await openTestStore()
})
afterAll(async () => await db.close())
beforeEach(async () => {
  await db.query({ name: 'test.empty', text: 'truncate journal' })
})

const bobsPhone = { sdkAppID: 1, userID: 'bob', deviceID: 'phone' }

const row = (change: Partial<JournalRow>): JournalRow => ({
  atMs: sentAtMs,
  msgID: 'm-1',
  ...bobsPhone,
  stage: 'sent',
  reason: 'sent',
  certificateID: 7,
  vendor: 'fcm',
  ...change,
})

const open = () => {
  const seen: string[] = []
  const events = {
    pushReported: ({ what, result }: { what: string; result: string }) => seen.push(`${what} ${result}`),
    journalWritten: () => undefined,
    fault: ({ where }: { where: string }) => seen.push(`fault ${where}`),
  }
  const journal = createJournalWriter({ db, clock, events })
  return { seen, reports: createOwnReports({ db, clock, journal, events, exclusive: createExclusive() }) }
}

const heard = async (): Promise<string[]> => {
  const rows = await db.query<{ entry: string }>({
    name: 'test.heard',
    text: `select concat_ws(' ', user_id, device_id, msg_id, stage, reason, vendor, certificate_id,
        round(extract(epoch from at) * 1000) - ${sentAtMs}, detail->>'class') as entry
      from journal where stage in ('shown', 'tapped') order by journal_id`,
  })
  return rows.map(({ entry }) => entry)
}

it('notes a tap once, however often and together with what it is reported', async () => {
  await insertJournalRows(db, [
    row({}),
    row({ stage: 'accepted', reason: 'vendor-accepted', detail: { class: 'high' } }),
  ])
  const { seen, reports } = open()
  const tap = { msgID: 'm-1', what: 'tapped', atMs: sentAtMs + 5_000 } as const
  expect(await Promise.all([reports.take(bobsPhone, [tap, tap]), reports.take(bobsPhone, [tap])])).toEqual([
    true,
    true,
  ])
  expect(await reports.take(bobsPhone, [tap, { ...tap, what: 'shown' }])).toBe(true)
  expect(await heard()).toEqual([
    'bob phone m-1 tapped tapped fcm 7 5000 high',
    'bob phone m-1 shown shown fcm 7 5000 high',
  ])
  expect(seen.toSorted()).toEqual([
    'shown noted',
    'tapped known',
    'tapped known',
    'tapped known',
    'tapped noted',
  ])
})

it.each([
  ['before it was sent', sentAtMs - 1_000, 'sent'],
  ['in the future', nowMs + 999_999_999, 'now'],
  ['at no time it tells', undefined, 'now'],
])('a tap %s is noted between the sending and now', async (_, atMs, expected) => {
  await insertJournalRows(db, [row({})])
  const { reports } = open()
  await reports.take(bobsPhone, [{ msgID: 'm-1', what: 'tapped', ...(atMs === undefined ? {} : { atMs }) }])
  const [entry = ''] = await heard()
  const afterMs = Number(entry.split(' ').at(-1))
  if (expected === 'sent') expect(afterMs).toBe(0)
  else expect(sentAtMs + afterMs).toSatisfy((ms: number) => ms >= nowMs && ms <= clock.now())
})

it.each([
  ['another user', { ...bobsPhone, userID: 'eve' }, 'm-1'],
  ['another device', { ...bobsPhone, deviceID: 'tablet' }, 'm-1'],
  ['another app', { ...bobsPhone, sdkAppID: 2 }, 'm-1'],
  ['a message nobody knows', bobsPhone, 'm-2'],
  ['a push that was never sent', bobsPhone, 'm-3'],
  ['no text a database takes', bobsPhone, 'm\0'],
])('a report of %s notes nothing', async (_, reporter, msgID) => {
  await insertJournalRows(db, [row({}), row({ msgID: 'm-3', stage: 'suppressed', reason: 'muted' })])
  const { reports } = open()
  expect(await reports.take(reporter, [{ msgID, what: 'tapped' }])).toBe(true)
  expect(await heard()).toEqual([])
})

it('takes nothing after its end', async () => {
  const { reports } = open()
  await reports.close()
  expect(await reports.take(bobsPhone, [{ msgID: 'm-1', what: 'tapped' }])).toBe(false)
})
