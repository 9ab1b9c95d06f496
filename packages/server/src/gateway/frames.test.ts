import { limits } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isMethod, paramsProblem, parseFrame } from './frames.ts'

const parse = (text: string) => parseFrame(Buffer.from(text), false)

describe('parseFrame', () => {
  it.each<[string, unknown]>([
    ['{"type":"ping"}', { type: 'ping' }],
    ['{"type":"acknowledge","eventID":3}', { type: 'acknowledge', eventID: 3 }],
    [
      ' {"type":"request","id":0,"method":"nonsense","params":[1]} ',
      { type: 'request', id: 0, method: 'nonsense', params: [1] },
    ],
  ])('takes %s', (text, frame) => {
    expect(parse(text)).toEqual({ ok: true, frame })
  })

  it.each([
    ['nothing', ''],
    ['half a frame', '{"type":"pi'],
    ['two frames', '{"type":"ping"}{"type":"ping"}'],
    ['null', 'null'],
    ['an array', '[{"type":"ping"}]'],
    ['a string', '"ping"'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"pong"}'],
    ['a field too many', '{"type":"ping","at":1}'],
    ['an own __proto__', '{"type":"ping","__proto__":{}}'],
    ['an eventID that is text', '{"type":"acknowledge","eventID":"3"}'],
    ['a negative eventID', '{"type":"acknowledge","eventID":-1}'],
    ['a fractional eventID', '{"type":"acknowledge","eventID":0.5}'],
    ['an eventID beyond what a number holds', '{"type":"acknowledge","eventID":9007199254740992}'],
    ['no eventID', '{"type":"acknowledge"}'],
    ['no id', '{"type":"request","method":"logout","params":{}}'],
    ['no method', '{"type":"request","id":1,"params":{}}'],
    ['a method that is a number', '{"type":"request","id":1,"method":1,"params":{}}'],
    ['a method of 65 characters', `{"type":"request","id":1,"method":"${'m'.repeat(65)}","params":{}}`],
    ['no params', '{"type":"request","id":1,"method":"logout"}'],
    ['deep nesting', '['.repeat(60_000)],
  ])('refuses %s', (_, text) => {
    expect(parse(text)).toMatchObject({ ok: false, problem: 'malformed' })
  })

  it('refuses binary frames', () => {
    expect(parseFrame(Buffer.from('{"type":"ping"}'), true)).toMatchObject({
      ok: false,
      problem: 'malformed',
    })
  })

  it('takes a frame of the largest size and none above', () => {
    const ping = '{"type":"ping"}'
    expect(parse(ping.padEnd(limits.frameBytes))).toMatchObject({ ok: true })
    expect(parse(ping.padEnd(limits.frameBytes + 1))).toMatchObject({ ok: false, problem: 'too-large' })
  })

  it('never throws, and what it says fits into a close frame', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
          fc.json().map((text) => Buffer.from(text)),
          fc
            .record({ type: fc.constantFrom('request', 'acknowledge', 'ping'), id: fc.jsonValue() })
            .map((value) => Buffer.from(JSON.stringify(value))),
        ),
        fc.boolean(),
        (bytes, isBinary) => {
          const result = parseFrame(bytes, isBinary)
          if (!result.ok) expect(Buffer.byteLength(result.text)).toBeLessThanOrEqual(123)
        },
      ),
    )
  })
})

describe('isMethod', () => {
  it.each([
    ['message.send', true],
    ['message.Send', false],
    ['constructor', false],
    ['__proto__', false],
    ['', false],
  ])('%s: %s', (name, expected) => {
    expect(isMethod(name)).toBe(expected)
  })
})

const send = { receiver: 'bob', random: 1, elements: [{ type: 'text', text: 'x' }] }
const login = {
  sdkAppID: 1,
  userID: 'ann',
  userSig: 's',
  deviceID: 'device-1',
  platform: 'ios',
  sdkVersion: '1',
  isReconnect: false,
}
const cursors = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c2c_${index}`, 1]))

describe('paramsProblem', () => {
  it.each([
    ['message.send', send],
    ['message.send', { ...send, random: 0xffff_ffff }],
    ['message.send', { ...send, elements: [{ type: 'text', text: 'a\0b' }] }],
    ['login', login],
    ['login', { ...login, cursors: cursors(limits.resumeCursors) }],
    ['logout', {}],
  ] as const)('%s takes %j', (method, params) => {
    expect(paramsProblem(method, params)).toBeUndefined()
  })

  it.each([
    ['message.send', { ...send, random: -1 }, 'random: must be >= 0'],
    ['message.send', { ...send, random: 0x1_0000_0000 }, 'random: '],
    ['message.send', { ...send, titel: 'x' }, 'titel: there is no such field'],
    ['message.send', { ...send, offlinePushInfo: { titel: '' } }, 'offlinePushInfo.titel: there is no such'],
    ['message.send', { ...send, elements: [] }, 'elements: '],
    ['message.send', { ...send, elements: [{ type: 'text', text: '' }] }, 'elements.0.text: '],
    ['message.send', { ...send, elements: Array(17).fill(send.elements[0]) }, 'elements: '],
    ['login', { ...login, deviceID: 'short' }, 'deviceID: '],
    ['login', { ...login, deviceID: 'with a space' }, 'deviceID: '],
    ['login', { ...login, platform: 'symbian' }, 'platform: '],
    ['login', { ...login, cursors: cursors(limits.resumeCursors + 1) }, 'cursors: '],
    ['login', { ...login, cursors: { c2c_ann: -1 } }, 'cursors.c2c_ann: '],
    ['logout', { now: true }, 'now: there is no such field'],
    ['logout', null, 'params: '],
    ['presence.background', { unreadCount: 1.5 }, 'unreadCount: '],
  ] as const)('%s %j → %s', (method, params, problem) => {
    expect(paramsProblem(method, params)).toContain(problem)
  })

  it('does not hand a long name back whole', () => {
    expect(paramsProblem('logout', { ['x'.repeat(50_000)]: 1 })?.length).toBeLessThan(200)
  })
})
