import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { slotNumber } from '../slot-number.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseHonorCertificate } from './certificate.ts'
import { honor } from './index.ts'

const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(
    parseHonorCertificate({
      appID: '104456789',
      clientID: 'c0ffee',
      clientSecret: 'abcD1234efgH5678',
      ...fields,
    }),
  )

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = ['BAEa', 'BAEb'],
) => honor.encode(certificate(fields), notification(changes), tokens, { nowMs, accessToken: 'at' })

const bodyOf = (...args: Parameters<typeof encode>) => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return JSON.parse(result.request.body) as {
    token: string[]
    data?: string
    android: { ttl: string; biTag?: string; notification: Record<string, unknown> }
  }
}

describe('the wire', () => {
  it('of a plain chat message', () => {
    expect(encode()).toEqual({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://push-api.cloud.honor.com/api/v1/104456789/sendMessage',
        headers: {
          authorization: 'Bearer at',
          'content-type': 'application/json; charset=UTF-8',
          timestamp: '1795168800000',
        },
        body:
          '{"token":["BAEa","BAEb"],"data":"{\\"ext\\":\\"{\\\\\\"v\\\\\\":1}\\",\\"msgID\\":\\"m_20418\\"}",' +
          '"android":{"ttl":"259200s","biTag":"m_20418","targetUserType":0,"notification":{"title":"Lin",' +
          '"body":"See you at 6?","importance":"NORMAL","clickAction":{"type":3},"tag":"m_20418",' +
          `"notifyId":${slotNumber('m_20418')}}}}`,
      },
    })
  })

  it('of a certificate that uses everything', () => {
    const fields = {
      badgeClass: 'com.example.chat.Main',
      clickIntent: 'intent://chat#Intent;scheme=carillon;launchFlags=0x4000000;end',
    }
    const { data, android } = bodyOf(
      {
        badgeCount: 120,
        conversationID: 'group_7',
        options: { androidHonorImage: 'https://example.com/a.png' },
      },
      fields,
    )
    expect(data).toBeUndefined()
    expect(android.notification).toMatchObject({
      clickAction: {
        type: 1,
        intent:
          'intent://chat#Intent;scheme=carillon;launchFlags=0x4000000;S.ext=%7B%22v%22%3A1%7D;S.msgID=m_20418;end',
      },
      badge: { setNum: 99, badgeClass: 'com.example.chat.Main' },
      image: 'https://example.com/a.png',
      group: 'group_7',
    })
  })

  it('opens a page', () => {
    expect(
      bodyOf({}, { clickAction: 'url', clickURL: 'https://example.com/chat' }).android.notification,
    ).toMatchObject({
      clickAction: { type: 2, url: 'https://example.com/chat' },
    })
  })

  it.each([
    [{}, {}, 'NORMAL'],
    [{}, { importance: 'LOW' }, 'LOW'],
    [{ androidHonorImportance: 'LOW' }, {}, 'LOW'],
    [{ androidHonorImportance: 'normal' }, { importance: 'LOW' }, 'NORMAL'],
    // What Honor does not know would cost the push.
    [{ androidHonorImportance: 'URGENT' }, {}, 'NORMAL'],
    [{ androidHonorImportance: '' }, {}, 'NORMAL'],
  ])('message %j, certificate %j: importance %s', (options, fields, importance) => {
    expect(bodyOf({ options }, fields).android.notification['importance']).toBe(importance)
  })

  it.each([
    [30 * 86_400_000, '1296000s'],
    [1_999, '1s'],
    [-5, '1s'],
  ])('TTL for %i ms is %s', (ms, ttl) => {
    expect(bodyOf({ deadlineMs: nowMs + ms }).android.ttl).toBe(ttl)
  })

  it('leaves out what has no value: Honor takes empty fields for something', () => {
    const { android, data } = bodyOf({ ext: '', msgID: 'x'.repeat(65), badgeCount: 3 })
    expect(data).toBe(`{"msgID":"${'x'.repeat(65)}"}`)
    expect(android).not.toHaveProperty('biTag')
    expect(android.notification).not.toHaveProperty('badge')
    expect(android.notification).not.toHaveProperty('image')
    const low = bodyOf({ options: { androidHonorImage: 'https://e.com/a', androidHonorImportance: 'LOW' } })
    expect(low.android.notification).not.toHaveProperty('image')
  })
})

describe('tokens', () => {
  it('names each once and leaves out what is none', () => {
    expect(bodyOf({}, {}, ['a', 'b', 'a', '', 'x y']).token).toEqual(['a', 'b'])
    expect(encode({}, {}, ['x y'])).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })

  it('takes 1 to 1000', () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => `t${index}`)
    expect(bodyOf({}, {}, tokens).token).toHaveLength(1000)
    expect(() => encode({}, {}, [...tokens, 'one'])).toThrow(RangeError)
    expect(() => encode({}, {}, [])).toThrow(RangeError)
  })
})

describe('sizes', () => {
  const intent = { clickIntent: 'intent://chat#Intent;scheme=carillon;end' }

  it.each([
    ['x'.repeat(4000), {}, /ext has 4000 bytes; Honor takes 4096 bytes in all, of which \d+ are used/],
    ['"'.repeat(1000), {}, /ext has 1000 bytes/],
    ['{'.repeat(1300), intent, /ext has 1300 bytes/],
  ])('refuses an ext without room', (ext, fields, text) => {
    expect(encode({ ext, body: 'b'.repeat(400) }, fields)).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'PAYLOAD_TOO_LARGE', text: expect.stringMatching(text) } },
    })
  })

  it('refuses half a surrogate pair in ext', () => {
    expect(encode({ ext: '\ud800' })).toMatchObject({ outcome: { words: { code: 'INVALID_TEXT' } } })
  })

  it('is met exactly', () => {
    const { token: _, ...message } = bodyOf({ title: 'Lin', body: 'y'.repeat(9000) })
    expect(utf8Bytes(JSON.stringify(message))).toBe(4096)
  })

  it('is kept for any text, and ext comes through byte for byte', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6000 })
    fc.assert(
      fc.property(
        text,
        text,
        fc.string({ unit: 'grapheme', maxLength: 1000 }),
        fc.boolean(),
        (title, body, ext, isIntent) => {
          const result = encode({ title, body, ext }, isIntent ? intent : {})
          if (result.kind !== 'request') return
          const { token: _, ...message } = JSON.parse(result.request.body) as ReturnType<typeof bodyOf>
          expect(utf8Bytes(JSON.stringify(message))).toBeLessThanOrEqual(4096)
          const { intent: uri } = message.android.notification['clickAction'] as { intent?: string }
          const carried =
            message.data === undefined
              ? decodeURIComponent(/S\.ext=([^;]*);/.exec(uri ?? '')?.[1] ?? '')
              : ((JSON.parse(message.data) as { ext?: string }).ext ?? '')
          expect(carried).toBe(ext)
        },
      ),
      { numRuns: 60 },
    )
  })
})
