import type { MessageAddress } from '@carillon/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { openTestStore, type TestStore } from '../../store/testing.ts'
import { sentAtMs, testMessage } from '../testing/plan-input.ts'
import { seed } from '../testing/seed.ts'
import { insertJournalRows } from './insert.ts'
import { searchMessages, type MessageSearch } from './search-messages.ts'

let store: TestStore
const hourMs = 3_600_000

const run = async (text: string, values: unknown[] = []) =>
  await store.query<any>({ name: `messages.${text.slice(0, 40)}`, text }, values)

const storeMessage = async (msgID: string, seq: number, atMs: number, address: MessageAddress) => {
  const { receiver, ...fields } = testMessage({ msgID, seq, timestampMs: atMs })
  const record = { ...fields, ...address, text: String(receiver) }
  const [kind, key] = address.groupID === undefined ? ['c2c', 'ann\nbob'] : ['group', address.groupID]
  await run(
    `with c as (insert into conversations (sdk_app_id, kind, key) values (1, $1, $2)
       on conflict (sdk_app_id, kind, key) do update set last_seq = 0 returning conversation_id)
     insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
     select conversation_id, $3, $4, 1, 'ann', 'ann-phone', $3, to_timestamp($5::float8 / 1000.0), $6 from c`,
    [kind, key, seq, msgID, atMs, JSON.stringify(record)],
  )
}

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
  const choir = { groupID: 'choir' }
  await storeMessage('old', 1, sentAtMs - 30 * hourMs, choir)
  await storeMessage('first', 2, sentAtMs, choir)
  await storeMessage('second', 3, sentAtMs + 10, choir)
  await storeMessage('to-bob', 1, sentAtMs + 10, { receiver: 'bob' })
  const row = {
    sdkAppID: 1,
    msgID: 'first',
    atMs: sentAtMs + 5,
    stage: 'suppressed',
    reason: 'muted',
  } as const
  const detail = { notification: { title: 'Choir', body: 'Ann: hello' } }
  await insertJournalRows(store, [
    { ...row, userID: 'bob', deviceID: 'phone' },
    { ...row, userID: 'eve', deviceID: 'phone-of-eve' },
    { ...row, userID: 'eve', deviceID: 'tablet', stage: 'queued', reason: 'queued', detail },
    {
      ...row,
      userID: 'eve',
      deviceID: 'tablet',
      stage: 'accepted',
      reason: 'vendor-accepted',
      vendor: 'fcm',
    },
  ])
})
afterAll(async () => await store.close())

const search = async (change: Partial<MessageSearch> = {}) =>
  await searchMessages(store, {
    sdkAppID: 1,
    fromMs: sentAtMs,
    untilMs: sentAtMs + hourMs,
    limit: 10,
    ...change,
  })

const found = async (change: Partial<MessageSearch>) =>
  (await search(change)).messages.map(({ msgID }) => msgID)

it.each<[string, Partial<MessageSearch>, string[]]>([
  ['of a group', { groupID: 'choir' }, ['second', 'first']],
  ['of a group, further back', { groupID: 'choir', fromMs: 0 }, ['second', 'first', 'old']],
  ['of a group, until then', { groupID: 'choir', fromMs: 0, untilMs: sentAtMs }, ['old']],
  ['of a group there is not', { groupID: 'Choir' }, []],
  ['of the app', {}, ['second', 'to-bob', 'first']],
  ['of the app, a long time back', { fromMs: 0 }, ['second', 'to-bob', 'first', 'old']],
  ['of another app', { sdkAppID: 2, fromMs: 0 }, []],
])('finds the messages %s', async (_, change, expected) => {
  expect(await found(change)).toEqual(expected)
})

it('tells of each what became of it on all devices together', async () => {
  const { messages } = await search({ groupID: 'choir' })
  expect(messages).toEqual([
    { msgID: 'second', groupID: 'choir', sender: 'ann', sentAtMs: sentAtMs + 10, outcomes: [] },
    {
      msgID: 'first',
      groupID: 'choir',
      sender: 'ann',
      sentAtMs,
      outcomes: [
        { state: 'suppressed', reason: 'muted', devices: 2 },
        { state: 'accepted', reason: 'vendor-accepted', devices: 1 },
      ],
      notification: { title: 'Choir', body: 'Ann: hello' },
    },
  ])
})

it.each<[string, Partial<MessageSearch>]>([
  ['a group', { groupID: 'choir' }],
  ['the app', {}],
])('goes on page by page to the end of %s', async (_, change) => {
  const all = await found({ ...change, fromMs: 0 })
  const seen = new Set<string>()
  let untilMs: number | undefined = sentAtMs + hourMs
  for (let pages = 0; untilMs !== undefined && pages < 10; pages += 1) {
    const page = await search({ ...change, fromMs: 0, untilMs, limit: 2 })
    for (const { msgID } of page.messages) seen.add(msgID)
    untilMs = page.nextUntilMs
  }
  expect(untilMs).toBeUndefined()
  expect([...seen]).toEqual(all)
})

it('reads one large message rather than none, and leaves what is beyond for the next page', async () => {
  await storeMessage('large', 4, sentAtMs + 20, { groupID: 'choir' })
  await run(
    `insert into journal (at, sdk_app_id, msg_id, user_id, device_id, stage, reason)
     select to_timestamp($1::float8 / 1000.0), 1, 'large', 'u' || n, 'd' || n, 'suppressed', 'no-token'
     from generate_series(1, 20001) n`,
    [sentAtMs + 20],
  )
  const { messages, nextUntilMs } = await search({ groupID: 'choir' })
  expect(messages).toMatchObject([
    { msgID: 'large', outcomes: [{ state: 'suppressed', reason: 'no-token', devices: 20_001 }] },
  ])
  expect(await found({ groupID: 'choir', untilMs: nextUntilMs ?? 0, limit: 1 })).toEqual(['large'])
  expect(await found({ groupID: 'choir', untilMs: sentAtMs + 20 })).toEqual(['second', 'first'])
})
