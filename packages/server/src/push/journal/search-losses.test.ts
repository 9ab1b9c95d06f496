import { afterAll, beforeAll, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { sentAtMs } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { bindToken } from '../tokens.ts'
import { insertJournalRows } from './insert.ts'
import type { JournalRow } from './row.ts'
import { searchLosses, type LossSearch } from './search-losses.ts'

let store: TestStore

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  await seed.device(store, { deviceID: 'phone', deviceName: 'Pixel' })
  await seed.device(store, { deviceID: 'tablet' })
  const certificateID = await seed.certificate(store, 'oppo')
  await bindToken(store, {
    sdkAppID: 1,
    userID: 'bob',
    deviceID: 'phone',
    certificateID,
    token: 'token-1',
    nowMs: sentAtMs,
  })
  const row = (ms: number, change: Partial<JournalRow>): JournalRow => ({
    sdkAppID: 1,
    msgID: 'm-1',
    userID: 'bob',
    deviceID: 'phone',
    atMs: sentAtMs + ms,
    stage: 'suppressed',
    reason: 'muted',
    ...change,
  })
  await insertJournalRows(store, [
    row(0, { deviceID: 'tablet', stage: 'waiting', reason: 'vendor-busy', vendor: 'fcm' }),
    row(1, { msgID: 'm-1' }),
    row(1, { msgID: 'm-1', deviceID: 'tablet', stage: 'accepted', reason: 'vendor-accepted', vendor: 'fcm' }),
    row(2, { msgID: 'm-2', deviceID: 'tablet' }),
    row(3, { msgID: 'm-3', stage: 'accepted', reason: 'vendor-accepted', vendor: 'oppo' }),
    row(4, { msgID: 'm-3', stage: 'dropped', reason: 'notifications-off', vendor: 'oppo' }),
    row(5, { msgID: 'm-4', sdkAppID: 2 }),
  ])
})
afterAll(async () => await store.close())

const search = async (change: Partial<LossSearch>) => {
  const { stories, nextUntilMs } = await searchLosses(store, {
    sdkAppID: 1,
    reason: 'muted',
    fromMs: sentAtMs,
    untilMs: sentAtMs + 1_000,
    limit: 10,
    ...change,
  })
  const next = nextUntilMs === undefined ? [] : [nextUntilMs - sentAtMs]
  return [...stories.map(({ msgID, deviceID, state }) => `${msgID} ${deviceID} ${state}`), ...next]
}

it.each<[string, Partial<LossSearch>, (string | number)[]]>([
  ['a cause, newest first', {}, ['m-2 tablet suppressed', 'm-1 phone suppressed']],
  ['what the vendor dropped later', { reason: 'notifications-off' }, ['m-3 phone dropped']],
  ['no loss where it was tried again', { reason: 'vendor-busy' }, []],
  ['the vendor of a token', { vendor: 'oppo' }, ['m-1 phone suppressed']],
  ['the vendor of a push', { reason: 'notifications-off', vendor: 'oppo' }, ['m-3 phone dropped']],
  ['another vendor', { vendor: 'vivo' }, []],
  ['a page', { limit: 1 }, ['m-2 tablet suppressed', 3]],
  ['the next page', { limit: 1, untilMs: sentAtMs + 2 }, ['m-1 phone suppressed', 1]],
  ['a page of a vendor', { limit: 1, vendor: 'oppo' }, ['m-1 phone suppressed', 2]],
  ['a span', { fromMs: sentAtMs + 2 }, ['m-2 tablet suppressed']],
])('finds %s', async (_, change, expected) => {
  expect(await search(change)).toEqual(expected)
})

it('tells the whole story of the device', async () => {
  const { stories } = await searchLosses(store, {
    sdkAppID: 1,
    reason: 'notifications-off',
    fromMs: sentAtMs,
    untilMs: sentAtMs + 10,
    limit: 5,
  })
  expect(stories).toEqual([
    {
      msgID: 'm-3',
      userID: 'bob',
      deviceID: 'phone',
      deviceName: 'Pixel',
      platform: 'android',
      vendor: 'oppo',
      state: 'dropped',
      reason: 'notifications-off',
      atMs: sentAtMs + 4,
    },
  ])
})
