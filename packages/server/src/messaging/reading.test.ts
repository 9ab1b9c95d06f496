import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { findMessages, readHistory } from './history.ts'
import { clearConversation, deleteMessages, markAllRead, markRead } from './reading.ts'
import {
  allReceiveOption,
  setAllReceiveOption,
  setGroupReceiveOption,
  setUserReceiveOptions,
  userReceiveOptions,
} from './receive-options.ts'
import { readMembers, readReceipts, sendReceipts } from './receipts.ts'
import type { Chat } from './testing/chat.ts'
import { createPeople, user } from './testing/people.ts'

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

const send: Chat['post'] = async (sender, params) => await chat.post(sender, params)
const live: Chat['live'] = async (...device) => await chat.live(...device)
const leave: Chat['leave'] = (loggedIn) => chat.leave(loggedIn)

const seqsOf = async (userID: string, conversationID: string): Promise<number[]> => {
  const answer = await readHistory(store, user(userID), { conversationID, direction: 'newer', count: 100 })
  return answer.ok ? answer.data.messages.map(({ seq }) => seq) : []
}

describe('reading', () => {
  it('marks a conversation on all my devices and tells the other since when', async () => {
    const [a, b] = [await live(ann), await live(bob)]
    await send(ann, { receiver: bob })
    await send(ann, { receiver: bob })
    expect(await markRead(chat.messaging.parts, user(bob), `c2c_${ann}`)).toMatchObject({ ok: true })
    expect(b.link.states).toMatchObject([
      { stateVersion: 1, conversations: [{ conversationID: `c2c_${ann}`, readSeq: 2 }] },
    ])
    expect(a.link.states).toMatchObject([
      {
        stateVersion: 1,
        conversations: [{ conversationID: `c2c_${bob}`, readSeq: 0, peerReadAtMs: expect.any(Number) }],
      },
    ])
    await markRead(chat.messaging.parts, user(bob), `c2c_${ann}`)
    expect(b.link.states).toHaveLength(1)
  })

  it('marks everything, groups without a word to anybody', async () => {
    const [a, b] = [await live(ann), await live(bob)]
    await send(ann, { receiver: bob })
    await send(ann, { groupID: group })
    await markAllRead(chat.messaging.parts, user(bob))
    const states = b.link.states.flatMap(({ conversations = [] }) => conversations)
    expect(states.map(({ conversationID, readSeq }) => `${conversationID} ${readSeq}`).toSorted()).toEqual([
      `c2c_${ann} 1`,
      `group_${group} 1`,
    ])
    expect(
      a.link.states.flatMap(({ conversations = [] }) => conversations.map((each) => each.conversationID)),
    ).toEqual([`c2c_${bob}`])
  })

  it('knows conversations by their IDs alone', async () => {
    expect(await markRead(chat.messaging.parts, user(bob), 'nothing')).toMatchObject({ code: 6004 })
    expect(await markRead(chat.messaging.parts, user(bob), 'group_nowhere')).toMatchObject({ code: 10007 })
    expect(await markRead(chat.messaging.parts, user(bob), `c2c_${cid}`)).toMatchObject({ ok: true })
  })

  it('by two users of each other at once does not lock', async () => {
    for (let index = 0; index < 10; index += 1) {
      await send(ann, { receiver: bob })
      await send(bob, { receiver: ann })
      await Promise.all([
        markRead(chat.messaging.parts, user(bob), `c2c_${ann}`),
        markRead(chat.messaging.parts, user(ann), `c2c_${bob}`),
        markAllRead(chat.messaging.parts, user(ann)),
      ])
    }
    expect(chat.faults).toEqual([])
  })
})

