import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startGatewayBench, type FrameClient, type GatewayBench } from './testing.ts'

let bench: GatewayBench
let ann: FrameClient

beforeAll(async () => {
  bench = await startGatewayBench()
  ann = await bench.login('ann')
  await bench.login('bob')
})
afterAll(async () => await bench[Symbol.asyncDispose]())

const storedMessages = async (): Promise<number> =>
  (await bench.store.query({ name: 'test.messages', text: 'select 1 from messages' })).length

const text = { type: 'text', text: 'x' }
const file = { fileID: 'f', bytes: 1 }
const merger = { type: 'merger', title: '', abstractList: [], compatibleText: '' }

describe('a send that is not valid', () => {
  it.each<[string, object, number]>([
    ['an unknown element', { elements: [{ type: 'smell', text: 'x' }] }, 6017],
    [
      'an element of the server’s own',
      { elements: [{ type: 'group-tips', tip: 1, operator: { userID: 'ann' }, members: [] }] },
      6017,
    ],
    ['a field that is not there', { elements: [{ ...text, colour: 'red' }] }, 6017],
    ['no element', { elements: [] }, 6017],
    ['17 elements', { elements: Array.from({ length: 17 }, () => text) }, 6017],
    ['half a character', { elements: [{ type: 'text', text: '\ud83d' }] }, 90010],
    [
      'half a character, deep inside',
      { elements: [{ ...merger, abstractList: ['\ud83d'], mergedID: 'x' }] },
      90010,
    ],
    [
      'more than 12 KB',
      { elements: [{ type: 'location', desc: 'x'.repeat(12_300), longitude: 0, latitude: 0 }] },
      80002,
    ],
    ['more than 8 KB beside it', { elements: [text], cloudCustomData: 'x'.repeat(8200) }, 80002],
    [
      'a picture behind a text',
      { elements: [text, { type: 'image', original: { ...file, width: 1, height: 1 } }] },
      90010,
    ],
    [
      'a file of nothing',
      { elements: [{ type: 'file', file: { fileID: 'f', bytes: 0 }, fileName: '' }] },
      6017,
    ],
    [
      'a file above 100 MiB',
      { elements: [{ type: 'file', file: { fileID: 'f', bytes: 105_000_000 }, fileName: '' }] },
      6017,
    ],
    ['no place on earth', { elements: [{ type: 'location', desc: '', longitude: 0, latitude: 91 }] }, 6017],
    ['a merged message of nothing', { elements: [merger] }, 90010],
    ['a merged message that is not kept', { elements: [{ ...merger, mergedID: 'x' }] }, 90010],
    ['merged messages that are not there', { elements: [{ ...merger, msgIDs: ['x'] }] }, 90010],
    [
      'six lines of summary',
      { elements: [{ ...merger, abstractList: Array.from({ length: 6 }, () => ''), mergedID: 'x' }] },
      6017,
    ],
    ['a mention one to one', { elements: [text], atUserIDs: ['bob'] }, 90010],
    ['targets one to one', { elements: [text], targetUserIDs: ['bob'] }, 90010],
    ['both addresses', { elements: [text], groupID: 'g' }, 6017],
    ['a group that is not there', { elements: [text], receiver: undefined, groupID: 'g' }, 10010],
    [
      '31 mentions',
      {
        elements: [text],
        receiver: undefined,
        groupID: 'g',
        atUserIDs: Array.from({ length: 31 }, () => 'u'),
      },
      6017,
    ],
    [
      '51 targets',
      {
        elements: [text],
        receiver: undefined,
        groupID: 'g',
        targetUserIDs: Array.from({ length: 51 }, () => 'u'),
      },
      6017,
    ],
    ['a random that is none', { elements: [text], random: -1 }, 6017],
  ])('%s gets its code and stores nothing', async (_name, params, code) => {
    const answer = await ann.request('message.send', { receiver: 'bob', random: 1, ...params })
    expect([answer.code, answer.desc === '']).toEqual([code, false])
    expect(await storedMessages()).toBe(0)
  })

  it('JSON that is too deep gets an answer, and the connection lives', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    ann.send(
      `{"type":"request","id":900001,"method":"message.send","params":{"receiver":"bob","random":1,"elements":${deep}}}`,
    )
    expect((await ann.request('server.time')).code).toBe(0)
    expect(ann.frames).toContainEqual(expect.objectContaining({ type: 'response', id: 900_001, code: 6017 }))
    expect(await storedMessages()).toBe(0)
  })
})

describe('a request about messages that is not valid', () => {
  it.each<[string, object, number]>([
    ['message.history', { conversationID: 'c2c_bob', direction: 'older', count: 101 }, 6017],
    ['message.history', { conversationID: 'c2c_bob', direction: 'sideways', count: 1 }, 6017],
    ['message.history', { conversationID: 'bob', direction: 'older', count: 1 }, 6004],
    ['message.find', { msgIDs: [] }, 6017],
    ['message.merged', { mergedID: 'x' }, 6017],
    ['message.merged', { mergedID: 'x\0' }, 6017],
    ['message.recall', { msgID: 'x' }, 20022],
    ['message.recall', { msgID: 'x\0' }, 20022],
    ['message.recall', { msgID: 'x', reason: '\ud83d' }, 90010],
    ['conversation.setReceiveOption', { option: 1, userIDs: ['bob\0'] }, 70107],
    ['conversation.receiveOptions', { userIDs: ['bob\0'] }, 0],
    [
      'message.modify',
      { msgID: 'x', version: 0, elements: [{ index: 0, element: { type: 'face', index: 1, data: '' } }] },
      6017,
    ],
    ['message.modify', { msgID: 'x', version: 0 }, 20022],
    ['message.delete', { msgIDs: Array.from({ length: 51 }, () => 'x') }, 6017],
    ['message.setExtensions', { msgID: 'x', extensions: [] }, 6017],
    ['message.extensions', { msgID: 'x' }, 20022],
    ['message.readMembers', { msgID: 'x', filter: 'all', nextSeq: 0, count: 1 }, 6017],
    ['conversation.markRead', { conversationID: 'c2c_\0' }, 6004],
    ['conversation.setReceiveOption', { option: 5, userIDs: ['bob'] }, 6017],
    ['conversation.setReceiveOption', { option: 1, userIDs: ['bob'], groupID: 'g' }, 6017],
    [
      'user.setAllReceiveOption',
      { option: 1, startHour: 0, startMinute: 0, startSecond: 0, durationSeconds: 1, utcOffsetMinutes: 0 },
      6017,
    ],
  ])('%s %o', async (method, params, code) => {
    expect(await ann.request(method, params)).toMatchObject({ code })
    expect(bench.happened.filter((line) => line.startsWith('fault'))).toEqual([])
  })
})
