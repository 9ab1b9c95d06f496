import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { graphemesOf, isVisible, wellFormed } from '../text.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseVivoCertificate, type VivoCertificate } from './certificate.ts'
import { vivoNotifyID } from './encode.ts'
import { vivo } from './index.ts'
import { vivoWeightOf } from './texts.ts'

const certificate = (fields: Record<string, unknown> = {}): VivoCertificate =>
  certificateOf(
    parseVivoCertificate({
      appID: 10004,
      appKey: 'vivo-app-key-example',
      appSecret: 'vivo-app-secret-example',
      ...fields,
    }),
  )

const encode = (changes: Partial<PushNotification> = {}, fields: Record<string, unknown> = {}) =>
  vivo.encode(certificate(fields), notification(changes), ['v2-CRjd'], { nowMs, accessToken: '24a1fe0e' })

const bodyOf = (...args: Parameters<typeof encode>): Record<string, unknown> => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return JSON.parse(result.request.body) as Record<string, unknown>
}

describe('the wire', () => {
  it('of a plain chat message', () => {
    const result = encode()
    expect(result).toMatchObject({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://api-push.vivo.com.cn/message/send',
        headers: { authToken: '24a1fe0e', 'content-type': 'application/json;charset=UTF-8' },
      },
    })
    expect(bodyOf()).toEqual({
      appId: 10004,
      regId: 'v2-CRjd',
      notifyType: 4,
      title: 'Lin',
      content: 'See you at 6?',
      timeToLive: 86_400,
      skipType: 1,
      networkType: -1,
      classification: 1,
      category: 'IM',
      clientCustomMap: { ext: '{"v":1}', msgID: 'm_20418' },
      requestId: expect.stringMatching(/^[\w-]{43}$/),
      pushMode: 0,
      notifyId: vivoNotifyID('m_20418'),
      foregroundShow: false,
    })
  })

  it('of a certificate that uses everything', () => {
    const clickIntent = 'intent://chat#Intent;scheme=carillon;package=com.example.chat;end'
    const body = bodyOf(
      { badgeCount: 3, options: { vendorParams: '{"vivoNotifyType":"2"}' } },
      {
        category: 'TODO',
        clickAction: 'activity',
        clickIntent,
        callbackID: '12',
        callbackURL: 'https://push.example.com/r/SECRET',
      },
    )
    expect(body).toMatchObject({
      notifyType: 2,
      skipType: 4,
      skipContent: clickIntent,
      classification: 1,
      category: 'TODO',
      addBadge: true,
      extra: {
        'callback.id': '12',
        callback: 'https://push.example.com/r/SECRET',
        'callback.param': 'm_20418',
      },
    })
  })

  it('opens a page', () => {
    expect(bodyOf({}, { clickAction: 'url', clickURL: 'https://example.com/chat' })).toMatchObject({
      skipType: 2,
      skipContent: 'https://example.com/chat',
    })
  })

  it('asks for no receipts in test mode, where vivo gives none', () => {
    const body = bodyOf({}, { pushMode: 'test', callbackURL: 'https://push.example.com/r' })
    expect(body).toMatchObject({ pushMode: 1 })
    expect(body).not.toHaveProperty('extra')
  })

  it('leaves out a message ID that is too long for callback.param', () => {
    const fields = { callbackURL: 'https://push.example.com/r' }
    expect(bodyOf({ msgID: 'm'.repeat(64) }, fields)['extra']).toHaveProperty(['callback.param'])
    expect(bodyOf({ msgID: 'm'.repeat(65) }, fields)['extra']).toEqual({ callback: fields.callbackURL })
  })

  it.each([
    [0, false],
    [1, true],
    [undefined, false],
  ])('a badge of %s adds one: %s', (badgeCount, adds) => {
    const body = bodyOf(badgeCount === undefined ? {} : { badgeCount })
    expect('addBadge' in body).toBe(adds)
  })

  it.each([
    [30 * 86_400_000, 86_400],
    [86_400_000, 86_400],
    [3_600_999, 3600],
    [1_000, 60],
    [-5, 60],
  ])('TTL for %i ms is %i s', (ms, timeToLive) => {
    expect(bodyOf({ deadlineMs: nowMs + ms })['timeToLive']).toBe(timeToLive)
  })

  it('gives one slot to a collapse key, between 1 and 2^31 - 1, and an ID of its own to each request', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const id = vivoNotifyID(key)
        expect(Number.isInteger(id) && id >= 1 && id <= 2 ** 31 - 1).toBe(true)
      }),
    )
    expect(vivoNotifyID('a')).not.toBe(vivoNotifyID('b'))
    const again = vivo.encode(certificate(), notification(), ['v2-CRjd'], {
      nowMs: nowMs + 1,
      accessToken: 'x',
    })
    const body = again.kind === 'request' ? (JSON.parse(again.request.body) as Record<string, unknown>) : {}
    expect(body['notifyId']).toBe(bodyOf()['notifyId'])
    expect(body['requestId']).not.toBe(bodyOf()['requestId'])
  })

  it('takes one token', () => {
    const context = { nowMs, accessToken: 'x' }
    expect(() => vivo.encode(certificate(), notification(), ['a', 'b'], context)).toThrow(RangeError)
    expect(() => vivo.encode(certificate(), notification(), [], context)).toThrow(RangeError)
  })
})

