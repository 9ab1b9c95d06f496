import { GetGroupMessageReadMemberListFilter } from '@carillon/client'
import { beforeEach, describe, expect, it } from 'vitest'

import { arrival, dataOf, eventually, makeGroup, succeed, useWorld, type Person } from './support.ts'

const {
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_READ: READ,
  V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_UNREAD: UNREAD,
} = GetGroupMessageReadMemberListFilter

const world = useWorld()
let ann: Person
let bob: Person

beforeEach(async () => {
  ;[ann, bob] = await world.people('ann', 'bob')
})

describe('reading', () => {
  it('markC2CMessageAsRead tells the other', async () => {
    const sent = await ann.say({ receiver: bob.userID }, 'x')
    await arrival(bob, sent.msgID)
    const isRead = async () => dataOf(await bob.messages.findMessages([sent.msgID ?? '']))[0]?.isRead
    expect(await isRead()).toBe(false)
    succeed(await bob.messages.markC2CMessageAsRead(ann.userID))
    await eventually('the receipt', () => ann.heard.c2cReceipts.length === 1)
    expect(ann.heard.c2cReceipts).toEqual([{ userID: bob.userID, timestamp: expect.any(Number) }])
    expect(ann.heard.c2cReceipts[0]?.timestamp).toBeGreaterThanOrEqual(sent.timestamp ?? Infinity)
    expect(dataOf(await ann.messages.findMessages([sent.msgID ?? '']))).toMatchObject([{ isPeerRead: true }])
    expect(await isRead()).toBe(true)
    await using phone = await world.another(ann, 'web')
    expect(dataOf(await phone.messages.getC2CHistoryMessageList(bob.userID, 1))).toMatchObject([
      { isPeerRead: true },
    ])
    expect(await bob.messages.markC2CMessageAsRead('')).toMatchObject({ code: 7003 })
  })

  it('markGroupMessageAsRead and markAllMessageAsRead', async () => {
    const group = await makeGroup(ann, [bob])
    const inGroup = await ann.say({ groupID: group }, 'x')
    const toBob = await ann.say({ receiver: bob.userID }, 'x')
    await arrival(bob, toBob.msgID)
    await using phone = await world.another(bob, 'web')
    succeed(await bob.messages.markGroupMessageAsRead(group))
    const isRead = async (person: Person, msgID = '') =>
      dataOf(await person.messages.findMessages([msgID]))[0]?.isRead
    expect([await isRead(bob, inGroup.msgID), await isRead(bob, toBob.msgID)]).toEqual([true, false])
    succeed(await bob.messages.markAllMessageAsRead())
    await eventually('the receipt', () => ann.heard.c2cReceipts.length === 1)
    expect(await isRead(bob, toBob.msgID)).toBe(true)
    // My other devices know as well.
    expect(dataOf(await phone.messages.getC2CHistoryMessageList(ann.userID, 1))).toMatchObject([
      { isRead: true },
    ])
    expect(await bob.messages.markGroupMessageAsRead('nowhere')).toMatchObject({ code: 10007 })
    expect(await bob.messages.markGroupMessageAsRead('\n')).toMatchObject({ code: 6017 })
  })
})

describe('read receipts', () => {
  it('sendMessageReadReceipts, getMessageReadReceipts and getGroupMessageReadMemberList', async () => {
    const cid = await world.person('cid')
    const group = await makeGroup(ann, [bob, cid])
    const sent = await ann.say({ groupID: group }, 'x', { needReadReceipt: true })
    const msgID = sent.msgID ?? ''
    for (const person of [bob, cid]) await arrival(person, msgID)
    expect(dataOf(await ann.messages.getMessageReadReceipts([msgID]))).toEqual([
      { userID: '', groupID: group, msgID, readCount: 0, unreadCount: 2, timestamp: 0 },
    ])
    succeed(await bob.messages.sendMessageReadReceipts([msgID]))
    await eventually('the receipt', () => ann.heard.receipts.length === 1)
    expect(ann.heard.receipts).toMatchObject([{ groupID: group, msgID, readCount: 1, unreadCount: 1 }])
    const list = async (filter: number) =>
      dataOf(await ann.messages.getGroupMessageReadMemberList(msgID, filter, 0, 10))
    expect(await list(READ)).toMatchObject({
      isFinished: true,
      memberInfoList: [{ userID: bob.userID, nickName: 'bob' }],
    })
    expect(await list(UNREAD)).toMatchObject({ isFinished: true, memberInfoList: [{ userID: cid.userID }] })
    expect(await bob.messages.getMessageReadReceipts([msgID])).toMatchObject({ code: 10007 })
    expect(await bob.messages.getGroupMessageReadMemberList(msgID, READ)).toMatchObject({ code: 10007 })
    expect(await ann.messages.getGroupMessageReadMemberList(msgID, 7)).toMatchObject({ code: 6017 })
    expect(await ann.messages.getGroupMessageReadMemberList('unknown', READ)).toMatchObject({ code: -1 })
    await cid[Symbol.asyncDispose]()
  })

  it('of one-to-one messages count the one', async () => {
    const sent = await ann.say({ receiver: bob.userID }, 'x', { needReadReceipt: true })
    await arrival(bob, sent.msgID)
    succeed(await bob.messages.sendMessageReadReceipts([sent.msgID ?? '']))
    await eventually('the receipt', () => ann.heard.receipts.length === 1)
    expect(ann.heard.receipts).toMatchObject([
      { userID: bob.userID, msgID: sent.msgID, readCount: 1, unreadCount: 0 },
    ])
  })

  it('of what is not there are refused', async () => {
    expect(await ann.messages.sendMessageReadReceipts(['unknown'])).toMatchObject({
      code: -1,
      desc: 'messages not found',
    })
    expect(await ann.messages.getMessageReadReceipts(['unknown'])).toMatchObject({ code: -1 })
    expect(await ann.messages.sendMessageReadReceipts([])).toMatchObject({ code: 6017 })
  })
})

