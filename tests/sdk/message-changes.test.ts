import type { V2TimMessage } from '@carillon/client'
import { beforeEach, describe, expect, it } from 'vitest'

import { arrival, dataOf, eventually, makeGroup, succeed, useWorld, type Person } from './support.ts'

const world = useWorld()
let ann: Person
let bob: Person

beforeEach(async () => {
  ;[ann, bob] = await world.people('ann', 'bob')
})

const statusOf = async (person: Person, msgID = ''): Promise<number | undefined> =>
  dataOf(await person.messages.findMessages([msgID]))[0]?.status

const send = async (text = 'x', options: object = {}): Promise<V2TimMessage> => {
  const sent = await ann.say({ receiver: bob.userID }, text, options)
  await arrival(bob, sent.msgID)
  return sent
}

describe('revokeMessage', () => {
  it('takes a message back on all devices, and says who did it', async () => {
    await using phone = await world.another(ann, 'web')
    const { msgID = '' } = await send()
    await arrival(phone, msgID)
    succeed(await ann.messages.revokeMessage(msgID))
    for (const person of [bob, phone]) {
      await eventually('the recall', () => person.heard.revoked.length === 1)
      expect(person.heard.revoked).toEqual([{ msgID, by: ann.userID, reason: undefined }])
      expect(await statusOf(person, msgID)).toBe(6)
    }
    expect(await statusOf(ann, msgID)).toBe(6)
    expect(ann.heard.revoked).toEqual([])
    succeed(await ann.messages.revokeMessage(msgID))
    await using fresh = await world.another(bob, 'web')
    expect(dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 5))).toMatchObject([
      { msgID, status: 6, elemType: 0 },
    ])
  })

  it('reaches who was away, in its place', async () => {
    const { msgID = '' } = await send('gone')
    succeed(await bob.tim.unInitSDK())
    succeed(await ann.messages.revokeMessage(msgID))
    const kept = await send2('kept')
    await using again = await world.another(bob, 'linux')
    await arrival(again, kept.msgID)
    const history = dataOf(await again.messages.getC2CHistoryMessageList(ann.userID, 5))
    expect(history.map(({ status }) => status)).toEqual([2, 6])
  })

  it('is refused for what is not mine, or not there', async () => {
    const { msgID = '' } = await send()
    expect((await bob.messages.revokeMessage(msgID)).code).toBe(20022)
    expect(await ann.messages.revokeMessage('unknown')).toMatchObject({ code: -1, desc: 'message not found' })
  })

  it('in a group is the owner’s right too', async () => {
    const cid = await world.person('cid')
    const group = await makeGroup(ann, [bob, cid])
    const sent = await bob.say({ groupID: group }, 'x')
    for (const person of [ann, cid]) await arrival(person, sent.msgID)
    expect((await cid.messages.revokeMessage(sent.msgID ?? '')).code).toBe(10032)
    succeed(await ann.messages.revokeMessage(sent.msgID ?? ''))
    for (const person of [bob, cid]) {
      await eventually('the recall', () => person.heard.revoked.length === 1)
      expect(person.heard.revoked[0]?.by).toBe(ann.userID)
    }
    await cid[Symbol.asyncDispose]()
  })

  it('is refused too late: 20016, in a group 10031', async () => {
    const group = await makeGroup(ann, [bob])
    const late = [await send(), await ann.say({ groupID: group }, 'x')]
    const text = `update messages set record = jsonb_set(record::jsonb, '{timestampMs}', '1000')::json where msg_id = any($1)`
    await world.store.query({ name: 'test.age', text }, [late.map(({ msgID }) => msgID)])
    const codes = await Promise.all(
      late.map(async ({ msgID = '' }) => (await ann.messages.revokeMessage(msgID)).code),
    )
    expect(codes).toEqual([20016, 10031])
  })
})

/** Sends without waiting for anybody. */
const send2 = async (text: string): Promise<V2TimMessage> => await ann.say({ receiver: bob.userID }, text)

