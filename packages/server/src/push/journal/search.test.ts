import { afterAll, beforeAll, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { sentAtMs } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { bindToken } from '../tokens.ts'
import { insertJournalRows } from './insert.ts'
import { searchStories, type StoryOwner } from './search.ts'

let store: TestStore
const owner = { sdkAppID: 1 }

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  const certificateID = await seed.certificate(store)
  await seed.device(store, { deviceID: 'phone', deviceName: 'Pixel' })
  await seed.device(store, { deviceID: 'tablet' })
  await seed.device(store, { deviceID: 'eves', userID: 'eve' })
  const token = { sdkAppID: 1, certificateID, token: 'token-1', nowMs: sentAtMs }
  await bindToken(store, { ...token, deviceID: 'phone', userID: 'bob' })
  const row = { sdkAppID: 1, userID: 'bob', deviceID: 'phone' }
  const detail = { notification: { title: 'Ann', body: 'hello' } }
  await insertJournalRows(store, [
    { ...row, msgID: 'm-1', atMs: sentAtMs, stage: 'decided', reason: 'device-offline' },
    { ...row, msgID: 'm-1', atMs: sentAtMs + 1, stage: 'queued', reason: 'queued', detail, vendor: 'fcm' },
    { ...row, msgID: 'm-1', atMs: sentAtMs + 2, stage: 'accepted', reason: 'vendor-accepted', vendor: 'fcm' },
    { ...row, msgID: 'm-1', deviceID: 'tablet', atMs: sentAtMs + 1, stage: 'suppressed', reason: 'kicked' },
    { ...row, msgID: 'm-2', atMs: sentAtMs + 10, stage: 'suppressed', reason: 'muted' },
    {
      ...row,
      msgID: 'm-3',
      userID: 'eve',
      deviceID: 'eves',
      atMs: sentAtMs + 20,
      stage: 'suppressed',
      reason: 'muted',
    },
    {
      ...row,
      msgID: 'm-4',
      userID: 'eve',
      deviceID: 'phone',
      atMs: sentAtMs + 30,
      stage: 'suppressed',
      reason: 'other-user',
    },
  ])
})
afterAll(async () => await store.close())

const search = async (
  whose: StoryOwner,
  change: { fromMs?: number; untilMs?: number; limit?: number } = {},
) => {
  const { stories } = await searchStories(store, {
    ...owner,
    owner: whose,
    fromMs: sentAtMs,
    untilMs: sentAtMs + 1_000,
    limit: 10,
    ...change,
  })
  return stories.map(
    (story) => `${story.msgID} ${story.userID} ${story.deviceID} ${story.state} ${story.reason}`,
  )
}

it.each<[string, StoryOwner, string[]]>([
  [
    'a user',
    { userID: 'bob' },
    [
      'm-2 bob phone suppressed muted',
      'm-1 bob phone accepted vendor-accepted',
      'm-1 bob tablet suppressed kicked',
    ],
  ],
  [
    'a device, whoever used it',
    { deviceID: 'phone' },
    [
      'm-4 eve phone suppressed other-user',
      'm-2 bob phone suppressed muted',
      'm-1 bob phone accepted vendor-accepted',
    ],
  ],
  [
    'a token: the user who reported it',
    { token: 'token-1' },
    ['m-2 bob phone suppressed muted', 'm-1 bob phone accepted vendor-accepted'],
  ],
  ['an unknown token', { token: 'token-2' }, []],
  ['an unknown user', { userID: 'nobody' }, []],
])('finds the stories of %s, newest first', async (_, whose, expected) => {
  expect(await search(whose)).toEqual(expected)
})

it('gives pages and spans', async () => {
  expect(await search({ userID: 'bob' }, { limit: 1 })).toEqual(['m-2 bob phone suppressed muted'])
  expect(await search({ userID: 'bob' }, { untilMs: sentAtMs + 10 })).toHaveLength(2)
  expect(await search({ userID: 'bob' }, { fromMs: sentAtMs + 11 })).toEqual([])
})

it('says where the next page begins, and when there is none', async () => {
  const bobs = { ...owner, owner: { userID: 'bob' }, fromMs: sentAtMs }
  const first = await searchStories(store, { ...bobs, untilMs: sentAtMs + 1_000, limit: 1 })
  // By what was found, not by when the first of its devices was done.
  expect(first.nextUntilMs).toBe(sentAtMs + 11)
  const second = await searchStories(store, { ...bobs, untilMs: sentAtMs + 11, limit: 1 })
  expect([second.stories[0]?.msgID, second.nextUntilMs]).toEqual(['m-2', sentAtMs + 10])
  const third = await searchStories(store, { ...bobs, untilMs: sentAtMs + 10, limit: 2 })
  expect([third.stories.length, third.nextUntilMs]).toEqual([2, undefined])
})

it('tells what was shown and where', async () => {
  const { stories } = await searchStories(store, {
    ...owner,
    owner: { deviceID: 'phone' },
    fromMs: sentAtMs,
    untilMs: sentAtMs + 5,
    limit: 1,
  })
  expect(stories[0]).toEqual({
    msgID: 'm-1',
    userID: 'bob',
    deviceID: 'phone',
    deviceName: 'Pixel',
    platform: 'android',
    vendor: 'fcm',
    state: 'accepted',
    reason: 'vendor-accepted',
    atMs: sentAtMs + 2,
    notification: { title: 'Ann', body: 'hello' },
  })
})