describe('receive options', () => {
  it('setC2CReceiveMessageOpt and getC2CReceiveMessageOpt', async () => {
    succeed(await bob.messages.setC2CReceiveMessageOpt([ann.userID], 2))
    expect(dataOf(await bob.messages.getC2CReceiveMessageOpt([ann.userID, bob.userID]))).toEqual([
      { userID: ann.userID, c2CReceiveMessageOpt: 2 },
      { userID: bob.userID, c2CReceiveMessageOpt: 0 },
    ])
    const many = Array.from({ length: 31 }, (_, index) => `user${index}`)
    expect(await bob.messages.setC2CReceiveMessageOpt(many, 2)).toMatchObject({ code: 6017 })
    expect(await bob.messages.setC2CReceiveMessageOpt(['nobody-there'], 2)).toMatchObject({ code: 70107 })
    expect(await bob.messages.setC2CReceiveMessageOpt([ann.userID], 9)).toMatchObject({ code: 6017 })
    expect(await bob.messages.getC2CReceiveMessageOpt([])).toMatchObject({ code: 6017 })
  })

  it('1 keeps messages away, and history has them', async () => {
    succeed(await bob.messages.setC2CReceiveMessageOpt([ann.userID], 1))
    const unheard = await ann.say({ receiver: bob.userID }, 'unheard')
    succeed(await bob.messages.setC2CReceiveMessageOpt([ann.userID], 0))
    const heard = await ann.say({ receiver: bob.userID }, 'heard')
    await arrival(bob, heard.msgID)
    expect(bob.heard.messages.map(({ msgID }) => msgID)).toEqual([heard.msgID])
    const history = dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 5))
    expect(history.map(({ msgID }) => msgID)).toEqual([heard.msgID, unheard.msgID])
  })

  it('setGroupReceiveMessageOpt', async () => {
    const group = await makeGroup(ann, [bob])
    succeed(await bob.messages.setGroupReceiveMessageOpt(group, 1))
    await ann.say({ groupID: group }, 'unheard')
    succeed(await bob.messages.setGroupReceiveMessageOpt(group, 0))
    const heard = await ann.say({ groupID: group }, 'heard')
    await arrival(bob, heard.msgID)
    expect(bob.heard.messages.flatMap(({ textElem }) => textElem?.text ?? [])).toEqual(['heard'])
    expect(await bob.messages.setGroupReceiveMessageOpt('nowhere', 1)).toMatchObject({ code: 10007 })
    expect(await bob.messages.setGroupReceiveMessageOpt(group, -1)).toMatchObject({ code: 6017 })
  })

  it('setAllReceiveMessageOpt and getAllReceiveMessageOpt', async () => {
    expect(dataOf(await bob.messages.getAllReceiveMessageOpt())).toMatchObject({ allReceiveMessageOpt: 0 })
    succeed(await bob.messages.setAllReceiveMessageOpt(2, 22, 30, 0, 3600))
    expect(dataOf(await bob.messages.getAllReceiveMessageOpt())).toEqual({
      allReceiveMessageOpt: 2,
      startHour: 22,
      startMinute: 30,
      startSecond: 0,
      startTimeStamp: 0,
      duration: 3600,
    })
    succeed(await bob.messages.setAllReceiveMessageOptWithTimestamp(2, 1_800_000_000, 60))
    expect(dataOf(await bob.messages.getAllReceiveMessageOpt())).toMatchObject({
      startTimeStamp: 1_800_000_000,
      duration: 60,
    })
    expect(await bob.messages.setAllReceiveMessageOpt(1, 22, 0, 0, 1)).toMatchObject({ code: 6017 })
    expect(await bob.messages.setAllReceiveMessageOpt(2, 24, 0, 0, 1)).toMatchObject({ code: 6017 })
  })
})

describe('without a login', () => {
  it('every call answers 6014', async () => {
    await using dan = await world.person('dan')
    succeed(await dan.tim.logout())
    const { messages } = dan
    const answers = await Promise.all([
      messages.getC2CHistoryMessageList('bob', 1),
      messages.revokeMessage('m'),
      messages.modifyMessage({ msgID: 'm' }),
      messages.markAllMessageAsRead(),
      messages.findMessages([]),
      messages.getMessageExtensions('m'),
      messages.getAllReceiveMessageOpt(),
      messages.searchLocalMessages({ keywordList: ['x'], type: 0 }),
    ])
    expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 6014))
  })
})