describe('modifyMessage', () => {
  it('gives a message new content, for both sides', async () => {
    const { msgID = '' } = await send('teh', { cloudCustomData: 'a' })
    const [mine] = dataOf(await ann.messages.findMessages([msgID]))
    const changed = await ann.messages.modifyMessage({
      ...mine,
      textElem: { text: 'the' },
      cloudCustomData: 'b',
      localCustomData: 'here',
    })
    expect(changed).toMatchObject({
      code: 0,
      data: {
        code: 0,
        message: { msgID, textElem: { text: 'the' }, cloudCustomData: 'b', localCustomData: 'here' },
      },
    })
    for (const person of [ann, bob]) {
      await eventually('the change', () => person.heard.modified.length === 1)
      expect(person.heard.modified[0]).toMatchObject({
        msgID,
        textElem: { text: 'the' },
        cloudCustomData: 'b',
      })
    }
    expect(dataOf(await bob.messages.findMessages([msgID]))).toMatchObject([{ textElem: { text: 'the' } }])
  })

  it('answers 8006 with the newest message to the slower one', async () => {
    const { msgID = '' } = await send('one')
    const [[ofAnn], [ofBob]] = [
      dataOf(await ann.messages.findMessages([msgID])),
      dataOf(await bob.messages.findMessages([msgID])),
    ]
    const answers = await Promise.all([
      ann.messages.modifyMessage({ ...ofAnn, textElem: { text: 'by ann' } }),
      bob.messages.modifyMessage({ ...ofBob, textElem: { text: 'by bob' } }),
    ])
    expect(answers.map(({ code }) => code)).toEqual([0, 0])
    expect(answers.map(({ data }) => data?.code ?? 0).toSorted((one, other) => one - other)).toEqual([
      0, 8006,
    ])
    const texts = new Set(answers.map(({ data }) => data?.message?.textElem?.text))
    expect(texts.size).toBe(1)
    expect(await ann.messages.modifyMessage({ msgID: 'unknown' })).toMatchObject({ code: -1 })
  })

  it('changes custom elements, also behind the first', async () => {
    const base = dataOf(await ann.messages.createTextMessage('t'))
    const added = dataOf(await ann.messages.createCustomMessage({ data: 'd' }))
    dataOf(await ann.messages.appendMessage(base.id ?? '', added.id ?? ''))
    const sent = dataOf(
      await ann.messages.sendMessage({ id: base.id ?? '', receiver: bob.userID, groupID: '' }),
    )
    const received = await arrival(bob, sent.msgID)
    const nextElem = { elemType: 2, data: 'e' }
    const answer = dataOf(
      await bob.messages.modifyMessage({ ...received, textElem: { text: 't', nextElem } }),
    )
    expect(answer.message?.textElem).toMatchObject({ text: 't', nextElem: { data: 'e' } })
  })
})

describe('deleting', () => {
  it('deleteMessages takes them from all my devices, and from nobody else', async () => {
    const [one, two] = [await send('one'), await send('two')]
    await using fresh = await world.another(bob, 'web')
    dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 5))
    succeed(await bob.messages.deleteMessages([one.msgID ?? '']))
    const left = async (person: Person, peer: string) =>
      dataOf(await person.messages.getC2CHistoryMessageList(peer, 5)).map(({ msgID }) => msgID)
    expect(await left(bob, ann.userID)).toEqual([two.msgID])
    expect(await left(fresh, ann.userID)).toEqual([two.msgID])
    expect(await left(ann, bob.userID)).toHaveLength(2)
    expect(await bob.messages.deleteMessages([])).toMatchObject({ code: 6017 })
    expect(
      await bob.messages.deleteMessages(Array.from({ length: 51 }, (_, index) => `m${index}`)),
    ).toMatchObject({ code: 6017 })
    expect(await bob.messages.deleteMessages(['unknown'])).toMatchObject({ code: -1 })
  })

  it('deleteMessageFromLocalStorage takes one from this device alone', async () => {
    const { msgID = '' } = await send()
    succeed(await bob.messages.deleteMessageFromLocalStorage(msgID))
    expect(dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 5))).toEqual([])
    await using fresh = await world.another(bob, 'web')
    expect(dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 5))).toHaveLength(1)
    expect(await bob.messages.deleteMessageFromLocalStorage('unknown')).toMatchObject({ code: -1 })
  })

  it('clearC2CHistoryMessage and clearGroupHistoryMessage empty a conversation for me', async () => {
    const group = await makeGroup(ann, [bob])
    await send()
    await arrival(bob, (await ann.say({ groupID: group }, 'x')).msgID)
    succeed(await bob.messages.clearC2CHistoryMessage(ann.userID))
    succeed(await bob.messages.clearGroupHistoryMessage(group))
    expect(dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 5))).toEqual([])
    expect(dataOf(await bob.messages.getGroupHistoryMessageList(group, 5))).toEqual([])
    expect(dataOf(await ann.messages.getC2CHistoryMessageList(bob.userID, 5))).toHaveLength(1)
    const next = await send('new')
    expect(dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 5))).toMatchObject([
      { msgID: next.msgID },
    ])
    expect(await bob.messages.clearC2CHistoryMessage('')).toMatchObject({ code: 7003 })
    expect(await bob.messages.clearGroupHistoryMessage('nowhere')).toMatchObject({ code: 10007 })
  })
})