describe('deleting', () => {
  it('takes messages from my sight alone, on all devices', async () => {
    const a = await live(ann)
    const first = await send(ann, { receiver: bob })
    await send(bob, { receiver: ann })
    expect(await deleteMessages(chat.messaging.parts, user(ann), [first.msgID])).toMatchObject({ ok: true })
    expect(a.link.states[0]?.deletions).toEqual([{ conversationID: `c2c_${bob}`, seqs: [1] }])
    expect([await seqsOf(ann, `c2c_${bob}`), await seqsOf(bob, `c2c_${ann}`)]).toEqual([[2], [1, 2]])
    expect(await findMessages(store, user(ann), [first.msgID])).toEqual([])
    expect(await deleteMessages(chat.messaging.parts, user(ann), [first.msgID])).toMatchObject({ ok: true })
    expect(a.link.states).toHaveLength(1)
  })

  it('takes messages of one conversation at a time', async () => {
    const ids = [(await send(ann, { receiver: bob })).msgID, (await send(ann, { groupID: group })).msgID]
    expect(await deleteMessages(chat.messaging.parts, user(ann), ids)).toMatchObject({ code: 6017 })
  })

  it('of a message a device has not had yet keeps it from that device', async () => {
    const { msgID } = await send(ann, { receiver: bob })
    await deleteMessages(chat.messaging.parts, user(bob), [msgID])
    expect((await live(bob)).link.messages).toEqual([])
  })

  it('clears a conversation up to its newest message', async () => {
    const a = await live(ann)
    await send(bob, { receiver: ann })
    await clearConversation(chat.messaging.parts, user(ann), `c2c_${bob}`)
    await send(bob, { receiver: ann })
    expect([await seqsOf(ann, `c2c_${bob}`), await seqsOf(bob, `c2c_${ann}`)]).toEqual([[2], [1, 2]])
    expect(a.link.states[0]?.conversations).toMatchObject([{ firstSeq: 1, readSeq: 1 }])
  })
})

describe('read receipts', () => {
  it('count the members who have confirmed, and name them', async () => {
    const a = await live(ann)
    const { msgID } = await send(ann, { groupID: group, needReadReceipt: true })
    const plain = await send(ann, { groupID: group })
    const receipts = async () => await readReceipts(chat.messaging.parts, user(ann), [msgID])
    expect(await receipts()).toMatchObject({
      data: { receipts: [{ msgID, groupID: group, readCount: 0, unreadCount: 2 }] },
    })
    await sendReceipts(chat.messaging.parts, user(bob), [msgID, plain.msgID])
    await sendReceipts(chat.messaging.parts, user(bob), [msgID])
    expect(a.link.receipts).toMatchObject([{ receipts: [{ msgID, readCount: 1, unreadCount: 1 }] }])
    const members = async (filter: 'read' | 'unread', nextSeq = 0, pageSize = 100) =>
      await readMembers(chat.messaging.parts, user(ann), { msgID, filter, nextSeq, count: pageSize })
    expect(await members('read')).toMatchObject({ data: { members: [{ userID: bob }], isFinished: true } })
    expect(await members('unread')).toMatchObject({ data: { members: [{ userID: cid }], isFinished: true } })
    await sendReceipts(chat.messaging.parts, user(cid), [msgID])
    expect(await members('read', 0, 1)).toMatchObject({
      data: { members: [{ userID: bob }], nextSeq: 1, isFinished: false },
    })
    expect(await members('read', 1, 1)).toMatchObject({
      data: { members: [{ userID: cid }], isFinished: true },
    })
  })

  it('are for the sender alone', async () => {
    const { msgID } = await send(ann, { groupID: group, needReadReceipt: true })
    const request = { msgID, filter: 'read' as const, nextSeq: 0, count: 1 }
    expect(await readReceipts(chat.messaging.parts, user(bob), [msgID])).toMatchObject({ code: 10007 })
    expect(await readMembers(chat.messaging.parts, user(bob), request)).toMatchObject({ code: 10007 })
    expect(await sendReceipts(chat.messaging.parts, user(bob), ['no-such-id'])).toMatchObject({ code: 20022 })
    const ofPair = await send(ann, { receiver: bob, needReadReceipt: true })
    expect(
      await readMembers(chat.messaging.parts, user(ann), { ...request, msgID: ofPair.msgID }),
    ).toMatchObject({ code: 6017 })
    expect(await sendReceipts(chat.messaging.parts, user(bob), [msgID, ofPair.msgID])).toMatchObject({
      code: 6017,
    })
  })

  it('of a message for some count those alone', async () => {
    const { msgID } = await send(ann, { groupID: group, targetUserIDs: [bob], needReadReceipt: true })
    expect(await readReceipts(chat.messaging.parts, user(ann), [msgID])).toMatchObject({
      data: { receipts: [{ unreadCount: 1 }] },
    })
  })
})

