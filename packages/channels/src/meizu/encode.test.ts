import { createHash } from 'node:crypto'

import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { graphemesOf, isVisible, wellFormed } from '../text.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseMeizuCertificate, type MeizuCertificate } from './certificate.ts'
import { meizuNotifyKey } from './encode.ts'
import { meizu } from './index.ts'
import { meizuSign } from './sign.ts'

const certificate = (fields: Record<string, unknown> = {}): MeizuCertificate =>
  certificateOf(parseMeizuCertificate({ appID: '100999', appSecret: 'meizuAppSecretExample', ...fields }))

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = ['UCI0', 'UCI1'],
) => meizu.encode(certificate(fields), notification(changes), tokens, { nowMs })

const formOf = (...args: Parameters<typeof encode>): Record<string, string> => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return Object.fromEntries(new URLSearchParams(result.request.body))
}

interface Message {
  noticeBarInfo: { noticeMsgType: number; title: string; content: string }
  clickTypeInfo: Record<string, unknown> & { parameters: Record<string, string> }
  pushTimeInfo: { validTime: number }
  advanceInfo: { notifyKey: string }
  extra?: Record<string, string>
}
const messageOf = (...args: Parameters<typeof encode>): Message =>
  JSON.parse(formOf(...args)['messageJson'] ?? '') as Message

describe('the wire', () => {
  it('is signed over the raw values', () => {
    const messageJson =
      '{"noticeBarInfo":{"noticeMsgType":1,"noticeBarType":0,"title":"Alice","content":"See you at 6?"},"clickTypeInfo":{"clickType":0},"pushTimeInfo":{"offLine":1,"validTime":24}}'
    const fields = {
      pushIds: 'UCI0000000000000000000000000000000000000000001',
      appId: '100999',
      messageJson,
    }
    expect(meizuSign(fields, 'meizuAppSecretExample')).toBe('c35570434a9d798a9016778704371b49')
  })

  it('of a plain chat message', () => {
    expect(encode()).toMatchObject({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      },
    })
    const { sign, ...form } = formOf()
    const messageJson = `{"noticeBarInfo":{"noticeMsgType":1,"noticeBarType":0,"title":"Lin","content":"See you at 6?"},"noticeExpandInfo":{"noticeExpandType":0},"clickTypeInfo":{"clickType":0,"parameters":{"ext":"{\\"v\\":1}","msgID":"m_20418"}},"pushTimeInfo":{"offLine":1,"validTime":72},"advanceInfo":{"suspend":1,"clearNoticeBar":1,"notificationType":{"vibrate":1,"lights":1,"sound":1},"notifyKey":"${meizuNotifyKey('m_20418')}"}}`
    expect(form).toEqual({ appId: '100999', pushIds: 'UCI0,UCI1', messageJson })
    const signed = `appId=100999messageJson=${messageJson}pushIds=UCI0,UCI1meizuAppSecretExample`
    expect(sign).toBe(createHash('md5').update(signed).digest('hex'))
  })

  it('of a certificate that uses everything', () => {
    const fields = {
      packageName: 'com.example.chat',
      clickAction: 'activity',
      clickActivity: 'com.example.chat.MainActivity',
      callbackURL: 'https://push.example.com/r/meizu',
    }
    expect(formOf({}, fields)['restrictedPackageNames']).toBe('com.example.chat')
    expect(messageOf({}, fields)).toMatchObject({
      clickTypeInfo: { clickType: 1, activity: 'com.example.chat.MainActivity' },
      extra: { callback: fields.callbackURL, 'callback.param': 'm_20418', 'callback.type': '3' },
    })
    const long = messageOf({ msgID: 'm'.repeat(65) }, fields)
    expect(long.extra).toEqual({ callback: fields.callbackURL, 'callback.type': '3' })
  })

  it('opens a page', () => {
    const { clickTypeInfo } = messageOf({}, { clickAction: 'url', clickURL: 'https://example.com/chat' })
    expect(clickTypeInfo).toMatchObject({ clickType: 2, url: 'https://example.com/chat' })
  })

  it.each([
    [undefined, undefined, 1],
    ['public', undefined, 0],
    ['public', 1, 1],
    ['private', 0, 0],
    ['private', 7, 1],
  ])('class %s and message %s: %i', (messageClass, asked, expected) => {
    const options = asked === undefined ? {} : { androidMeizuNotifyType: asked }
    expect(messageOf({ options }, { messageClass }).noticeBarInfo.noticeMsgType).toBe(expected)
  })

  it.each([
    [30 * 86_400_000, 72],
    [3 * 86_400_000, 72],
    [3_600_001, 2],
    [3_600_000, 1],
    [1, 1],
    [-5, 1],
  ])('TTL for %i ms is %i h', (ms, hours) => {
    expect(messageOf({ deadlineMs: nowMs + ms }).pushTimeInfo.validTime).toBe(hours)
  })

  it('gives one slot of 8 characters to a collapse key', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(meizuNotifyKey(key)).toMatch(/^[0-9A-Za-z_-]{8}$/)
      }),
    )
    expect(meizuNotifyKey('a')).not.toBe(meizuNotifyKey('b'))
  })
})

