import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startGatewayBench, type FrameClient, type GatewayBench } from './testing.ts'

let bench: GatewayBench
let bob: FrameClient

beforeAll(async () => {
  bench = await startGatewayBench()
  bob = await bench.login('bob')
  const ann = await bench.login('ann')
  await ann.say('bob', 'x')
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

const one = { conversationIDs: ['c2c_ann'] }

describe('requests about conversations', () => {
  it.each<[string, object, object]>([
    ['conversation.list', { count: 100 }, { conversations: [{ conversationID: 'c2c_ann', unreadCount: 1 }] }],
    ['conversation.list', { count: 1, cursor: '0-0-0' }, { conversations: [] }],
    ['conversation.list', { count: 1, filter: { kind: 'group' } }, { conversations: [], groupNames: [] }],
    ['conversation.get', one, { conversations: [{ isListed: true }] }],
    ['conversation.get', { conversationIDs: [] }, { conversations: [] }],
    ['conversation.unread', {}, { count: 1 }],
    ['conversation.unread', { filter: { mark: 63, group: 'x' } }, { count: 0 }],
    ['conversation.pin', { conversationID: 'c2c_ann', isPinned: true }, {}],
    ['conversation.mark', { ...one, mark: 63, isMarked: true }, { results: [{ code: 0 }] }],
    ['conversation.setCustomData', { ...one, customData: 'x' }, { results: [{ code: 0 }] }],
    ['conversation.createGroup', { ...one, name: 'work' }, { results: [{ code: 0 }] }],
    ['conversation.addToGroup', { ...one, name: 'work' }, { results: [{ code: 0 }] }],
    ['conversation.removeFromGroup', { ...one, name: 'work' }, { results: [{ code: 0 }] }],
    ['conversation.renameGroup', { name: 'work', newName: 'play' }, {}],
    ['conversation.groups', {}, { names: ['play'] }],
    ['conversation.deleteGroup', { name: 'play' }, {}],
    ['conversation.delete', { conversationID: 'c2c_ann', keepsMessages: true }, {}],
  ])('%s %j', async (method, params, data) => {
    expect(await bob.request(method, params)).toMatchObject({ code: 0, data })
  })

  it.each<[string, object, number, string]>([
    ['conversation.list', {}, 6017, 'count'],
    ['conversation.list', { count: 101 }, 6017, 'count'],
    ['conversation.list', { count: 1, cursor: "0-1'-2" }, 6017, 'cursor'],
    ['conversation.list', { count: 1, cursor: '0-99999999999999999-2' }, 6017, 'cursor'],
    ['conversation.list', { count: 1, filter: { mark: 64 } }, 6017, 'filter'],
    ['conversation.get', { conversationIDs: Array(21).fill('c2c_ann') }, 6017, 'conversationIDs'],
    ['conversation.mark', { ...one, mark: -1, isMarked: true }, 6017, 'mark'],
    ['conversation.mark', { ...one, mark: 4, isMarked: true }, 6017, 'markType'],
    ['conversation.mark', { conversationIDs: [], mark: 1, isMarked: true }, 6017, 'conversationIDs'],
    ['conversation.pin', { conversationID: '?', isPinned: true }, 6004, 'conversationID'],
    ['conversation.pin', { conversationID: 'c2c_ann' }, 6017, 'isPinned'],
    ['conversation.createGroup', { ...one, name: '\0' }, 6017, 'groupName'],
    ['conversation.createGroup', { ...one, name: '\ud800' }, 6017, 'groupName'],
    ['conversation.deleteGroup', { name: 'a\0b' }, 51_009, 'a'],
    ['conversation.delete', { conversationID: 'c2c_\0' }, 6004, 'conversationID'],
  ])('%s %j is refused', async (method, params, code, word) => {
    const answer = await bob.request(method, params)
    expect(answer).toMatchObject({ code, desc: expect.stringContaining(word) as string })
  })

  it('filters with what the database does not take find nothing', async () => {
    for (const group of ['\0', '\ud800'])
      expect(await bob.request('conversation.list', { count: 1, filter: { group } })).toMatchObject({
        code: 0,
        data: { conversations: [] },
      })
  })
})
