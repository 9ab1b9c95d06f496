import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { isVisible } from '../text.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseXiaomiCertificate, type XiaomiCertificate } from './certificate.ts'
import { xiaomiNotifyID } from './encode.ts'
import { xiaomi } from './index.ts'

const certificate = (fields: Record<string, unknown> = {}): XiaomiCertificate =>
  certificateOf(
    parseXiaomiCertificate({ packageName: 'com.example.chat', appSecret: 'abcD1234efgH5678==', ...fields }),
  )

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = ['J5Ab/x+=', 'reg2'],
) => xiaomi.encode(certificate(fields), notification(changes), tokens, { nowMs })

const formOf = (...args: Parameters<typeof encode>): Record<string, string> => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return Object.fromEntries(new URLSearchParams(result.request.body))
}

const template = {
  channelID: '101556',
  templateID: 'T123',
  templateParams: { name: '{title}', text: 'Says: {body}' },
}

describe('the wire', () => {
  it('of a plain chat message', () => {
    expect(encode()).toEqual({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://api.xmpush.xiaomi.com/v3/message/regid',
        headers: {
          authorization: 'key=abcD1234efgH5678==',
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        },
        body: [
          'registration_id=J5Ab%2Fx%2B%3D%2Creg2',
          'restricted_package_name=com.example.chat',
          'title=Lin',
          'description=See+you+at+6%3F',
          'payload=%7B%22ext%22%3A%22%7B%5C%22v%5C%22%3A1%7D%22%2C%22msgID%22%3A%22m_20418%22%7D',
          'pass_through=0',
          'notify_type=-1',
          `notify_id=${xiaomiNotifyID('m_20418')}`,
          'time_to_live=86400000',
          'extra.notify_effect=1',
          'extra.notify_foreground=0',
          'extra.ext=%7B%22v%22%3A1%7D',
        ].join('&'),
      },
    })
  })

  it('of a certificate that uses everything', () => {
    const form = formOf(
      { title: '🎉 Lin', body: 'See you at 6? 👍🏽👨‍👩‍👧‍👦', options: { androidXiaoMiChannelID: '777' } },
      {
        ...template,
        region: 'sgp',
        clickAction: 'activity',
        clickIntent: 'intent:#Intent;component=com.example.chat/.Main;end',
        sound: 'ding',
        callbackURL: 'https://push.example.com/r/SECRET',
      },
    )
    expect(form).toMatchObject({
      title: '🎉 Lin',
      time_to_live: String(3 * 86_400_000),
      'extra.channel_id': '777',
      'extra.template_id': 'T123',
      'extra.template_param': '{"name":"Lin","text":"Says: See you at 6?"}',
      'extra.notify_effect': '2',
      'extra.intent_uri': 'intent:#Intent;component=com.example.chat/.Main;end',
      'extra.sound_uri': 'android.resource://com.example.chat/raw/ding',
      'extra.callback': 'https://push.example.com/r/SECRET',
      'extra.callback.param': 'm_20418',
      'extra.callback.type': '243',
    })
  })

  it('opens a page', () => {
    const fields = { clickAction: 'url', clickURL: 'https://example.com/chat' }
    expect(formOf({}, fields)).toMatchObject({
      'extra.notify_effect': '3',
      'extra.web_uri': 'https://example.com/chat',
    })
  })

  it.each([
    ['private', 30 * 86_400_000, String(10 * 86_400_000)],
    ['public', 30 * 86_400_000, String(86_400_000)],
    ['private', 1_234.9, '1234'],
    ['private', -5, '1'],
  ])('TTL in class %s for %i ms is %s ms', (channelClass, ms, ttl) => {
    expect(formOf({ deadlineMs: nowMs + ms }, { channelID: '1', channelClass })['time_to_live']).toBe(ttl)
  })

  it('gives one slot to a collapse key, between 0 and 2^31 - 1', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const id = xiaomiNotifyID(key)
        expect(Number.isInteger(id) && id >= 0 && id <= 2 ** 31 - 1).toBe(true)
        expect(xiaomiNotifyID(key)).toBe(id)
      }),
    )
    expect(xiaomiNotifyID('a')).not.toBe(xiaomiNotifyID('b'))
  })
})

describe('tokens', () => {
  it('leaves out what would break the list', () => {
    expect(formOf({}, {}, ['good', 'a,b', '', 'x y', 'x'.repeat(513), 'also'])['registration_id']).toBe(
      'good,also',
    )
  })

  it('refuses when none is left', () => {
    expect(encode({}, {}, ['a,b'])).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })

  it('takes 1 to 1000', () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => `t${index}`)
    expect(formOf({}, {}, tokens)['registration_id']?.split(',')).toHaveLength(1000)
    expect(() => encode({}, {}, [...tokens, 'one'])).toThrow(RangeError)
    expect(() => encode({}, {}, [])).toThrow(RangeError)
  })
})

describe('limits', () => {
  it('keeps a long ext out of the extras, and in the payload', () => {
    const ext = JSON.stringify({ text: 'x'.repeat(1100) })
    const form = formOf({ ext })
    expect(form).not.toHaveProperty('extra.ext')
    expect(JSON.parse(form['payload'] ?? '')).toEqual({ ext, msgID: 'm_20418' })
  })

  it('refuses an ext that does not fit the payload', () => {
    expect(encode({ ext: 'x'.repeat(4100) })).toMatchObject({
      kind: 'refused',
      outcome: {
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: 'ext has 4100 bytes; with its wrapping the payload is 4128 bytes, of at most 4096',
        },
      },
    })
  })

  it('refuses half a surrogate pair in ext', () => {
    expect(encode({ ext: '\uD83D' })).toMatchObject({ outcome: { words: { code: 'INVALID_TEXT' } } })
  })

  it.each([
    ['   ', '…'],
    ['', '…'],
    ['x'.repeat(60), `${'x'.repeat(48)}…`],
  ])('title %j becomes %j', (title, shown) => {
    expect(formOf({ title })['title']).toBe(shown)
  })

  it('holds for any input', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc
        .array(fc.constantFrom('👍', '❤️', '©', ' ', '你', 'a', '\u0378'), { maxLength: 200 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, fc.string({ maxLength: 2500 }), (title, body, ext) => {
        const result = encode(
          { title, body, ext },
          { ...template, callbackURL: 'https://push.example.com/r' },
        )
        if (result.kind !== 'request') return
        const form = Object.fromEntries(new URLSearchParams(result.request.body))
        const of = (name: string): string => form[name] ?? ''
        expect(of('title').length).toBeLessThan(50)
        expect(of('description').length).toBeLessThan(128)
        expect(isVisible(of('title')) && isVisible(of('description'))).toBe(true)
        expect(utf8Bytes(of('payload'))).toBeLessThanOrEqual(4096)
        const params = JSON.parse(of('extra.template_param')) as Record<string, string>
        expect(Object.keys(params)).toEqual(['name', 'text'])
        for (const value of Object.values(params)) {
          expect(value.length).toBeLessThanOrEqual(128)
          expect(isVisible(value)).toBe(true)
          expect(value).not.toMatch(/[\p{So}\p{Cn}]/u)
        }
        if (form['extra.ext'] !== undefined) {
          expect(form['extra.ext']).toBe(ext)
          expect(ext.length).toBeLessThanOrEqual(1024)
          const extras = Object.entries(form).filter(([name]) => name.startsWith('extra.'))
          expect(
            extras.reduce((sum, [name, value]) => sum + utf8Bytes(name) + utf8Bytes(value), 0),
          ).toBeLessThan(2048)
        }
      }),
      { numRuns: 300 },
    )
  })
})
