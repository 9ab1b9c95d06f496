import { beforeEach, describe, expect, it } from 'vitest'

import {
  conversationOf,
  conversationsOf,
  lastTold,
  listen,
  listOf,
  type ConversationNews,
} from './conversation-support.ts'
import { dataOf, eventually, succeed, useWorld, type Person } from './support.ts'

const world = useWorld()
let ann: Person
let bob: Person
/** Bob's other device. */
let other: Person
let news: ConversationNews
let id = ''

beforeEach(async () => {
  ;[ann, bob] = await world.people('ann', 'bob')
  other = await world.another(bob, 'web')
  id = `c2c_${ann.userID}`
  await ann.say({ receiver: bob.userID }, 'x')
  news = listen(other)
  await eventually('the other device has the list', () => news.syncs.includes('finish'))
})

describe('what is mine of a conversation', () => {
  it('pinConversation reaches my other device', async () => {
    succeed(await conversationsOf(bob).pinConversation(id, true))
    await eventually('it is pinned there', () => lastTold(news, id)?.isPinned === true)
    expect(await conversationOf(bob, id)).toMatchObject({ isPinned: true })
    succeed(await conversationsOf(bob).pinConversation(id, false))
    await eventually('it is not pinned there', () => lastTold(news, id)?.isPinned === false)
    expect(await conversationsOf(bob).pinConversation('x', true)).toMatchObject({ code: 6004 })
    expect(await conversationsOf(bob).pinConversation('c2c_stranger', true)).toMatchObject({ code: 6004 })
    expect(await conversationsOf(bob).pinConversation(id, 1 as unknown as boolean)).toMatchObject({
      code: 6017,
    })
  })

  it('setConversationDraft stays here and raises the conversation', async () => {
    const before = await conversationOf(bob, id)
    const own = listen(bob)
    succeed(await conversationsOf(bob).setConversationDraft(id, 'half a'))
    const after = await conversationOf(bob, id)
    expect(after).toMatchObject({ draftText: 'half a', draftTimestamp: expect.any(Number) })
    expect(after.orderkey).toBeGreaterThanOrEqual(before.orderkey ?? 0)
    await eventually('it is told', () => lastTold(own, id)?.draftText === 'half a')
    succeed(await conversationsOf(bob).setConversationDraft(id))
    expect(await conversationOf(bob, id)).not.toHaveProperty('draftText')
    // A conversation that was never used is in the list while there is a draft.
    succeed(await conversationsOf(bob).setConversationDraft('c2c_somebody', 'dear'))
    expect((await listOf(bob)).map(({ conversationID }) => conversationID)).toEqual(['c2c_somebody', id])
    succeed(await conversationsOf(bob).setConversationDraft('c2c_somebody', ''))
    expect(await listOf(bob)).toHaveLength(1)
    expect(await conversationsOf(bob).setConversationDraft('x', 'y')).toMatchObject({ code: 6004 })
    expect(await conversationOf(other, id)).not.toHaveProperty('draftText')
  })

  it('markConversation sets and takes marks, also the highest', async () => {
    const manager = conversationsOf(bob)
    expect(dataOf(await manager.markConversation(63, true, [id, 'c2c_stranger']))).toEqual([
      { conversationID: id, resultCode: 0, resultInfo: 'ok' },
      { conversationID: 'c2c_stranger', resultCode: 6004, resultInfo: expect.any(String) },
    ])
    await eventually('the other device has it', () => lastTold(news, id)?.markList?.includes(63) === true)
    dataOf(await manager.markConversation(0, true, [id]))
    dataOf(await manager.markConversation(63, false, [id]))
    expect((await conversationOf(bob, id)).markList).toEqual([0])
    expect(await manager.markConversation(4, true, [id])).toMatchObject({ code: 6017 })
    expect(await manager.markConversation(64, true, [id])).toMatchObject({ code: 6017 })
    expect(await manager.markConversation(1, true, [])).toMatchObject({ code: 6017 })
    const many = Array.from({ length: 101 }, (_, index) => `c2c_u${index}`)
    expect(await manager.markConversation(1, true, many)).toMatchObject({ code: 51_006 })
  })

  it('setConversationCustomData keeps a text', async () => {
    const manager = conversationsOf(bob)
    expect(dataOf(await manager.setConversationCustomData('{"a":1}', [id]))).toMatchObject([
      { resultCode: 0 },
    ])
    await eventually('the other device has it', () => lastTold(news, id)?.customData === '{"a":1}')
    expect(await manager.setConversationCustomData('x'.repeat(257), [id])).toMatchObject({ code: 6017 })
  })

  it('markC2CMessageAsRead on one device clears the other', async () => {
    expect(await conversationOf(other, id)).toMatchObject({ unreadCount: 1 })
    succeed(await bob.messages.markC2CMessageAsRead(ann.userID))
    await eventually('none is unread there', () => lastTold(news, id)?.unreadCount === 0)
    expect(news.totals).toEqual([1, 0])
  })
})