describe('receive options', () => {
  it('are kept a user and a group', async () => {
    const a = await live(ann)
    expect(
      await setUserReceiveOptions(chat.messaging.parts, user(ann), { userIDs: [bob, cid], option: 2 }),
    ).toMatchObject({ ok: true })
    expect(await userReceiveOptions(store, user(ann), [cid, ann, bob])).toEqual([
      { userID: cid, option: 2 },
      { userID: ann, option: 0 },
      { userID: bob, option: 2 },
    ])
    expect(
      await setUserReceiveOptions(chat.messaging.parts, user(ann), { userIDs: ['nobody'], option: 2 }),
    ).toMatchObject({ code: 70107 })
    expect(
      await setGroupReceiveOption(chat.messaging.parts, user(ann), { groupID: group, option: 1 }),
    ).toMatchObject({ ok: true })
    expect(
      await setGroupReceiveOption(chat.messaging.parts, user(ann), { groupID: 'nowhere', option: 1 }),
    ).toMatchObject({ code: 10007 })
    expect(a.link.states.at(-1)?.conversations).toMatchObject([
      { conversationID: `group_${group}`, receiveOption: 1 },
    ])
  })

  it('1 keeps messages from my devices, and what came then is history alone', async () => {
    const b = await live(bob)
    await setUserReceiveOptions(chat.messaging.parts, user(bob), { userIDs: [ann], option: 1 })
    await send(ann, { receiver: bob })
    expect(b.link.messages).toHaveLength(0)
    expect(chat.dispatched).toHaveLength(1)
    leave(b)
    const again = await live(bob)
    expect(again.link.messages).toHaveLength(0)
    leave(again)
    await setUserReceiveOptions(chat.messaging.parts, user(bob), { userIDs: [ann], option: 0 })
    await send(ann, { receiver: bob })
    expect((await live(bob)).link.messages.map(({ message }) => message.seq)).toEqual([2])
    expect(await seqsOf(bob, `c2c_${ann}`)).toEqual([1, 2])
  })

  it('4 lets mentions through, at once and later', async () => {
    const b = await live(bob)
    await setGroupReceiveOption(chat.messaging.parts, user(bob), { groupID: group, option: 4 })
    const talk = async () => {
      await send(ann, { groupID: group })
      await send(ann, { groupID: group, atUserIDs: [bob] })
      await send(ann, { groupID: group, atUserIDs: ['__kImSDK_MesssageAtALL__'] })
    }
    await talk()
    expect(b.link.messages.map(({ message }) => message.seq)).toEqual([2, 3])
    b.session.acknowledge(99)
    leave(b)
    await talk()
    expect((await live(bob)).link.messages.map(({ message }) => message.seq)).toEqual([5, 6])
  })

  it('for all conversations are kept whole', async () => {
    const option = {
      option: 2 as const,
      startHour: 22,
      startMinute: 0,
      startSecond: 0,
      durationSeconds: 3600,
      utcOffsetMinutes: 60,
    }
    expect(await allReceiveOption(store, user(ann))).toBeUndefined()
    await setAllReceiveOption(chat.messaging.parts, user(ann), option)
    expect(await allReceiveOption(store, user(ann))).toEqual({ ...option, setAtMs: expect.any(Number) })
    expect(
      await setAllReceiveOption(chat.messaging.parts, user(ann), { ...option, timeZone: 'Mars/Olympus' }),
    ).toMatchObject({ code: 6017 })
  })
})
