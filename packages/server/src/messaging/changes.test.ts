import type { MessageElement, MessageRecord } from '@carillon/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { catchUp } from '../presence/index.ts'
import { loadMessages } from '../push/outbox/load.ts'
import { placeOf } from '../message-id.ts'
import { seed } from '../push/testing/seed.ts'
import { openTestStore, type TestStore } from '../store/testing.ts'
import { deleteForEveryone } from './delete-for-everyone.ts'
import { deleteExtensions, listExtensions, setExtensions } from './extensions.ts'
import { findMessages, readHistory } from './history.ts'
import { readMerged } from './merged.ts'
import { modifyMessage } from './modify.ts'
import { recallMessage } from './recall.ts'
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

const sendCode = async (sender: string, params: Record<string, unknown>): Promise<number> => {
  try {
    await send(sender, params)
    return 0
  } catch (error) {
    return Number.parseInt((error as Error).message, 10)
  }
}

const recall = async (userID: string, msgID: string, reason?: string) =>
  await recallMessage(chat.messaging.parts, user(userID), {
    msgID,
    ...(reason === undefined ? {} : { reason }),
  })

describe('group messages', () => {
  it('are stored once and reach each member once', async () => {
    const [a, b, c] = [await live(ann), await live(bob), await live(cid)]
    const record = await send(ann, { groupID: group })
    expect(record).toMatchObject({ groupID: group, seq: 1 })
    expect([a, b, c].map(({ link }) => link.messages.length)).toEqual([0, 1, 1])
    expect(chat.dispatched[0]?.recipients).toEqual([bob, cid])
    const rows = await store.query({ name: 't.count', text: `select 1 from messages where msg_id = $1` }, [
      record.msgID,
    ])
    expect(rows).toHaveLength(1)
  })

  it('are refused as the group says', async () => {
    chat.groups.muted.add(cid)
    expect(await sendCode(ann, { groupID: 'nowhere' })).toBe(10010)
    expect(await sendCode('stranger', { groupID: group })).toBe(10007)
    expect(await sendCode(cid, { groupID: group })).toBe(10017)
    expect(await sendCode(ann, { groupID: 'no\nid' })).toBe(10015)
  })

  it('for some members alone are seen by nobody else', async () => {
    const [b, c] = [await live(bob), await live(cid)]
    const record = await send(ann, { groupID: group, targetUserIDs: [bob, 'stranger'] })
    expect([b.link.messages.length, c.link.messages.length]).toEqual([1, 0])
    expect(chat.dispatched[0]?.recipients).toEqual([bob])
    expect(await findMessages(store, user(bob), [record.msgID])).toHaveLength(1)
    expect(await findMessages(store, user(cid), [record.msgID])).toHaveLength(0)
    chat.leave(c)
    expect((await live(cid)).link.messages).toHaveLength(0)
  })

  it('that are not stored go to those who are connected', async () => {
    await chat.groups.make(`live-${group}`, [ann, bob], { isStored: false })
    const b = await live(bob)
    expect((await send(ann, { groupID: `live-${group}` })).seq).toBe(0)
    expect(b.link.messages).toHaveLength(1)
    expect(chat.dispatched).toHaveLength(0)
    // The story says who was there, and why the others were not rung.
    expect(chat.reached).toHaveLength(1)
  })

  it('missed in great number come as far as is sensible, and changes of older ones all the same', async () => {
    const first = await send(ann, { groupID: group })
    const text = `insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
      select e.conversation_id, n, 'many-' || n, 1, e.sender, e.sender_device_id, n, e.sent_at,
        jsonb_set(e.record::jsonb, '{seq}', to_jsonb(n))::json
      from messages e, generate_series(2, 1500) n where e.msg_id = $1`
    await store.query({ name: 't.many', text }, [first.msgID])
    const moved = `update conversations set last_seq = 1500 where key = $1`
    await store.query({ name: 't.moved', text: moved }, [group])
    await recall(ann, first.msgID)
    const { session, link } = await chat.login({ userID: bob, deviceID: `${bob}-phone` })
    link.onMessage = (eventID) => session.acknowledge(eventID)
    const { bookkeeping, clock } = chat
    await catchUp({ db: store, bookkeeping, clock, session, cursors: {}, windowMs: 7 * 86_400_000 })
    expect(link.messages).toHaveLength(999)
    expect(link.messages[0]?.message.seq).toBe(502)
    expect(link.changes).toMatchObject([{ seq: 1501, content: { kind: 'recalled', msgID: first.msgID } }])
  })

  it('are planned for the members again after a crash', async () => {
    const record = await send(ann, { groupID: group })
    const place = placeOf(record.msgID)
    const loaded = await loadMessages(store, [{ ...place, msgID: record.msgID, sdkAppID: 1 } as never])
    expect([...(loaded.get(record.msgID)?.recipients ?? [])].sort()).toEqual([bob, cid])
  })

  it('tips are in the log, unread for nobody and never pushed', async () => {
    const b = await live(bob)
    const element: Extract<MessageElement, { type: 'group-tips' }> = {
      type: 'group-tips',
      tip: 1,
      operator: { userID: ann },
      members: [{ userID: ann }],
    }
    const conversationID = chat.groups.known.get(group)?.conversationID ?? 0
    await chat.messaging.sendTips({
      sdkAppID: 1,
      groupID: group,
      conversationID,
      element,
      recipients: [ann, bob],
      isStored: true,
    })
    expect(b.link.messages[0]?.message).toMatchObject({
      sender: { userID: '@TIM#SYSTEM' },
      elements: [element],
      seq: 1,
    })
    const [row] = await store.query<{ unread: boolean; pushes: number }>(
      {
        name: 't.tips',
        text: `select counts_as_unread as unread, (select count(*)::int from outbox o where o.msg_id = m.msg_id) as pushes from messages m where msg_id = $1`,
      },
      [b.link.messages[0]?.message.msgID],
    )
    expect(row).toEqual({ unread: false, pushes: 0 })
    expect((await recall(ann, b.link.messages[0]?.message.msgID ?? '')).ok).toBe(false)
  })
})