describe('groups of conversations', () => {
  it('createConversationGroup, addConversationsToGroup, deleteConversationsFromGroup are told on both devices', async () => {
    const manager = conversationsOf(bob)
    const own = listen(bob)
    await listOf(bob)
    await bob.say({ receiver: bob.userID }, 'a note')
    const note = `c2c_${bob.userID}`
    await eventually('the note', () => lastTold(news, note) !== undefined)
    expect(dataOf(await manager.createConversationGroup('work', [id]))).toMatchObject([{ resultCode: 0 }])
    expect(dataOf(await manager.addConversationsToGroup('work', [note]))).toMatchObject([{ resultCode: 0 }])
    expect((await conversationOf(bob, note)).conversationGroupList).toEqual(['work'])
    dataOf(await manager.deleteConversationsFromGroup('work', [id]))
    expect(dataOf(await manager.getConversationGroupList())).toEqual(['work'])
    await eventually('both heard of it', () => news.groups.length === 3 && own.groups.length === 3)
    for (const { groups } of [news, own])
      expect(groups).toEqual([
        { event: 'created', names: ['work'], conversationIDs: [id] },
        { event: 'added', names: ['work'], conversationIDs: [note] },
        { event: 'removed', names: ['work'], conversationIDs: [id] },
      ])
  })

  it('renameConversationGroup and deleteConversationGroup are told on both devices', async () => {
    const manager = conversationsOf(bob)
    dataOf(await manager.createConversationGroup('work', [id]))
    succeed(await manager.renameConversationGroup('work', 'play'))
    expect((await conversationOf(bob, id)).conversationGroupList).toEqual(['play'])
    succeed(await manager.deleteConversationGroup('play'))
    expect(dataOf(await manager.getConversationGroupList())).toEqual([])
    await eventually('the other heard of it', () => news.groups.length === 3)
    expect(news.groups.slice(1)).toEqual([
      { event: 'renamed', names: ['work', 'play'], conversationIDs: [] },
      { event: 'deleted', names: ['play'], conversationIDs: [] },
    ])
  })

  it('what cannot be has the original’s codes', async () => {
    const manager = conversationsOf(bob)
    expect(await manager.createConversationGroup('ü'.repeat(17), [id])).toMatchObject({ code: 51_011 })
    expect(await manager.createConversationGroup('', [id])).toMatchObject({ code: 6017 })
    expect(await manager.createConversationGroup('work', [])).toMatchObject({ code: 6017 })
    expect(await manager.deleteConversationGroup('none')).toMatchObject({ code: 51_009 })
    expect(await manager.renameConversationGroup('none', 'x')).toMatchObject({ code: 51_009 })
    expect(await manager.addConversationsToGroup('none', [id])).toMatchObject({ code: 51_009 })
    expect(await manager.deleteConversationsFromGroup('none', [id])).toMatchObject({ code: 51_009 })
    for (let index = 0; index < 20; index += 1)
      dataOf(await manager.createConversationGroup(`g${index}`, [id]))
    expect(await manager.createConversationGroup('g20', [id])).toMatchObject({ code: 51_010 })
  })
})
