import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { slotNumber } from '../slot-number.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huawei } from './index.ts'

const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(parseHuaweiCertificate({ appID: '104456789', clientSecret: 'abcD1234efgH5678', ...fields }))

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = ['IQa', 'IQb'],
) => huawei.encode(certificate(fields), notification(changes), tokens, { nowMs, accessToken: 'at' })

interface Body {
  validate_only: boolean
  message: {
    token: string[]
    data?: string
    android: { category: string; ttl: string; notification: Record<string, unknown> } & Record<
      string,
      unknown
    >
  }
}

const bodyOf = (...args: Parameters<typeof encode>): Body => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return JSON.parse(result.request.body) as Body
}

const bytesWithoutTokens = ({ message, ...rest }: Body): number =>
  utf8Bytes(JSON.stringify({ ...rest, message: { ...message, token: [] } }))

describe('the wire', () => {
  it('of a plain chat message', () => {
    expect(encode()).toEqual({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://push-api.cloud.huawei.com/v1/104456789/messages:send',
        headers: { authorization: 'Bearer at', 'content-type': 'application/json;charset=UTF-8' },
        body:
          '{"validate_only":false,"message":{"token":["IQa","IQb"],' +
          '"data":"{\\"ext\\":\\"{\\\\\\"v\\\\\\":1}\\",\\"msgID\\":\\"m_20418\\"}",' +
          '"android":{"category":"IM","ttl":"259200s","bi_tag":"m_20418","notification":{"title":"Lin",' +
          '"body":"See you at 6?","click_action":{"type":3},"tag":"m_20418",' +
          `"notify_id":${slotNumber('m_20418')},` +
          '"importance":"NORMAL","foreground_show":false,"default_sound":true}}}}',
      },
    })
  })

  it('of a certificate that uses everything', () => {
    const { message } = bodyOf(
      {
        badgeCount: 7,
        conversationID: 'c2c_lin',
        options: {
          androidHuaWeiCategory: 'work',
          androidHuaWeiImage: 'https://example.com/a.png',
          androidSound: 'bell',
        },
      },
      {
        badgeClass: 'com.example.chat.Main',
        channelID: 'chat',
        sound: 'ding',
        receiptID: 'RCP1',
        clickIntent: 'intent://chat#Intent;scheme=carillon;launchFlags=0x4000000;end',
      },
    )
    expect(message).not.toHaveProperty('data')
    expect(message.android).toMatchObject({
      category: 'WORK',
      receipt_id: 'RCP1',
      notification: {
        click_action: {
          type: 1,
          intent:
            'intent://chat#Intent;scheme=carillon;launchFlags=0x4000000;S.ext=%7B%22v%22%3A1%7D;S.msgID=m_20418;end',
        },
        badge: { set_num: 7, class: 'com.example.chat.Main' },
        sound: '/raw/bell',
        channel_id: 'chat',
        image: 'https://example.com/a.png',
        group: 'c2c_lin',
      },
    })
    expect(message.android.notification).not.toHaveProperty('default_sound')
  })

  it.each([
    [{}, {}, 'IM', 'NORMAL'],
    [{}, { category: 'SUBSCRIPTION' }, 'SUBSCRIPTION', 'NORMAL'],
    [{ androidHuaWeiCategory: 'MARKETING' }, {}, 'MARKETING', 'LOW'],
    // What Huawei does not know would cost the push.
    [{ androidHuaWeiCategory: 'CHAT' }, {}, 'IM', 'NORMAL'],
    [{ androidHuaWeiCategory: '' }, { category: 'MAIL' }, 'MAIL', 'NORMAL'],
  ])('message %j, certificate %j: %s, %s', (options, fields, category, importance) => {
    expect(bodyOf({ options }, fields).message.android).toMatchObject({
      category,
      notification: { importance },
    })
  })

  it.each([
    [30 * 86_400_000, '1296000s'],
    [1_999, '1s'],
    [-5, '1s'],
  ])('TTL for %i ms is %s', (ms, ttl) => {
    expect(bodyOf({ deadlineMs: nowMs + ms }).message.android.ttl).toBe(ttl)
  })

  it('leaves out what has no value or is no file', () => {
    const { android } = bodyOf({
      msgID: 'x'.repeat(65),
      badgeCount: 3,
      options: { androidSound: 'a b' },
    }).message
    expect(android).not.toHaveProperty('bi_tag')
    expect(android.notification).not.toHaveProperty('badge')
    expect(android.notification).toMatchObject({ default_sound: true })
  })
})

describe('tokens', () => {
  it('names each once and leaves out what is none', () => {
    expect(bodyOf({}, {}, ['a', 'b', 'a', '', 'x y']).message.token).toEqual(['a', 'b'])
    expect(encode({}, {}, ['x y'])).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })

  it('takes 1 to 1000', () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => `t${index}`)
    expect(bodyOf({}, {}, tokens).message.token).toHaveLength(1000)
    expect(() => encode({}, {}, [...tokens, 'one'])).toThrow(RangeError)
    expect(() => encode({}, {}, [])).toThrow(RangeError)
  })
})

describe('sizes', () => {
  it('refuses an ext without room, with the limit named', () => {
    expect(encode({ ext: 'x'.repeat(4000), body: 'b'.repeat(400) })).toMatchObject({
      outcome: {
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: expect.stringMatching(/ext has 4000 bytes; Huawei takes 4096 bytes in all, of which \d+ are/),
        },
      },
    })
    expect(encode({ ext: '\ud800' })).toMatchObject({ outcome: { words: { code: 'INVALID_TEXT' } } })
  })

  it('is met exactly', () => {
    expect(bytesWithoutTokens(bodyOf({ title: 'Lin', body: 'y'.repeat(9000) }))).toBe(4096)
  })

  it('is kept for any text, and ext comes through byte for byte', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6000 })
    const ext = fc.string({ unit: 'grapheme', maxLength: 1000 })
    fc.assert(
      fc.property(text, text, ext, fc.boolean(), (title, body, given, isIntent) => {
        const fields = isIntent ? { clickIntent: 'intent://chat#Intent;scheme=carillon;end' } : {}
        const result = encode({ title, body, ext: given }, fields)
        if (result.kind !== 'request') return
        const sent = JSON.parse(result.request.body) as Body
        expect(bytesWithoutTokens(sent)).toBeLessThanOrEqual(4096)
        const { intent } = sent.message.android.notification['click_action'] as { intent?: string }
        const carried =
          sent.message.data === undefined
            ? decodeURIComponent(/S\.ext=([^;]*);/.exec(intent ?? '')?.[1] ?? '')
            : ((JSON.parse(sent.message.data) as { ext?: string }).ext ?? '')
        expect(carried).toBe(given)
      }),
      { numRuns: 60 },
    )
  })
})
