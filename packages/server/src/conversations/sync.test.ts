import fc from 'fast-check'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { clearConversation, deleteMessages, markAllRead, markRead } from '../messaging/index.ts'
import { recallMessage } from '../messaging/recall.ts'
import type { Chat } from '../messaging/testing/chat.ts'
import { createPeople, user } from '../messaging/testing/people.ts'
import { catchUp } from '../presence/index.ts'
import { raiseBadges } from '../push/devices.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { createGroup, deleteConversation, getConversations, pinConversation, totalUnread } from './index.ts'

let store: TestStore
let chat: Chat
let ann = ''
let bob = ''
let group = ''

const setUp = async (): Promise<void> => {
  ;({ chat, ann, bob, group } = await createPeople(store))
}

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})
afterAll(async () => await store.close())
beforeEach(setUp)

const parts = () => chat.messaging.parts

const send: Chat['post'] = async (sender, params) => await chat.post(sender, params)

/** Bob connects and is given what was missed. */
const connect = async (stateVersion?: number) => {
  const { session, link } = await chat.login({ userID: bob, deviceID: `phone-of-${bob}` })
  const { bookkeeping, clock } = chat
  await catchUp({ db: store, bookkeeping, clock, session, cursors: {}, stateVersion, windowMs: 86_400_000 })
  chat.leave({ session })
  return link
}

describe('a device that comes back', () => {
  it('is told what changed of its user’s own after the version it knows', async () => {
    await send(ann, { receiver: bob })
    const { msgID } = await send(ann, { receiver: bob })
    const first = await connect()
    expect(first.states).toEqual([])
    await pinConversation(parts(), user(bob), { conversationID: `c2c_${ann}`, isPinned: true })
    await createGroup(parts(), user(bob), { name: 'work', conversationIDs: [`c2c_${ann}`] })
    await deleteMessages(parts(), user(bob), [msgID])
    const { states, finished } = await connect(0)
    expect(states).toMatchObject([
      { groups: { names: ['work'] } },
      { conversations: [{ conversationID: `c2c_${ann}`, version: 3, groups: ['work'] }] },
      { deletions: [{ conversationID: `c2c_${ann}`, seqs: [2] }] },
    ])
    expect(finished).toEqual([3])
    expect((await connect(2)).states).toMatchObject([
      { groups: {} },
      { conversations: [{}] },
      { deletions: [{}] },
    ])
    expect((await connect(3)).states).toEqual([])
    // A version from a database that was lost.
    expect((await connect(99)).states).toMatchObject([{ groups: {} }])
  })

  it('is told all of it, however much it is', async () => {
    await store.query(
      {
        name: 'test.manyStates',
        text: `with made as (insert into conversations (sdk_app_id, kind, key)
            select 1, 'group', $1 || n from generate_series(1, 250) n returning conversation_id),
          joined as (insert into conversation_members
            (sdk_app_id, user_id, conversation_id, group_id, state_version)
            select 1, $1, conversation_id, conversation_id::text, 7 from made),
          raised as (update users set state_version = 7 where user_id = $1),
          here as (select conversation_id from conversation_members where user_id = $1 limit 1)
        insert into message_deletions (sdk_app_id, user_id, conversation_id, seq, state_version)
        select 1, $1, here.conversation_id, n, 7 from here, generate_series(1, 2001) n`,
      },
      [bob],
    )
    const { states, finished } = await connect(6)
    const conversations = states.flatMap((each) => each.conversations ?? [])
    expect(new Set(conversations.map(({ conversationID }) => conversationID)).size).toBe(250)
    expect(states.flatMap((each) => each.deletions ?? []).flatMap(({ seqs }) => seqs)).toHaveLength(2001)
    // Only the end says that it is all.
    expect(new Set(states.map(({ stateVersion }) => stateVersion))).toEqual(new Set([6]))
    expect(finished).toEqual([7])
  })
})

describe('badges', () => {
  const badge = async (): Promise<number> => {
    const [row] = await store.query<{ badge: number }>(
      {
        name: 'test.badge',
        text: `select reported_unread_count + pushes_since_report as badge from devices where user_id = $1`,
      },
      [bob],
    )
    return row?.badge ?? 0
  }
  const inBackground = async (unreadCount: number) => {
    const { session } = await chat.login({ userID: bob, deviceID: `phone-of-${bob}` })
    await chat.logins.background(session, unreadCount)
  }
  const push = async (pushes: number) =>
    await raiseBadges(store, [{ ...user(bob), deviceID: `phone-of-${bob}`, count: pushes }])

  it('go down by what was read elsewhere, and never below nothing', async () => {
    await send(ann, { receiver: bob })
    await send(ann, { receiver: bob })
    await inBackground(2)
    await send(ann, { groupID: group })
    await push(1)
    expect(await badge()).toBe(3)
    await markRead(parts(), user(bob), `c2c_${ann}`)
    expect(await badge()).toBe(1)
    await push(1)
    expect(await badge()).toBe(2)
    await send(ann, { groupID: group })
    await send(ann, { groupID: group })
    await markAllRead(parts(), user(bob))
    expect(await badge()).toBe(0)
    await markAllRead(parts(), user(bob))
    expect(await badge()).toBe(0)
  })

  it('go down by what was cleared or deleted unread, and not by what did not count', async () => {
    await inBackground(0)
    await send(ann, { receiver: bob })
    await send(ann, { receiver: bob, isExcludedFromUnreadCount: true })
    await send(bob, { receiver: ann })
    await push(1)
    await send(ann, { groupID: group })
    await push(1)
    expect(await badge()).toBe(2)
    await clearConversation(parts(), user(bob), `c2c_${ann}`)
    expect(await badge()).toBe(1)
    await deleteConversation(parts(), user(bob), { conversationID: `group_${group}` })
    expect(await badge()).toBe(0)
  })
})