describe('a blocked sender', () => {
  const block = async (by: string, whom: string) =>
    await store.query(
      {
        name: 't.block',
        text: `insert into blocks (sdk_app_id, user_id, blocked_user_id) values (1, $1, $2)`,
      },
      [by, whom],
    )

  it('sees the message sent, and nobody else sees it', async () => {
    await block(bob, ann)
    const b = await live(bob)
    const record = await send(ann, { receiver: bob })
    expect(b.link.messages).toHaveLength(0)
    expect(await findMessages(store, user(ann), [record.msgID])).toHaveLength(1)
    expect(await findMessages(store, user(bob), [record.msgID])).toHaveLength(0)
    expect(await sendCode(bob, { receiver: ann })).toBe(0)
  })

  it('gets 20007 when the app says so', async () => {
    await block(bob, ann)
    const { settings } = chat.tenants
    chat.tenants.settings = { ...settings, messaging: { ...settings.messaging, showBlockedAsSent: false } }
    expect(await sendCode(ann, { receiver: bob })).toBe(20007)
    expect(await sendCode(ann, { receiver: bob, isOnlineOnly: true })).toBe(20007)
  })
})

describe('recall', () => {
  it('empties the message and tells all devices, in the order of the log', async () => {
    const [a, b] = [await live(ann), await live(bob)]
    const record = await send(ann, { receiver: bob, cloudCustomData: 'x' })
    expect(await recall(ann, record.msgID, 'typo')).toEqual({ ok: true })
    expect([a, b].map(({ link }) => link.changes.map(({ seq }) => seq))).toEqual([[2], [2]])
    expect(b.link.changes[0]).toMatchObject({
      receiver: bob,
      sender: { userID: ann },
      content: { kind: 'recalled', msgID: record.msgID, reason: 'typo' },
    })
    const [now] = await findMessages(store, user(bob), [record.msgID])
    expect(now).toMatchObject({ elements: [], recalled: { byUserID: ann, reason: 'typo' } })
    expect(now).not.toHaveProperty('cloudCustomData')
    expect(chat.recalled).toHaveLength(1)
    expect(await recall(ann, record.msgID)).toEqual({ ok: true })
    expect(b.link.changes).toHaveLength(1)
  })

  it('comes to a device that was away, after what it changes', async () => {
    const record = await send(ann, { receiver: bob })
    await recall(ann, record.msgID)
    const { link } = await live(bob)
    expect(link.heard).toEqual(['sync.started', 'message.new', 'message.changed', 'sync.finished'])
  })

  it.each([
    ['a stranger to it', () => cid, {}, 20022],
    ['the receiver', () => bob, {}, 20022],
    ['too late', () => ann, { wait: 121_000 }, 20016],
  ])('%s cannot', async (_name, who, { wait = 0 }: { wait?: number }, code) => {
    const record = await send(ann, { receiver: bob })
    chat.clock.advance(wait)
    expect(await recall(who(), record.msgID)).toMatchObject({ ok: false, code })
    expect(await recall(who(), 'no-such-id')).toMatchObject({ ok: false, code: 20022 })
  })

  it('in a group is the right of sender, owner and administrators', async () => {
    const ofBob = await send(bob, { groupID: group })
    expect(await recall(cid, ofBob.msgID)).toMatchObject({ code: 10032 })
    expect(await recall('stranger', ofBob.msgID)).toMatchObject({ code: 10030 })
    expect(await recall(ann, ofBob.msgID)).toEqual({ ok: true })
    const late = await send(bob, { groupID: group })
    chat.clock.advance(121_000)
    expect(await recall(ann, late.msgID)).toMatchObject({ code: 10031 })
  })

  it('keeps its place among sends that come at the same time', async () => {
    const { link } = await live(bob)
    const first = await send(ann, { receiver: bob })
    await Promise.all([
      ...Array.from({ length: 20 }, async () => await send(ann, { receiver: bob })),
      recall(ann, first.msgID),
      ...Array.from({ length: 20 }, async () => await send(cid, { receiver: bob })),
    ])
    const seqs = link.heard.flatMap((name) => (name === 'message.changed' ? ['c'] : []))
    expect(seqs).toHaveLength(1)
    const ofAnn = [
      ...link.messages
        .filter(({ message }) => message.sender.userID === ann)
        .map(({ message }) => message.seq),
      ...link.changes.map(({ seq }) => seq),
    ].sort((one, other) => one - other)
    expect(ofAnn).toEqual(Array.from({ length: 22 }, (_, index) => index + 1))
  })
})

