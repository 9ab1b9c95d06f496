import { waitUntil } from '@carillon/testkit'
import { beforeEach, describe, expect, it } from 'vitest'

import { conversationOf, conversationsOf, lastTold, listen, listOf } from './conversation-support.ts'
import { arrival, dataOf, eventually, makeGroup, succeed, useWorld, type Person } from './support.ts'

const world = useWorld()
let ann: Person
let bob: Person
let cid: Person

beforeEach(async () => {
  ;[ann, bob, cid] = await world.people('ann', 'bob', 'cid')
})

const toBob = async (person: Person, text = 'x', options = {}) =>
  await person.say({ receiver: bob.userID }, text, options)
const withAnn = () => `c2c_${ann.userID}`
const idsOf = (list: readonly { conversationID: string }[] = []) =>
  list.map(({ conversationID }) => conversationID)

describe('the list', () => {
  it('getConversationList gives pinned ones first, then the newest, page by page', async () => {
    const groupID = await makeGroup(ann, [bob])
    await toBob(ann)
    await toBob(cid)
    await ann.say({ groupID }, 'x')
    expect(idsOf(await listOf(bob))).toEqual([`group_${groupID}`, `c2c_${cid.userID}`, withAnn()])
    succeed(await conversationsOf(bob).pinConversation(withAnn(), true))
    const first = dataOf(await conversationsOf(bob).getConversationList(2, '0'))
    expect(idsOf(first.conversationList)).toEqual([withAnn(), `group_${groupID}`])
    expect(first).toMatchObject({ isFinished: false, nextSeq: expect.stringMatching(/^\d+$/) })
    // What moves meanwhile shifts no page.
    await toBob(ann, 'y')
    const second = dataOf(await conversationsOf(bob).getConversationList(2, first.nextSeq ?? ''))
    expect(second).toMatchObject({ isFinished: true, nextSeq: '0' })
    expect(idsOf(second.conversationList)).toEqual([`c2c_${cid.userID}`])
    expect(await conversationsOf(bob).getConversationList(0, '0')).toMatchObject({ code: 6017 })
    expect(await conversationsOf(bob).getConversationList(10, 'xyz')).toMatchObject({ code: 6017 })
  })

  it('getConversationListByFilter gives those that match all that is given', async () => {
    const groupID = await makeGroup(ann, [bob])
    await ann.say({ groupID }, 'x')
    await toBob(ann)
    await toBob(cid)
    const manager = conversationsOf(bob)
    dataOf(await manager.markConversation(0, true, [withAnn()]))
    dataOf(await manager.createConversationGroup('work', [withAnn(), `group_${groupID}`]))
    const filtered = async (filter: object) =>
      idsOf(dataOf(await manager.getConversationListByFilter(filter)).conversationList)
    expect(await filtered({ conversationType: 2 })).toEqual([`group_${groupID}`])
    expect(await filtered({ conversationType: 1 })).toEqual([`c2c_${cid.userID}`, withAnn()])
    expect(await filtered({ markType: 0 })).toEqual([withAnn()])
    expect(await filtered({ groupName: 'work', conversationType: 2 })).toEqual([`group_${groupID}`])
    expect(await filtered({ groupName: 'none' })).toEqual([])
    const page = dataOf(await manager.getConversationListByFilter({ count: 1, nextSeq: 0 }))
    expect(page.isFinished).toBe(false)
    expect(await filtered({ count: 1, nextSeq: page.nextSeq })).toHaveLength(1)
    expect(await manager.getConversationListByFilter({ conversationType: 3 })).toMatchObject({ code: 6017 })
    expect(await manager.getConversationListByFilter({ markType: 7 })).toMatchObject({ code: 6017 })
  })

  it('getConversation has every field, and a never-used conversation comes empty', async () => {
    const sent = await toBob(ann, 'hello')
    expect(await conversationOf(bob, withAnn())).toEqual({
      conversationID: withAnn(),
      type: 1,
      userID: ann.userID,
      showName: 'ann',
      unreadCount: 1,
      lastMessage: expect.objectContaining({ msgID: sent.msgID, status: 2, isSelf: false, isRead: false }),
      isPinned: false,
      recvOpt: 0,
      groupAtInfoList: [],
      orderkey: expect.any(Number),
      markList: [],
      customData: '',
      conversationGroupList: [],
    })
    expect(await conversationOf(bob, `c2c_${cid.userID}`)).toMatchObject({ showName: 'cid', unreadCount: 0 })
    expect(idsOf(await listOf(bob))).toEqual([withAnn()])
    for (const bad of ['', 'c2c_', 'group_', 'nobody', 'c2c_\u00fc'])
      expect(await conversationsOf(bob).getConversation(bad)).toMatchObject({ code: 6004 })
    succeed(await bob.tim.logout())
    expect(await conversationsOf(bob).getConversation(withAnn())).toMatchObject({ code: 6004 })
    expect(await conversationsOf(bob).getConversationList(10, '0')).toMatchObject({ code: 6014 })
  })

  it('getConversationListByConversaionIds gives those in the list, in that order', async () => {
    await toBob(ann)
    await toBob(cid)
    const manager = conversationsOf(bob)
    const wanted = [withAnn(), `c2c_${bob.userID}`, `c2c_${cid.userID}`]
    const list = dataOf(await manager.getConversationListByConversaionIds(wanted))
    expect(idsOf(list)).toEqual([withAnn(), `c2c_${cid.userID}`])
    expect(await manager.getConversationListByConversaionIds([])).toMatchObject({ code: 6017 })
    expect(await manager.getConversationListByConversaionIds(['x'])).toMatchObject({ code: 6004 })
    const many = Array.from({ length: 101 }, (_, index) => `c2c_u${index}`)
    expect(await manager.getConversationListByConversaionIds(many)).toMatchObject({ code: 51_006 })
  })

  it('deleteConversation takes it from all devices until something comes', async () => {
    const tablet = await world.another(bob, 'web')
    listen(tablet)
    const { msgID } = await toBob(ann)
    await arrival(bob, msgID)
    expect([await listOf(bob), await listOf(tablet)].map((list) => list.length)).toEqual([1, 1])
    succeed(await conversationsOf(bob).setConversationDraft(withAnn(), 'half a'))
    succeed(await conversationsOf(bob).deleteConversation(withAnn()))
    expect(await listOf(bob)).toEqual([])
    await waitUntil('the tablet to follow', async () =>
      (await listOf(tablet)).length === 0 ? true : undefined,
    )
    expect(dataOf(await bob.messages.getC2CHistoryMessageList(ann.userID, 10))).toEqual([])
    const news = listen(bob)
    await toBob(ann, 'again')
    await eventually('it is new', () => news.added.flat().length > 0)
    expect(news.added.flat()).toMatchObject([{ conversationID: withAnn(), unreadCount: 1 }])
    expect(await conversationsOf(bob).deleteConversation('x')).toMatchObject({ code: 6004 })
    await tablet[Symbol.asyncDispose]()
  })
})

