import { atAll, limits, type ConversationRecord } from '@carillon/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { clearConversation, deleteMessages, markRead, setUserReceiveOptions } from '../messaging/index.ts'
import { recallMessage } from '../messaging/recall.ts'
import { addUsers, type Chat } from '../messaging/testing/chat.ts'
import { createPeople, user } from '../messaging/testing/people.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import {
  addToGroup,
  createGroup,
  deleteConversation,
  deleteGroup,
  getConversations,
  groupNamesOf,
  listConversations,
  markConversations,
  pinConversation,
  removeFromGroup,
  renameGroup,
  setCustomData,
  totalUnread,
} from './index.ts'

let store: TestStore
let chat: Chat
let ann = ''
let bob = ''
let cid = ''
let group = ''

beforeAll(async () => {
  store = await openTestStore()
  await seed.app(store)
})
afterAll(async () => await store.close())
beforeEach(async () => {
  ;({ chat, ann, bob, cid, group } = await createPeople(store))
})

const parts = () => chat.messaging.parts

const send: Chat['post'] = async (sender, params) => {
  chat.clock.advance(1000)
  return await chat.post(sender, params)
}

const get = async (userID: string, conversationID: string): Promise<ConversationRecord> => {
  const [record] = await getConversations(store, user(userID), [conversationID])
  if (!record) throw new Error(`${conversationID} is no conversation`)
  return record
}

const listed = async (userID: string, filter = {}): Promise<string[]> => {
  const { conversations } = await listConversations(store, user(userID), { count: 100, filter })
  return conversations.map(({ conversationID }) => conversationID)
}

const live = async (userID: string) => (await chat.login({ userID, deviceID: `${userID}-phone` })).link

describe('a conversation', () => {
  it('has its last message and what is unread, for each of the two', async () => {
    await send(ann, { receiver: bob })
    const last = await send(ann, { receiver: bob })
    expect(await get(bob, `c2c_${ann}`)).toEqual({
      conversationID: `c2c_${ann}`,
      version: 0,
      receiveOption: 0,
      readSeq: 0,
      firstSeq: 0,
      unlistedSeq: 0,
      marks: [],
      customData: '',
      groups: [],
      isListed: true,
      lastSeq: 2,
      lastMessage: last,
      lastTimeMs: last.timestampMs,
      unreadCount: 2,
      mentions: [],
    })
    expect(await get(ann, `c2c_${bob}`)).toMatchObject({ unreadCount: 0, lastMessage: { seq: 2 } })
  })

  it('leaves out what does not count, and what is not the last message', async () => {
    await send(ann, { receiver: bob, isExcludedFromUnreadCount: true })
    await send(ann, { receiver: bob, isExcludedFromLastMessage: true })
    await send(ann, { receiver: bob, isOnlineOnly: true })
    // Text that looks like the field is only text.
    await send(bob, { receiver: cid, elements: [{ type: 'text', text: '"isExcludedFromLastMessage":true' }] })
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({ unreadCount: 1, lastMessage: { seq: 1 } })
    expect(await get(bob, `c2c_${cid}`)).toMatchObject({ lastMessage: { seq: 1 } })
  })

  it('counts no more what is read, recalled or deleted', async () => {
    const messages = [
      await send(ann, { receiver: bob }),
      await send(ann, { receiver: bob }),
      await send(ann, { receiver: bob }),
    ]
    await recallMessage(parts(), user(ann), { msgID: messages[1]?.msgID ?? '' })
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({ unreadCount: 2 })
    await deleteMessages(parts(), user(bob), [messages[2]?.msgID ?? ''])
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({
      unreadCount: 1,
      lastMessage: { seq: 2, recalled: { byUserID: ann } },
    })
    await markRead(parts(), user(bob), `c2c_${ann}`)
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({ unreadCount: 0 })
  })

  it('counts within so many entries of the log', async () => {
    await store.query(
      {
        name: 'test.manyMessages',
        text: `with made as (
          insert into conversations (sdk_app_id, kind, key, last_seq, last_message_at)
          values (1, 'c2c', $1 || E'\\n' || $2, $3, now()) returning conversation_id
        ), joined as (
          insert into conversation_members (sdk_app_id, user_id, conversation_id, peer_user_id)
          select 1, k.me, conversation_id, k.peer from made, (values ($1, $2), ($2, $1)) k (me, peer)
        )
        insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
        select conversation_id, seq, seq::text, 1, $1, '', seq, now(), '{"elements":[]}'
        from made, generate_series(1, $3::integer) seq`,
      },
      [ann, cid, limits.unreadEntries + 5],
    )
    expect(await get(cid, `c2c_${ann}`)).toMatchObject({ unreadCount: limits.unreadEntries })
  })

  it('knows mentions that are not read, of me, of all, of both', async () => {
    const at = { groupID: group, elements: [{ type: 'text', text: '@' }] }
    await send(ann, { ...at, atUserIDs: [bob] })
    await send(ann, { ...at, atUserIDs: [atAll] })
    await send(ann, { ...at, atUserIDs: [bob, atAll] })
    await send(ann, { ...at, atUserIDs: [cid] })
    await send(bob, { ...at, atUserIDs: [atAll] })
    // The name of a member in a text is no mention; U+0000 is text like any other.
    await send(ann, { groupID: group, elements: [{ type: 'text', text: `"${bob}" "atUserIDs": \0` }] })
    expect((await get(bob, `group_${group}`)).mentions).toEqual([
      { seq: 1, type: 1 },
      { seq: 2, type: 2 },
      { seq: 3, type: 3 },
    ])
    await markRead(parts(), user(bob), `group_${group}`)
    expect((await get(bob, `group_${group}`)).mentions).toEqual([])
  })

  it('is empty when it was never used, and none at all without an ID', async () => {
    expect(await get(bob, `c2c_${cid}`)).toMatchObject({ isListed: false, lastSeq: 0, unreadCount: 0 })
    expect(await getConversations(store, user(bob), ['nothing', 'c2c_', 'group_'])).toEqual([])
  })
})