it('reading and pushing many at once do not lock each other', async () => {
  const devices = Array.from({ length: 6 }, (_, index) => ({
    ...user(bob),
    deviceID: `device-${index}-of-${bob}`,
    count: 1,
  }))
  for (const { deviceID } of devices) await seed.device(store, { deviceID, userID: bob })
  for (let round = 0; round < 10; round += 1) {
    await send(ann, { receiver: bob })
    await Promise.all([
      raiseBadges(store, devices.toReversed()).catch((error: unknown) =>
        expect(error).toMatchObject({ code: '40P01' }),
      ),
      markAllRead(parts(), user(bob)),
    ])
  }
  expect(await totalUnread(store, user(bob))).toBe(0)
})

/** What may happen to the conversations of two users. */
type Step =
  | { kind: 'send'; from: 'ann' | 'bob'; to: 'c2c' | 'group'; isExcluded: boolean }
  | { kind: 'recall' | 'delete'; which: number }
  | { kind: 'read' | 'clear' | 'deleteConversation'; what: 'c2c' | 'group' }
  | { kind: 'readAll' }

const place = fc.constantFrom('c2c' as const, 'group' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      from: fc.constantFrom('ann' as const, 'bob' as const),
      to: place,
      isExcluded: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constantFrom('recall' as const, 'delete' as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constantFrom('read' as const, 'clear' as const, 'deleteConversation' as const),
    what: place,
  }),
  fc.constant({ kind: 'readAll' as const }),
)

it('unread counts and the last message are a model’s, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await setUp()
      const idOf = { c2c: `c2c_${ann}`, group: `group_${group}` }
      /** As bob sees them. */
      let messages: { msgID: string; from: string; to: 'c2c' | 'group'; isUnread: boolean }[] = []
      for (const each of steps) {
        switch (each.kind) {
          case 'send': {
            const [from, other] = each.from === 'ann' ? [ann, bob] : [bob, ann]
            const { msgID } = await send(from, {
              ...(each.to === 'c2c' ? { receiver: other } : { groupID: group }),
              ...(each.isExcluded ? { isExcludedFromUnreadCount: true } : {}),
            })
            messages.push({ msgID, from, to: each.to, isUnread: each.from === 'ann' && !each.isExcluded })
            break
          }
          case 'recall': {
            const message = messages[each.which]
            if (!message) break
            await recallMessage(parts(), user(message.from), message)
            message.isUnread = false
            break
          }
          case 'delete': {
            const message = messages[each.which]
            if (!message) break
            await deleteMessages(parts(), user(bob), [message.msgID])
            messages = messages.filter((other) => other !== message)
            break
          }
          case 'read':
          case 'readAll':
            if (each.kind === 'readAll') await markAllRead(parts(), user(bob))
            else if (messages.some(({ to }) => to === each.what))
              await markRead(parts(), user(bob), idOf[each.what])
            for (const message of messages)
              if (each.kind === 'readAll' || message.to === each.what) message.isUnread = false
            break
          case 'clear':
            await clearConversation(parts(), user(bob), idOf[each.what])
            messages = messages.filter(({ to }) => to !== each.what)
            break
          case 'deleteConversation':
            await deleteConversation(parts(), user(bob), { conversationID: idOf[each.what] })
            messages = messages.filter(({ to }) => to !== each.what)
            break
          default:
            each satisfies never
        }
      }
      for (const what of ['c2c', 'group'] as const) {
        const [record] = await getConversations(store, user(bob), [idOf[what]])
        const mine = messages.filter(({ to }) => to === what)
        expect(record?.unreadCount).toBe(mine.filter(({ isUnread }) => isUnread).length)
        expect(record?.lastMessage?.msgID).toBe(mine.at(-1)?.msgID)
      }
      expect(await totalUnread(store, user(bob))).toBe(messages.filter(({ isUnread }) => isUnread).length)
    }),
    { numRuns: 25 },
  )
})
