import { HistoryMsgGetTypeEnum, type V2TimMessage } from '@carillon/client'
import { beforeEach, describe, expect, it } from 'vitest'

import { arrival, dataOf, eventually, makeGroup, succeed, useWorld, type Person } from './support.ts'

const {
  V2TIM_GET_CLOUD_OLDER_MSG,
  V2TIM_GET_CLOUD_NEWER_MSG,
  V2TIM_GET_LOCAL_OLDER_MSG,
  V2TIM_GET_LOCAL_NEWER_MSG,
} = HistoryMsgGetTypeEnum

const world = useWorld()
let ann: Person
let bob: Person

beforeEach(async () => {
  ;[ann, bob] = await world.people('ann', 'bob')
})

const texts = (messages: readonly V2TimMessage[]): string[] =>
  messages.map(({ textElem, customElem }) => textElem?.text ?? customElem?.data ?? '')

const talk = async (count: number): Promise<V2TimMessage[]> => {
  const sent: V2TimMessage[] = []
  for (let number = 1; number <= count; number += 1)
    sent.push(await ann.say({ receiver: bob.userID }, String(number)))
  await arrival(bob, sent.at(-1)?.msgID)
  return sent
}

/** A device of bob's that begins with nothing. */
const freshBob = async (): Promise<Person> => await world.another(bob, 'web')

describe('history from the server', () => {
  it('getC2CHistoryMessageList goes back, newest first, a page at a time', async () => {
    await talk(5)
    await using fresh = await freshBob()
    const page = dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 2))
    expect(texts(page)).toEqual(['5', '4'])
    const next = dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 2, page.at(-1)?.msgID))
    expect(texts(next)).toEqual(['3', '2'])
    expect(
      texts(dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 20, next.at(-1)?.msgID))),
    ).toEqual(['1'])
    expect(page[0]).toMatchObject({ sender: ann.userID, userID: ann.userID, status: 2, isSelf: false })
    expect(await fresh.messages.getC2CHistoryMessageList(ann.userID, 2, 'unknown')).toMatchObject({
      code: -1,
      desc: 'message not found',
    })
    expect(await fresh.messages.getC2CHistoryMessageList('', 2)).toMatchObject({ code: 7003 })
    expect(await fresh.messages.getC2CHistoryMessageList(ann.userID, 0)).toMatchObject({ code: 6017 })
  })

  it('getGroupHistoryMessageList, and getHistoryMessageList by place', async () => {
    const group = await makeGroup(ann, [bob])
    const sent: V2TimMessage[] = []
    for (let number = 1; number <= 5; number += 1)
      sent.push(await ann.say({ groupID: group }, String(number)))
    await arrival(bob, sent.at(-1)?.msgID)
    await using fresh = await freshBob()
    expect(texts(dataOf(await fresh.messages.getGroupHistoryMessageList(group, 2)))).toEqual(['5', '4'])
    const seqs = sent.map(({ seq }) => Number(seq))
    const at = async (getType: number, seq = -1, count = 2) =>
      texts(dataOf(await fresh.messages.getHistoryMessageList(count, getType, '', group, seq)))
    expect(await at(V2TIM_GET_CLOUD_OLDER_MSG, seqs[2])).toEqual(['3', '2'])
    expect(await at(V2TIM_GET_CLOUD_NEWER_MSG, seqs[2])).toEqual(['3', '4'])
    expect(await fresh.messages.getGroupHistoryMessageList('nowhere', 2)).toMatchObject({ code: 10007 })
  })

  it('getHistoryMessageList reads both ways, around a message', async () => {
    const sent = await talk(5)
    await using fresh = await freshBob()
    dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 20))
    const beside = async (getType: number) =>
      texts(
        dataOf(await fresh.messages.getHistoryMessageList(2, getType, ann.userID, '', -1, sent[2]?.msgID)),
      )
    expect(await beside(V2TIM_GET_CLOUD_OLDER_MSG)).toEqual(['2', '1'])
    expect(await beside(V2TIM_GET_CLOUD_NEWER_MSG)).toEqual(['4', '5'])
    expect(await beside(V2TIM_GET_LOCAL_OLDER_MSG)).toEqual(['2', '1'])
    expect(await beside(V2TIM_GET_LOCAL_NEWER_MSG)).toEqual(['4', '5'])
    expect(await fresh.messages.getHistoryMessageList(2, 9, ann.userID)).toMatchObject({ code: 6017 })
  })

  it('more than a page of the server holds comes in one call', async () => {
    const text = 'x'.repeat(11_000)
    await Promise.all(Array.from({ length: 45 }, async () => await ann.say({ receiver: bob.userID }, text)))
    await using fresh = await freshBob()
    expect(dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 100))).toHaveLength(45)
  })
})