describe('tokens', () => {
  it('leaves out what would break the list', () => {
    const tokens = ['good', 'a,b', '', 'x y', 'x'.repeat(129), 'also']
    expect(formOf({}, {}, tokens)['pushIds']).toBe('good,also')
    expect(encode({}, {}, ['a,b'])).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })

  it('takes 1 to 100', () => {
    const tokens = Array.from({ length: 100 }, (_, index) => `t${index}`)
    expect(formOf({}, {}, tokens)['pushIds']?.split(',')).toHaveLength(100)
    expect(() => encode({}, {}, [...tokens, 'one'])).toThrow(RangeError)
    expect(() => encode({}, {}, [])).toThrow(RangeError)
  })
})

describe('limits', () => {
  it('refuses an ext that does not fit', () => {
    const room = 2000 - JSON.stringify({ ext: '', msgID: 'm_20418' }).length
    expect(messageOf({ ext: 'x'.repeat(room) }).clickTypeInfo.parameters['ext']).toHaveLength(room)
    expect(encode({ ext: 'x'.repeat(room + 1) })).toMatchObject({
      kind: 'refused',
      outcome: {
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: `ext has ${room + 1} bytes; with its wrapping the parameters are 2001 bytes, of at most 2000`,
        },
      },
    })
  })

  it('refuses half a surrogate pair in ext', () => {
    expect(encode({ ext: '\uD83D' })).toMatchObject({ outcome: { words: { code: 'INVALID_TEXT' } } })
  })

  it('holds for any input', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('👍🏽', '👨‍👩‍👧', '\u0301', ' ', '你', 'a', '\uD800'), { maxLength: 200 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'binary', maxLength: 400 }), (title, body, ext) => {
        const { noticeBarInfo, clickTypeInfo } = messageOf({ title, body, ext })
        for (const [shown, source, max] of [
          [noticeBarInfo.title, title, 32],
          [noticeBarInfo.content, body, 100],
        ] as const) {
          expect(shown.length).toBeLessThanOrEqual(max)
          expect(isVisible(shown)).toBe(true)
          if (shown === wellFormed(source) || shown === '…') continue
          const kept = graphemesOf(shown.slice(0, -1))
          expect(kept).toEqual(graphemesOf(wellFormed(source)).slice(0, kept.length))
        }
        expect(clickTypeInfo.parameters['ext'] ?? '').toBe(ext)
        expect(utf8Bytes(JSON.stringify(clickTypeInfo.parameters))).toBeLessThanOrEqual(2000)
      }),
      { numRuns: 200 },
    )
  })
})
