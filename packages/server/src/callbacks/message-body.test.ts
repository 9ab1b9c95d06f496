import type { MessageElement } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { fromMessageBody, toMessageBody } from './message-body.ts'
import { signOf } from './post.ts'
import { isToken } from './token.ts'

const image = { fileID: 'i1', bytes: 10, width: 3, height: 4 }
const elements: MessageElement[] = [
  { type: 'text', text: 'hello' },
  { type: 'custom', data: 'd', desc: 'e', extension: 'f' },
  { type: 'location', desc: 'here', longitude: 13.4, latitude: 52.5 },
  { type: 'face', index: 4, data: 'g' },
  { type: 'image', original: image, thumb: { ...image, fileID: 'i2', width: 1 } },
  { type: 'sound', sound: { fileID: 's1', bytes: 9 }, durationSeconds: 2 },
  { type: 'video', video: { fileID: 'v1', bytes: 8 }, format: 'mp4', durationSeconds: 5, snapshot: image },
  { type: 'file', file: { fileID: 'f1', bytes: 7 }, fileName: 'a.txt' },
  { type: 'merger', title: 'old', abstractList: ['a: b'], compatibleText: 'merged', msgIDs: ['1', '2'] },
]

describe('the body of a message', () => {
  const body = toMessageBody(elements, (fileID) => `https://chat.example/${fileID}`)

  it('has the names of the original', () => {
    expect(body).toMatchObject([
      { MsgType: 'TIMTextElem', MsgContent: { Text: 'hello' } },
      { MsgType: 'TIMCustomElem', MsgContent: { Data: 'd', Desc: 'e', Ext: 'f' } },
      { MsgType: 'TIMLocationElem', MsgContent: { Desc: 'here', Longitude: 13.4, Latitude: 52.5 } },
      { MsgType: 'TIMFaceElem', MsgContent: { Index: 4, Data: 'g' } },
      {
        MsgType: 'TIMImageElem',
        MsgContent: {
          UUID: 'i1',
          ImageInfoArray: [
            { Type: 1, URL: 'https://chat.example/i1', Width: 3, Height: 4, Size: 10 },
            { Type: 2, URL: 'https://chat.example/i1' },
            { Type: 3, URL: 'https://chat.example/i2', Width: 1 },
          ],
        },
      },
      {
        MsgType: 'TIMSoundElem',
        MsgContent: { UUID: 's1', Url: 'https://chat.example/s1', Size: 9, Second: 2 },
      },
      { MsgType: 'TIMVideoFileElem', MsgContent: { VideoUUID: 'v1', VideoSecond: 5, ThumbUUID: 'i1' } },
      { MsgType: 'TIMFileElem', MsgContent: { UUID: 'f1', FileName: 'a.txt', FileSize: 7 } },
      { MsgType: 'TIMRelayElem', MsgContent: { Title: 'old', MsgNum: 2, CompatibleText: 'merged' } },
    ])
  })

  it('comes back as what it was, in any order', () => {
    expect(fromMessageBody(body, elements)).toEqual(elements)
    expect(fromMessageBody([...body].reverse(), elements)).toEqual([...elements].reverse())
  })

  it.each([
    ['nothing', []],
    ['no list', 'text'],
    ['an element of an unknown kind', [{ MsgType: 'TIMHuh', MsgContent: {} }]],
    ['a text without text', [{ MsgType: 'TIMTextElem', MsgContent: {} }]],
    ['a file the message did not hold', [{ MsgType: 'TIMFileElem', MsgContent: { UUID: 'f2' } }]],
    ['a name of every object', [{ MsgType: 'toString', MsgContent: {} }]],
  ])('is not read from %s', (_name, given) => {
    expect(fromMessageBody(given, elements)).toBeUndefined()
  })
})

it('is signed as the original does', () => {
  // The documents' own example.
  expect(signOf('xxxxyyyy', 1_669_872_112)).toBe(
    '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
  )
})

it.each([
  ['xxxyyy', true],
  ['x'.repeat(128), true],
  ['', false],
  ['with space', false],
  ['x'.repeat(129), false],
  ['sealed.abc', false],
  [7, false],
])('a token %j can be taken: %s', (token, taken) => {
  expect(isToken(token)).toBe(taken)
})