describe('the class', () => {
  it.each([
    ['IM', {}, 1, 'IM'],
    ['MARKETING', {}, 0, 'MARKETING'],
    ['MARKETING', { androidVIVOClassification: 1 }, 1, 'IM'],
    ['IM', { androidVIVOClassification: '0' }, 0, undefined],
    ['NEWS', { androidVIVOClassification: 0 }, 0, 'NEWS'],
    ['TODO', { androidVIVOClassification: '1' }, 1, 'TODO'],
    ['IM', { androidVIVOClassification: '' }, 1, 'IM'],
    ['IM', { androidVIVOClassification: '7' }, 1, 'IM'],
    ['MARKETING', { androidVIVOCategory: 'im' }, 1, 'IM'],
    ['IM', { androidVIVOCategory: 'ORDER', androidVIVOClassification: 0 }, 1, 'ORDER'],
    ['IM', { androidVIVOCategory: 'SOCIAL' }, 0, 'SOCIAL'],
    ['IM', { androidVIVOCategory: '' }, 1, 'IM'],
    ['IM', { androidVIVOCategory: 'NEWER' }, 1, 'NEWER'],
    ['IM', { androidVIVOCategory: 'NEWER', androidVIVOClassification: '0' }, 0, 'NEWER'],
  ])('certificate %s and message %j: %i %s', (category, options, classification, expected) => {
    const body = bodyOf({ options }, { category })
    expect([body['classification'], body['category']]).toEqual([classification, expected])
  })
})

describe('limits', () => {
  it('takes an ext up to 1021 characters, without the message ID beside it', () => {
    expect(bodyOf({ ext: 'x'.repeat(1021) })['clientCustomMap']).toEqual({ ext: 'x'.repeat(1021) })
    expect(bodyOf({ ext: '' })['clientCustomMap']).toEqual({ msgID: 'm_20418' })
  })

  it('refuses a longer one', () => {
    expect(encode({ ext: 'x'.repeat(1022) })).toMatchObject({
      kind: 'refused',
      outcome: {
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: 'ext has 1022 characters; vivo takes 1024 characters of keys and values, which leaves 1021',
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
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), `${'x'.repeat(38)}…`],
    ['你'.repeat(20), '你'.repeat(20)],
    ['你'.repeat(21), `${'你'.repeat(19)}…`],
    [`${'x'.repeat(35)}👨‍👩‍👧‍👦`, `${'x'.repeat(35)}…`],
  ])('title %j becomes %j', (title, shown) => {
    expect(bodyOf({ title })['title']).toBe(shown)
  })

  it('holds for any input', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc
        .array(fc.constantFrom('👍', '❤️', '\u0301', ' ', '你', 'a', '\uD800'), { maxLength: 300 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'binary', maxLength: 600 }), (title, body, ext) => {
        const sent = bodyOf({ title, body, ext })
        for (const [name, source, max] of [
          ['title', title, 40],
          ['content', body, 100],
        ] as const) {
          const shown = String(sent[name])
          expect(vivoWeightOf(shown)).toBeLessThanOrEqual(max)
          expect(isVisible(shown)).toBe(true)
          if (shown === wellFormed(source) || shown === '…') continue
          const kept = graphemesOf(shown.slice(0, -1))
          expect(kept).toEqual(graphemesOf(wellFormed(source)).slice(0, kept.length))
        }
        const map = sent['clientCustomMap'] as Record<string, string>
        expect(map['ext'] ?? '').toBe(ext)
        expect(Object.entries(map).flat().join('').length).toBeLessThanOrEqual(1024)
      }),
      { numRuns: 300 },
    )
  })
})