describe('message extensions', () => {
  it('are set, read and deleted by everybody in the conversation', async () => {
    const { msgID = '' } = await send('vote', { isSupportMessageExtension: true })
    const extension = { extensionKey: 'choice', extensionValue: 'tea' }
    expect(dataOf(await ann.messages.setMessageExtensions(msgID, [extension]))).toEqual([
      { resultCode: 0, resultInfo: 'ok', extension, message: extension },
    ])
    await eventually('the change', () => bob.heard.extensionsChanged.length === 1)
    expect(bob.heard.extensionsChanged).toEqual([{ msgID, extensions: [extension] }])
    expect(ann.heard.extensionsChanged).toEqual([])
    expect(dataOf(await bob.messages.getMessageExtensions(msgID))).toEqual([extension])
    const coffee = { extensionKey: 'choice', extensionValue: 'coffee' }
    expect(dataOf(await bob.messages.setMessageExtensions(msgID, [coffee]))).toMatchObject([
      { resultCode: 0 },
    ])
    await eventually('the change', () => ann.heard.extensionsChanged.length === 1)
    expect(dataOf(await ann.messages.deleteMessageExtensions(msgID, ['choice', 'none']))).toMatchObject([
      { resultCode: 0 },
      { resultCode: 23004 },
    ])
    await eventually('the deletion', () => bob.heard.extensionsDeleted.length === 1)
    expect(bob.heard.extensionsDeleted).toEqual([{ msgID, keys: ['choice'] }])
    expect(dataOf(await bob.messages.getMessageExtensions(msgID))).toEqual([])
  })

  it('answer 23001 with the newest value to who did not know of it', async () => {
    const { msgID = '' } = await send('vote', { isSupportMessageExtension: true })
    const set = async (person: Person, extensionValue: string) =>
      dataOf(await person.messages.setMessageExtensions(msgID, [{ extensionKey: 'k', extensionValue }]))[0]
    const results = await Promise.all([set(ann, 'a'), set(bob, 'b')])
    expect(results.map((result) => result?.resultCode ?? 0).toSorted((one, other) => one - other)).toEqual([
      0, 23001,
    ])
    expect(new Set(results.map((result) => result?.extension.extensionValue)).size).toBe(1)
  })

  it.each<[string, (msgID: string) => Promise<{ code: number }>, number]>([
    [
      'a message that is not there',
      () => ann.messages.setMessageExtensions('unknown', [{ extensionKey: 'k', extensionValue: 'v' }]),
      -1,
    ],
    ['no extensions', (msgID) => ann.messages.setMessageExtensions(msgID, []), -1],
    [
      'too many',
      (msgID) =>
        ann.messages.setMessageExtensions(
          msgID,
          Array.from({ length: 21 }, () => ({ extensionKey: 'k', extensionValue: 'v' })),
        ),
      6017,
    ],
    [
      'a message without',
      (msgID) => ann.messages.setMessageExtensions(msgID, [{ extensionKey: 'k', extensionValue: 'v' }]),
      6017,
    ],
    ['reading what is not there', () => ann.messages.getMessageExtensions('unknown'), -1],
    ['deleting from what is not there', () => ann.messages.deleteMessageExtensions('unknown', ['k']), -1],
  ])('refuse %s', async (_name, call, code) => {
    const { msgID = '' } = await send()
    expect(await call(msgID)).toMatchObject({ code })
  })
})