describe('modification', () => {
  const modify = async (userID: string, record: MessageRecord, text: string, version = record.version ?? 0) =>
    await modifyMessage(chat.messaging.parts, user(userID), {
      msgID: record.msgID,
      version,
      elements: [{ index: 0, element: { type: 'text', text } }],
    })

  it('is made by any participant, and the slower one gets the newest message', async () => {
    const { link } = await live(bob)
    const record = await send(ann, { receiver: bob })
    expect(await modify(bob, record, 'better')).toMatchObject({
      ok: true,
      data: { isConflict: false, message: { version: 1 } },
    })
    expect(await modify(ann, record, 'mine')).toMatchObject({
      data: { isConflict: true, message: { version: 1, elements: [{ text: 'better' }] } },
    })
    // Sent again because the answer was lost.
    expect(await modify(bob, record, 'better')).toMatchObject({
      data: { isConflict: false, message: { version: 1 } },
    })
    expect(link.changes).toHaveLength(1)
    expect(link.changes[0]?.content).toMatchObject({
      kind: 'modified',
      message: { elements: [{ text: 'better' }] },
    })
  })

  it('changes text, custom content and custom data, and nothing else', async () => {
    const record = await send(ann, {
      receiver: bob,
      elements: [
        { type: 'custom', data: 'd', desc: '', extension: '' },
        { type: 'face', index: 1, data: '' },
      ],
    })
    const change = async (params: object) =>
      await modifyMessage(chat.messaging.parts, user(ann), { msgID: record.msgID, version: 0, ...params })
    expect(await change({ elements: [{ index: 1, element: { type: 'text', text: 'x' } }] })).toMatchObject({
      code: 6017,
    })
    expect(await change({ elements: [{ index: 2, element: { type: 'text', text: 'x' } }] })).toMatchObject({
      code: 6017,
    })
    expect(await change({ cloudCustomData: 'é'.repeat(5000) })).toMatchObject({ code: 80002 })
    expect(await change({ cloudCustomData: 'c' })).toMatchObject({
      data: { message: { cloudCustomData: 'c', elements: record.elements } },
    })
    expect(
      await modifyMessage(chat.messaging.parts, user(cid), { msgID: record.msgID, version: 0 }),
    ).toMatchObject({ code: 20022 })
  })
})