describe('history of this device', () => {
  it('is the default, and can be of some kinds alone', async () => {
    await talk(2)
    await bob.messages.sendMessage({
      id: dataOf(await bob.messages.createFaceMessage(1, 'x')).id ?? '',
      receiver: ann.userID,
      groupID: '',
    })
    const list = async (types?: number[]) =>
      dataOf(await bob.messages.getHistoryMessageList(20, undefined, ann.userID, '', -1, '', types))
    expect((await list()).map(({ elemType }) => elemType)).toEqual([8, 1, 1])
    expect(await list([8])).toHaveLength(1)
  })

  it('insertC2CMessageToLocalStorage and insertGroupMessageToLocalStorage stand where they were put', async () => {
    await talk(1)
    const inserted = dataOf(await bob.messages.insertC2CMessageToLocalStorage('note', ann.userID, ann.userID))
    expect(inserted).toMatchObject({
      status: 5,
      elemType: 2,
      customElem: { data: 'note' },
      sender: ann.userID,
      userID: ann.userID,
    })
    const last = await ann.say({ receiver: bob.userID }, '2')
    await arrival(bob, last.msgID)
    expect(texts(dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 20)))).toEqual([
      '2',
      'note',
      '1',
    ])
    const after = dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 20, inserted.msgID))
    expect(texts(after)).toEqual(['1'])
    await using fresh = await freshBob()
    expect(texts(dataOf(await fresh.messages.getC2CHistoryMessageList(ann.userID, 20)))).toEqual(['2', '1'])
    const group = await makeGroup(ann, [bob])
    expect(dataOf(await bob.messages.insertGroupMessageToLocalStorage('g', group, bob.userID))).toMatchObject(
      {
        groupID: group,
        isSelf: true,
      },
    )
    expect(await bob.messages.insertC2CMessageToLocalStorage('x', '', 'y')).toMatchObject({ code: 7003 })
    expect(await bob.messages.insertGroupMessageToLocalStorage('x', '\n', 'y')).toMatchObject({ code: 6017 })
  })

  it('setLocalCustomData and setLocalCustomInt stay with the message, here alone', async () => {
    const [first] = await talk(1)
    const msgID = first?.msgID ?? ''
    succeed(await bob.messages.setLocalCustomData(msgID, 'mine'))
    succeed(await bob.messages.setLocalCustomInt(msgID, 7))
    dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 20))
    expect(dataOf(await bob.messages.findMessages([msgID]))).toMatchObject([
      { localCustomData: 'mine', localCustomInt: 7 },
    ])
    expect(dataOf(await ann.messages.findMessages([msgID]))[0]?.localCustomData).toBeUndefined()
    expect(await bob.messages.setLocalCustomData('unknown', 'x')).toMatchObject({ code: -1 })
    expect(await bob.messages.setLocalCustomInt('unknown', 1)).toMatchObject({ code: -1 })
    expect(await bob.messages.setLocalCustomInt(msgID, 1.5)).toMatchObject({ code: 6017 })
  })

  it('findMessages finds what is here, deleted and recalled ones too', async () => {
    const sent = await talk(3)
    const ids = sent.map(({ msgID }) => msgID ?? '')
    succeed(await ann.messages.revokeMessage(ids[0] ?? ''))
    succeed(await bob.messages.deleteMessages([ids[1] ?? '']))
    await eventually('the recall', () => bob.heard.revoked.length === 1)
    const found = dataOf(await bob.messages.findMessages([...ids, 'unknown']))
    expect(found.map(({ status }) => status)).toEqual([6, 4, 2])
    expect(await bob.messages.findMessages('x' as never)).toMatchObject({ code: 6017 })
  })

  it('searchLocalMessages looks through texts', async () => {
    const cid = await world.person('cid')
    await ann.say({ receiver: bob.userID }, 'Red apples')
    await ann.say({ receiver: bob.userID }, 'green apples')
    await arrival(bob, (await cid.say({ receiver: bob.userID }, 'an apple')).msgID)
    const search = async (param: object) =>
      dataOf(await bob.messages.searchLocalMessages({ keywordList: [], type: 0, ...param }))
    const conversationID = `c2c_${ann.userID}`
    const inOne = await search({ conversationID, keywordList: ['apple'] })
    expect(inOne.totalCount).toBe(2)
    expect(inOne.messageSearchResultItems?.[0]?.messageList?.map(({ textElem }) => textElem?.text)).toEqual([
      'green apples',
      'Red apples',
    ])
    expect((await search({ conversationID, keywordList: ['red', 'apple'], type: 1 })).totalCount).toBe(1)
    expect((await search({ conversationID, keywordList: ['red', 'green'], type: 0 })).totalCount).toBe(2)
    expect(
      (await search({ conversationID, keywordList: ['apple'], pageSize: 1, pageIndex: 1 }))
        .messageSearchResultItems?.[0]?.messageList,
    ).toHaveLength(1)
    const all = await search({ keywordList: ['apple'] })
    expect(all.totalCount).toBe(2)
    expect(all.messageSearchResultItems).toEqual([
      { conversationID: `c2c_${cid.userID}`, messageCount: 1, messageList: [expect.any(Object)] },
      { conversationID, messageCount: 2, messageList: [] },
    ])
    expect((await search({ userIDList: [cid.userID] })).totalCount).toBe(1)
    expect((await search({ keywordList: ['apple'], messageTypeList: [2] })).totalCount).toBe(0)
    expect(
      await bob.messages.searchLocalMessages({ keywordList: ['1', '2', '3', '4', '5', '6'], type: 0 }),
    ).toMatchObject({ code: 6017 })
    await cid[Symbol.asyncDispose]()
  })
})