describe('onNewConversation and onConversationChanged', () => {
  it('tell of what comes, is read, recalled and said here', async () => {
    const news = listen(bob)
    await eventually('the list is here', () => news.syncs.includes('finish'))
    const first = await toBob(ann, 'one')
    await eventually('it is new', () => news.added.flat().length > 0)
    expect(news.added.flat()).toMatchObject([
      { conversationID: withAnn(), unreadCount: 1, showName: 'ann', lastMessage: { msgID: first.msgID } },
    ])
    const second = await toBob(ann, 'two')
    await eventually('two are unread', () => lastTold(news, withAnn())?.unreadCount === 2)
    succeed(await ann.messages.revokeMessage(second.msgID ?? ''))
    await eventually('one is unread', () => lastTold(news, withAnn())?.unreadCount === 1)
    expect(lastTold(news, withAnn())?.lastMessage).toMatchObject({ msgID: second.msgID, status: 6 })
    succeed(await bob.messages.markC2CMessageAsRead(ann.userID))
    await eventually('none is unread', () => lastTold(news, withAnn())?.unreadCount === 0)
    const answer = await bob.say({ receiver: ann.userID }, 'three')
    await eventually('it is the last', () => lastTold(news, withAnn())?.lastMessage?.msgID === answer.msgID)
    expect(lastTold(news, withAnn())).toMatchObject({ unreadCount: 0, lastMessage: { status: 2 } })
    expect(news.added).toHaveLength(1)
    // The other has read: the last message shows it.
    succeed(await ann.messages.markC2CMessageAsRead(bob.userID))
    await eventually('it shows', () => lastTold(news, withAnn())?.lastMessage?.isPeerRead === true)
  })

  it('a message that is not sent is the last one here, with its state', async () => {
    const news = listen(bob)
    dataOf(await conversationsOf(bob).getTotalUnreadMessageCount())
    await expect(bob.say({ receiver: 'nobody-at-all' }, 'x')).rejects.toThrow('20003')
    expect(lastTold(news, 'c2c_nobody-at-all')).toMatchObject({ lastMessage: { status: 3 } })
    const local = dataOf(await bob.messages.insertC2CMessageToLocalStorage('{}', cid.userID, cid.userID))
    await eventually('it shows', () => lastTold(news, `c2c_${cid.userID}`) !== undefined)
    expect(lastTold(news, `c2c_${cid.userID}`)).toMatchObject({ lastMessage: { status: 5 }, unreadCount: 0 })
    succeed(await bob.messages.deleteMessageFromLocalStorage(local.msgID ?? ''))
    expect(idsOf(await listOf(bob))).toEqual(['c2c_nobody-at-all'])
  })

  it('mentions are there until they are read', async () => {
    const groupID = await makeGroup(ann, [bob])
    const news = listen(bob)
    await listOf(bob)
    const created = dataOf(await ann.messages.createTextAtMessage('@bob', [bob.userID]))
    const sent = dataOf(await ann.messages.sendMessage({ id: created.id ?? '', receiver: '', groupID }))
    const told = () => lastTold(news, `group_${groupID}`)
    await eventually('the mention', () => told()?.groupAtInfoList?.length === 1)
    expect(told()).toMatchObject({
      groupType: 'Public',
      showName: 'group',
      groupAtInfoList: [{ seq: sent.seq, atType: 1 }],
    })
    succeed(await bob.messages.markGroupMessageAsRead(groupID))
    await eventually('no mention', () => told()?.groupAtInfoList?.length === 0)
  })

  it('what a group is called shows at once, and stays when the group is no more', async () => {
    const groupID = await makeGroup(ann, [bob])
    await ann.say({ groupID }, 'x')
    const news = listen(bob)
    await listOf(bob)
    succeed(
      await ann.tim.getGroupManager().setGroupInfo({ groupID, groupType: 'Public', groupName: 'new name' }),
    )
    await eventually('its name', () => lastTold(news, `group_${groupID}`)?.showName === 'new name')
    const ended: string[] = []
    bob.tim.addGroupListener({ onGroupDismissed: (which) => ended.push(which) })
    succeed(await ann.tim.dismissGroup(groupID))
    await eventually('its end', () => ended.length === 1)
    expect(await conversationOf(bob, `group_${groupID}`)).toMatchObject({ showName: 'new name' })
    const marked = dataOf(await conversationsOf(bob).markConversation(0, true, [`group_${groupID}`]))
    expect(marked).toMatchObject([{ resultCode: 51_007 }])
  })

  it('a group shows as soon as I am in it, and stays as it was when I am not any more', async () => {
    const groupID = await makeGroup(ann, [], 'Community')
    const first = await ann.say({ groupID }, 'before')
    const news = listen(bob)
    await listOf(bob)
    succeed(await bob.tim.joinGroup(groupID, ''))
    await eventually('it is in the list', () => lastTold(news, `group_${groupID}`) !== undefined)
    expect(lastTold(news, `group_${groupID}`)).toMatchObject({
      groupType: 'Community',
      unreadCount: 0,
      lastMessage: { msgID: first.msgID },
    })
    const second = await ann.say({ groupID }, 'while')
    await eventually('one is unread', () => lastTold(news, `group_${groupID}`)?.unreadCount === 1)
    const kicked: string[] = []
    bob.tim.addGroupListener({ onMemberKicked: (which) => kicked.push(which) })
    succeed(await ann.tim.getGroupManager().kickGroupMember(groupID, [bob.userID]))
    await eventually('bob hears of it', () => kicked.length === 1)
    await ann.say({ groupID }, 'after')
    const left = { unreadCount: 1, lastMessage: { msgID: second.msgID } }
    expect(await conversationOf(bob, `group_${groupID}`)).toMatchObject(left)
    // A device that was never there before has it from the server.
    const tablet = await world.another(bob, 'web')
    expect(await conversationOf(tablet, `group_${groupID}`)).toMatchObject(left)
    await tablet[Symbol.asyncDispose]()
  })

  it('what is excluded is not the last message, and what is deleted falls back', async () => {
    const first = await toBob(ann, 'one')
    const second = await toBob(ann, 'two')
    await toBob(ann, 'three', { isExcludedFromLastMessage: true })
    await eventually('they came', () => bob.heard.messages.length === 3)
    expect((await conversationOf(bob, withAnn())).lastMessage?.msgID).toBe(second.msgID)
    succeed(await bob.messages.deleteMessages([second.msgID ?? '']))
    expect((await conversationOf(bob, withAnn())).lastMessage?.msgID).toBe(first.msgID)
    succeed(await bob.messages.clearC2CHistoryMessage(ann.userID))
    const cleared = await conversationOf(bob, withAnn())
    expect([cleared.lastMessage, cleared.unreadCount]).toEqual([undefined, 0])
    expect(idsOf(await listOf(bob))).toEqual([withAnn()])
  })
})