describe('history', () => {
  const page = async (userID: string, params: object) => {
    const answer = await readHistory(store, user(userID), {
      conversationID: `c2c_${bob}`,
      direction: 'older',
      count: 3,
      ...params,
    })
    if (!answer.ok) return answer.code
    return [answer.data.messages.map(({ seq }) => seq), answer.data.isFinished, answer.data.nextSeq]
  }

  it('is read in both directions, by place and by time', async () => {
    const times: number[] = []
    for (let index = 0; index < 5; index += 1) {
      times.push((await send(ann, { receiver: bob })).timestampMs)
      chat.clock.advance(1000)
    }
    expect(await page(ann, {})).toEqual([[5, 4, 3], false, 3])
    expect(await page(ann, { fromSeq: 3 })).toEqual([[2, 1], true, 1])
    expect(await page(ann, { direction: 'newer' })).toEqual([[1, 2, 3], false, 3])
    expect(await page(ann, { direction: 'newer', fromSeq: 3 })).toEqual([[4, 5], true, 5])
    expect(await page(ann, { fromTimeMs: times[1] })).toEqual([[2, 1], true, 1])
    expect(await page(ann, { direction: 'newer', fromTimeMs: times[3] })).toEqual([[4, 5], true, 5])
    expect(await page(cid, {})).toEqual([[], true, 0])
    expect(await page(cid, { conversationID: 'group_nowhere' })).toBe(10007)
    expect(await page(cid, { conversationID: 'nothing' })).toBe(6004)
  })

  it('ends a page before it grows too large', async () => {
    const text = 'x'.repeat(12_000)
    for (let index = 0; index < 30; index += 1)
      await send(ann, { receiver: bob, elements: [{ type: 'text', text }] })
    const answer = await readHistory(store, user(ann), {
      conversationID: `c2c_${bob}`,
      direction: 'older',
      count: 30,
    })
    expect(answer).toMatchObject({ ok: true, data: { isFinished: false } })
    if (answer.ok) expect(answer.data.messages.length).toBeLessThan(25)
  })
})

describe('deleting for everyone', () => {
  it('leaves nothing but the word of it', async () => {
    const b = await live(bob)
    const record = await send(ann, { receiver: bob })
    expect(await deleteForEveryone(chat.messaging.parts, user('administrator'), record.msgID)).toEqual({
      ok: true,
    })
    expect(b.link.changes[0]).toMatchObject({
      sender: { userID: ann },
      receiver: bob,
      content: { kind: 'deleted', msgID: record.msgID },
    })
    expect(await findMessages(store, user(bob), [record.msgID])).toEqual([])
    expect(await deleteForEveryone(chat.messaging.parts, user('administrator'), record.msgID)).toMatchObject({
      code: 20022,
    })
    chat.leave(b)
    expect((await live(bob, `${bob}-new`)).link.messages).toEqual([])
  })
})