describe('the list', () => {
  it('has pinned ones first, then the newest, page by page', async () => {
    await send(ann, { receiver: bob })
    await send(cid, { receiver: bob })
    await send(ann, { groupID: group })
    expect(await listed(bob)).toEqual([`group_${group}`, `c2c_${cid}`, `c2c_${ann}`])
    await pinConversation(parts(), user(bob), { conversationID: `c2c_${ann}`, isPinned: true })
    const pages: string[] = []
    let cursor: string | undefined
    do {
      const page = await listConversations(store, user(bob), {
        count: 1,
        ...(cursor === undefined ? {} : { cursor }),
      })
      pages.push(page.conversations.map(({ conversationID }) => conversationID).join())
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(pages).toEqual([`c2c_${ann}`, `group_${group}`, `c2c_${cid}`])
  })

  it('leaves out conversations with nothing to see', async () => {
    await setUserReceiveOptions(parts(), user(bob), { userIDs: [cid], option: 2 })
    expect(await listed(bob)).toEqual([])
    // Targeted at others.
    await send(ann, { groupID: group, targetUserIDs: [cid] })
    expect([await listed(bob), await listed(cid)]).toEqual([[], [`group_${group}`]])
  })

  it('keeps what was cleared, and takes back what was deleted when something comes', async () => {
    await send(ann, { receiver: bob })
    await clearConversation(parts(), user(bob), `c2c_${ann}`)
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({ isListed: true, unreadCount: 0, firstSeq: 1 })
    expect((await get(bob, `c2c_${ann}`)).lastMessage).toBeUndefined()
    await pinConversation(parts(), user(bob), { conversationID: `c2c_${ann}`, isPinned: true })
    const link = await live(bob)
    await deleteConversation(parts(), user(bob), { conversationID: `c2c_${ann}` })
    expect(await listed(bob)).toEqual([])
    expect(link.states[0]?.conversations).toMatchObject([{ unlistedSeq: 1, firstSeq: 1, marks: [] }])
    expect(link.states[0]?.conversations?.[0]).not.toHaveProperty('pinnedAtMs')
    const { msgID } = await send(ann, { receiver: bob })
    expect(await get(bob, `c2c_${ann}`)).toMatchObject({ isListed: true, unreadCount: 1 })
    await deleteConversation(parts(), user(bob), { conversationID: `c2c_${ann}`, keepsMessages: true })
    // What changes about what was there brings nothing back.
    await recallMessage(parts(), user(ann), { msgID })
    expect(await listed(bob)).toEqual([])
    expect(await deleteConversation(parts(), user(bob), { conversationID: 'c2c_nobody' })).toMatchObject({
      ok: true,
    })
    expect(await deleteConversation(parts(), user(bob), { conversationID: '?' })).toMatchObject({
      code: 6004,
    })
  })

  it('counts what is unread in all that is not muted, by filter', async () => {
    await send(ann, { receiver: bob })
    await send(cid, { receiver: bob })
    await send(ann, { groupID: group })
    await send(ann, { groupID: group })
    expect(await totalUnread(store, user(bob))).toBe(4)
    expect(await totalUnread(store, user(bob), { kind: 'group' })).toBe(2)
    await setUserReceiveOptions(parts(), user(bob), { userIDs: [cid], option: 2 })
    expect(await totalUnread(store, user(bob))).toBe(3)
  })

  it('ends a page before it grows too large', async () => {
    const data = 'x'.repeat(11_000)
    const peers = Array.from({ length: 30 }, (_, index) => `peer-${bob}-${index}`)
    await addUsers(store, ...peers)
    for (const peer of peers)
      await send(peer, { receiver: bob, elements: [{ type: 'custom', data, desc: '', extension: '' }] })
    const first = await listConversations(store, user(bob), { count: 100 })
    expect(first.conversations.length).toBeLessThan(25)
    const second = await listConversations(store, user(bob), {
      count: 100,
      cursor: first.nextCursor ?? '',
    })
    expect(first.conversations.length + second.conversations.length).toBe(30)
    expect(second.nextCursor).toBeUndefined()
  })
})

describe('what is the user’s own', () => {
  it('pins and lets go, and tells all devices', async () => {
    await send(ann, { receiver: bob })
    const link = await live(bob)
    const conversationID = `c2c_${ann}`
    const pin = async (isPinned: boolean, which = conversationID) =>
      await pinConversation(parts(), user(bob), { conversationID: which, isPinned })
    expect([await pin(true), await pin(true), await pin(false)]).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
    ])
    expect(link.states.map(({ conversations }) => conversations?.[0]?.pinnedAtMs)).toEqual([
      expect.any(Number),
      undefined,
    ])
    expect([await pin(true, 'c2c_nobody'), await pin(true, 'x')]).toMatchObject([
      { code: 6004 },
      { code: 6004 },
    ])
  })

  it.each([0, 1, 3, 32, 53, 62, 63])('marks with %d and takes the mark away', async (mark) => {
    await send(ann, { receiver: bob })
    const conversationIDs = [`c2c_${ann}`, `c2c_${cid}`, 'x']
    const set = async (isMarked: boolean) =>
      await markConversations(parts(), user(bob), { conversationIDs, mark, isMarked })
    expect(await set(true)).toMatchObject({
      data: { results: [{ code: 0 }, { code: 6004 }, { code: 6004 }] },
    })
    expect((await get(bob, `c2c_${ann}`)).marks).toEqual([mark])
    await markConversations(parts(), user(bob), { conversationIDs, mark: 2, isMarked: true })
    expect((await get(bob, `c2c_${ann}`)).marks).toEqual([2, mark].toSorted((a, b) => a - b))
    expect([await listed(bob, { mark }), await listed(bob, { mark: 40 })]).toEqual([[`c2c_${ann}`], []])
    await set(false)
    expect((await get(bob, `c2c_${ann}`)).marks).toEqual([2])
  })

  it('has no marks of others, nor more than so many', async () => {
    await send(ann, { receiver: bob })
    const given = { conversationIDs: [`c2c_${ann}`], mark: 4, isMarked: true }
    expect(await markConversations(parts(), user(bob), given)).toMatchObject({ code: 6017 })
    const many = Array.from({ length: 101 }, (_, index) => `c2c_u${index}`)
    expect(
      await markConversations(parts(), user(bob), { conversationIDs: many, mark: 1, isMarked: true }),
    ).toMatchObject({ code: 51_006 })
    await store.query(
      {
        name: 'test.marked',
        text: `with made as (insert into conversations (sdk_app_id, kind, key)
          select 1, 'group', $1 || n from generate_series(1, 1000) n returning conversation_id)
        insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id, marks)
        select 1, $1, conversation_id, 'g', 1 from made`,
      },
      [bob],
    )
    expect(await markConversations(parts(), user(bob), { ...given, mark: 1 })).toMatchObject({ code: 51_008 })
    expect((await get(bob, `c2c_${ann}`)).marks).toEqual([])
  })

  it('keeps custom data', async () => {
    await send(ann, { receiver: bob })
    const set = async (customData: string) =>
      await setCustomData(parts(), user(bob), { conversationIDs: [`c2c_${ann}`], customData })
    expect(await set('ü'.repeat(128))).toMatchObject({ data: { results: [{ code: 0 }] } })
    expect((await get(bob, `c2c_${ann}`)).customData).toBe('ü'.repeat(128))
    expect([await set('ü'.repeat(129)), await set('\0')]).toMatchObject([{ code: 6017 }, { code: 6017 }])
  })

  it('does nothing with a group that is no more, but lets marks be taken away', async () => {
    await send(ann, { groupID: group })
    // The test's groups have no row of their own.
    const conversationIDs = [`group_${group}`]
    expect(
      await markConversations(parts(), user(bob), { conversationIDs, mark: 1, isMarked: true }),
    ).toMatchObject({ data: { results: [{ code: 51_007 }] } })
    expect(
      await markConversations(parts(), user(bob), { conversationIDs, mark: 1, isMarked: false }),
    ).toMatchObject({ data: { results: [{ code: 0 }] } })
  })
})