describe('what is unread in all', () => {
  it('getTotalUnreadMessageCount leaves muted conversations out; onTotalUnreadMessageCountChanged tells', async () => {
    const groupID = await makeGroup(ann, [bob])
    await toBob(ann)
    await toBob(cid)
    await ann.say({ groupID }, 'x')
    const news = listen(bob)
    expect(dataOf(await conversationsOf(bob).getTotalUnreadMessageCount())).toBe(3)
    succeed(await bob.messages.setC2CReceiveMessageOpt([cid.userID], 2))
    await eventually('two', () => news.totals.at(-1) === 2)
    expect(lastTold(news, `c2c_${cid.userID}`)).toMatchObject({ recvOpt: 2, unreadCount: 1 })
    succeed(await bob.messages.markAllMessageAsRead())
    await eventually('none', () => news.totals.at(-1) === 0)
    await toBob(cid)
    await toBob(ann)
    await eventually('one', () => news.totals.at(-1) === 1)
    expect(dataOf(await conversationsOf(bob).getTotalUnreadMessageCount())).toBe(1)
  })

  it('a Meeting group has no unread count', async () => {
    const groupID = await makeGroup(ann, [bob], 'Meeting')
    await listOf(bob)
    const { msgID } = await ann.say({ groupID }, 'x')
    await arrival(bob, msgID)
    expect(await conversationOf(bob, `group_${groupID}`)).toMatchObject({ unreadCount: 0, recvOpt: 2 })
  })
})

describe('onSyncServerStart, onSyncServerFinish and onSyncServerFailed', () => {
  it('a listener that was there before the login hears both', async () => {
    await toBob(ann)
    succeed(await bob.tim.logout())
    const news = listen(bob)
    const user = await world.kit.admin(async (admin) =>
      admin.makeUserSig({ sdkAppID: world.kit.sdkAppID, userID: bob.userID }),
    )
    succeed(await bob.tim.login(bob.userID, user))
    await eventually('the end', () => news.syncs.length === 2)
    expect(news.syncs).toEqual(['start', 'finish'])
    expect(idsOf(news.added.flat())).toEqual([withAnn()])
    expect(news.totals).toEqual([1])
  })

  it('removeConversationListener ends it', async () => {
    const news = listen(bob)
    await eventually('the list', () => news.syncs.includes('finish'))
    conversationsOf(bob).removeConversationListener()
    const { msgID } = await toBob(ann)
    await arrival(bob, msgID)
    expect(await conversationOf(bob, withAnn())).toMatchObject({ unreadCount: 1 })
    expect(news.added).toEqual([])
  })
})