describe('merged messages', () => {
  it('are kept as they were, and can be sent on', async () => {
    const [one, two] = [await send(ann, { receiver: bob }), await send(bob, { receiver: ann })]
    const merger = { type: 'merger', title: 't', abstractList: ['a'], compatibleText: 'c' }
    const merged = await send(ann, {
      receiver: cid,
      elements: [{ ...merger, msgIDs: [one.msgID, two.msgID] }],
    })
    await recall(ann, one.msgID)
    const [element] = merged.elements
    const mergedID = element?.type === 'merger' ? (element.mergedID ?? '') : ''
    expect(element).not.toHaveProperty('msgIDs')
    const read = await readMerged(store, { sdkAppID: 1, mergedID, offset: 0 })
    expect(read?.messages.map(({ msgID, elements }) => [msgID, elements.length])).toEqual([
      [one.msgID, 1],
      [two.msgID, 1],
    ])
    expect(await sendCode(cid, { receiver: bob, elements: [{ ...merger, mergedID }] })).toBe(0)
    expect(await sendCode(cid, { receiver: bob, elements: [{ ...merger, mergedID: 'guess' }] })).toBe(90010)
    // Not the sender's to read.
    expect(await sendCode(cid, { receiver: bob, elements: [{ ...merger, msgIDs: [two.msgID] }] })).toBe(90010)
    expect(await readMerged(store, { sdkAppID: 1, mergedID: 'guess', offset: 0 })).toBeUndefined()
  })
})

describe('extensions', () => {
  const set = async (userID: string, msgID: string, extensions: [string, string, number][]) => {
    const outcome = await setExtensions(chat.messaging.parts, user(userID), {
      msgID,
      extensions: extensions.map(([key, value, version]) => ({ key, value, version })),
    })
    return outcome.ok
      ? outcome.data.results.map(({ code, extension }) => [code, extension.value, extension.version])
      : outcome.code
  }

  it('are set by whoever knows the newest version', async () => {
    const { link } = await live(bob)
    const { msgID } = await send(ann, { receiver: bob, isSupportMessageExtension: true })
    expect(
      await set(ann, msgID, [
        ['a', '1', 0],
        ['b', '1', 0],
      ]),
    ).toEqual([
      [0, '1', 1],
      [0, '1', 1],
    ])
    expect(await set(bob, msgID, [['a', '2', 0]])).toEqual([[23001, '1', 1]])
    expect(await set(bob, msgID, [['a', '2', 1]])).toEqual([[0, '2', 2]])
    expect(await set(bob, msgID, [['a', '2', 1]])).toEqual([[0, '2', 2]])
    expect(link.changes.map(({ content }) => content.kind)).toEqual(['extensions-set', 'extensions-set'])
    const gone = await deleteExtensions(chat.messaging.parts, user(ann), { msgID, keys: ['a', 'c'] })
    expect(gone).toMatchObject({ ok: true, data: { results: [{ code: 0 }, { code: 23004 }] } })
    expect(await set(bob, msgID, [['a', '3', 2]])).toEqual([[23001, '', 3]])
    expect(await listExtensions(store, user(bob), msgID)).toEqual({
      ok: true,
      data: { extensions: [{ key: 'b', value: '1', version: 1 }] },
    })
    await deleteExtensions(chat.messaging.parts, user(ann), { msgID, keys: [] })
    expect(link.changes.at(-1)?.content).toEqual({ kind: 'extensions-deleted', msgID, keys: ['b'] })
  })

  it('have limits, and messages that take none', async () => {
    const { msgID } = await send(ann, { receiver: bob, isSupportMessageExtension: true })
    const plain = await send(ann, { receiver: bob })
    expect(await set(ann, plain.msgID, [['a', '1', 0]])).toBe(6017)
    expect(await set(cid, msgID, [['a', '1', 0]])).toBe(20022)
    expect(await set(ann, msgID, [['k'.repeat(101), '1', 0]])).toBe(6017)
    expect(await set(ann, msgID, [['k', 'v'.repeat(1025), 0]])).toBe(6017)
    for (let first = 0; first < 300; first += 20)
      await set(
        ann,
        msgID,
        Array.from({ length: 20 }, (_, index): [string, string, number] => [`k${first + index}`, 'v', 0]),
      )
    expect(await set(ann, msgID, [['one more', 'v', 0]])).toBe(6017)
  })
})