describe('groups of conversations', () => {
  const on = (name: string, ...conversationIDs: string[]) => ({ name, conversationIDs })

  it('are made, filled, emptied, renamed and deleted, on all devices', async () => {
    await send(ann, { receiver: bob })
    await send(cid, { receiver: bob })
    const link = await live(bob)
    const me = user(bob)
    expect(await createGroup(parts(), me, on('work', `c2c_${ann}`, 'c2c_nobody'))).toMatchObject({
      data: { results: [{ code: 0 }, { code: 6004 }] },
    })
    expect(link.states.at(-1)).toMatchObject({
      groups: { names: ['work'] },
      conversations: [{ conversationID: `c2c_${ann}`, groups: ['work'] }],
    })
    await addToGroup(parts(), me, on('work', `c2c_${ann}`, `c2c_${cid}`))
    expect(await listed(bob, { group: 'work' })).toEqual([`c2c_${cid}`, `c2c_${ann}`])
    await renameGroup(parts(), me, { name: 'work', newName: 'play' })
    expect(link.states.at(-1)).toMatchObject({
      groups: { names: ['play'], renamed: { from: 'work', to: 'play' } },
    })
    await removeFromGroup(parts(), me, on('play', `c2c_${ann}`, `c2c_${cid}`))
    // One that is empty stays.
    expect([await groupNamesOf(store, me), await listed(bob, { group: 'play' })]).toEqual([['play'], []])
    await createGroup(parts(), me, on('play', `c2c_${ann}`))
    await deleteGroup(parts(), me, 'play')
    expect([await groupNamesOf(store, me), (await get(bob, `c2c_${ann}`)).groups]).toEqual([[], []])
  })

  it('answer what they are not, with the codes of the original', async () => {
    await send(ann, { receiver: bob })
    const me = user(bob)
    const one = `c2c_${ann}`
    expect(await deleteGroup(parts(), me, 'none')).toMatchObject({ code: 51_009 })
    expect(await renameGroup(parts(), me, { name: 'none', newName: 'x' })).toMatchObject({ code: 51_009 })
    expect(await addToGroup(parts(), me, on('none', 'c2c_nobody'))).toMatchObject({ code: 51_009 })
    expect(await removeFromGroup(parts(), me, on('none', one))).toMatchObject({ code: 51_009 })
    expect(await createGroup(parts(), me, on('ü'.repeat(17), one))).toMatchObject({ code: 51_011 })
    expect(await createGroup(parts(), me, on('', one))).toMatchObject({ code: 6017 })
    for (let index = 0; index < limits.conversationGroups; index += 1)
      await createGroup(parts(), me, on(`g${index}`, one))
    expect(await createGroup(parts(), me, on('g20', one))).toMatchObject({ code: 51_010 })
    expect(await createGroup(parts(), me, on('g3', one))).toMatchObject({ ok: true })
    expect(await renameGroup(parts(), me, { name: 'g1', newName: 'g2' })).toMatchObject({ code: 6017 })
    expect(
      await addToGroup(parts(), me, { name: 'g1', conversationIDs: Array(101).fill(one) as string[] }),
    ).toMatchObject({ code: 51_006 })
  })

  it('take so many conversations and no more', async () => {
    await send(ann, { receiver: bob })
    await createGroup(parts(), user(bob), on('full', `c2c_${ann}`))
    await store.query(
      {
        name: 'test.fullGroup',
        text: `with made as (insert into conversations (sdk_app_id, kind, key)
          select 1, 'group', $1 || n from generate_series(1, 999) n returning conversation_id)
        insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id, conversation_groups)
        select 1, $1, conversation_id, 'g', array['full'] from made`,
      },
      [bob],
    )
    await send(cid, { receiver: bob })
    expect(await addToGroup(parts(), user(bob), on('full', `c2c_${cid}`))).toMatchObject({ code: 51_007 })
    expect((await get(bob, `c2c_${cid}`)).groups).toEqual([])
  })
})
