import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { isVisible } from '../text.ts'
import { parseOppoCertificate } from './certificate.ts'
import { oppoMessageID, oppoNotifyID } from './encode.ts'
import { oppo } from './index.ts'

const token = 'CN_906bf7b0d76a5c0001668ddc410ab903'
const accessToken = '58ad47319e8d725350a5afd5'
const base = 'https://api-push-cn.heytapmobi.com/server/v1/message/notification'

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = [token],
) =>
  oppo.encode(
    certificateOf(
      parseOppoCertificate({
        appKey: 'oppoAppKeyExample',
        masterSecret: 'oppoMasterSecretExample',
        ...fields,
      }),
    ),
    notification(changes),
    tokens,
    { nowMs, accessToken },
  )

const formOf = (...args: Parameters<typeof encode>): Record<string, string> => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return Object.fromEntries(new URLSearchParams(result.request.body))
}

/** The notification on the wire. */
const shown = (...args: Parameters<typeof encode>) =>
  (JSON.parse(formOf(...args)['message'] ?? '') as { notification: Record<string, unknown> }).notification

describe('the wire', () => {
  it('of a plain chat message', () => {
    const result = encode()
    expect(result).toMatchObject({
      kind: 'request',
      request: {
        method: 'POST',
        url: `${base}/unicast`,
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      },
    })
    expect(formOf()).toEqual({
      auth_token: accessToken,
      message: JSON.stringify({
        target_type: 2,
        target_value: token,
        verify_registration_id: true,
        notification: {
          app_message_id: oppoMessageID(notification()),
          title: 'Lin',
          content: 'See you at 6?',
          style: 1,
          click_action_type: 0,
          action_parameters: '{"msgID":"m_20418","v":"1","ext":"{\\"v\\":1}"}',
          category: 'IM',
          notify_level: 2,
          off_line: true,
          off_line_ttl: 3 * 86_400,
          notify_id: oppoNotifyID('m_20418'),
        },
      }),
    })
  })

  it('of a certificate and a message that use everything', () => {
    expect(
      shown(
        { badgeCount: 7, options: { androidOPPOChannelID: 'own' } },
        {
          channelID: 'chat',
          category: 'ACCOUNT',
          notifyLevel: 16,
          templateID: 'T1',
          titleParams: { name: '{title}' },
          contentParams: { text: '{title}: {body}' },
          clickAction: 'link',
          clickURL: 'carillon://chat',
          callbackURL: 'https://push.example.com/r/oppo/SECRET',
        },
      ),
    ).toMatchObject({
      click_action_type: 5,
      click_action_url: 'carillon://chat',
      action_parameters: '{"msgID":"m_20418","v":"1","ext":"{\\"v\\":1}"}',
      channel_id: 'own',
      category: 'ACCOUNT',
      notify_level: 16,
      private_msg_template_id: 'T1',
      private_title_parameters: { name: 'Lin' },
      private_content_parameters: { text: 'Lin: See you at 6?' },
      badge_operation_type: 0,
      badge_message_count: 7,
      call_back_url: 'https://push.example.com/r/oppo/SECRET',
      call_back_parameter: 'm_20418',
    })
  })

  it('of many tokens', () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => `CN_${String(index).padStart(32, '0')}`)
    const result = encode({}, {}, tokens)
    expect(result).toMatchObject({ request: { url: `${base}/unicast_batch` } })
    const messages = JSON.parse(formOf({}, {}, tokens)['messages'] ?? '') as Record<string, unknown>[]
    expect(messages.map((message) => message['target_value'])).toEqual(tokens)
    expect(messages[999]).toMatchObject({ target_type: 2, notification: shown() })
    expect(() => encode({}, {}, [...tokens, token])).toThrow(RangeError)
    expect(() => encode({}, {}, [])).toThrow(RangeError)
  })

  it('leaves out tokens that are none', () => {
    const messages = JSON.parse(formOf({}, {}, ['x y', token, ''])['messages'] ?? '') as object[]
    expect(messages).toMatchObject([{ target_value: token }])
    expect(encode({}, {}, ['x y', ''])).toMatchObject({
      kind: 'refused',
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })
})

describe('taps', () => {
  it.each([
    [
      { clickAction: 'action', clickActivity: 'a.OPEN' },
      { click_action_type: 1, click_action_activity: 'a.OPEN' },
    ],
    [
      { clickAction: 'activity', clickActivity: 'a.Main' },
      { click_action_type: 4, click_action_activity: 'a.Main' },
    ],
  ])('%j', (fields, click) => {
    expect(shown({}, fields)).toMatchObject({
      ...click,
      action_parameters: '{"msgID":"m_20418","v":"1","ext":"{\\"v\\":1}"}',
    })
  })

  it('that open a web page do not give it ext', () => {
    const page = shown({ ext: 'x'.repeat(9000) }, { clickAction: 'url', clickURL: 'https://example.com/' })
    expect(page).toMatchObject({ click_action_type: 2, click_action_url: 'https://example.com/' })
    expect(page).not.toHaveProperty('action_parameters')
  })

  it.each([
    ['plain words', { msgID: 'm_20418', ext: 'plain words' }],
    [
      '{"entity":{"sender":"ann"},"s":"x","ext":"own"}',
      {
        msgID: 'm_20418',
        entity: '{"sender":"ann"}',
        s: 'x',
        ext: '{"entity":{"sender":"ann"},"s":"x","ext":"own"}',
      },
    ],
    ['[1]', { msgID: 'm_20418', ext: '[1]' }],
    ['{"msgID":"own"}', { msgID: 'own', ext: '{"msgID":"own"}' }],
    ['x'.repeat(3980), { ext: 'x'.repeat(3980) }],
    [`{"a":"${'x'.repeat(2500)}"}`, { msgID: 'm_20418', ext: `{"a":"${'x'.repeat(2500)}"}` }],
  ])('bring %j', (ext, parameters) => {
    expect(JSON.parse(String(shown({ ext })['action_parameters']))).toEqual(parameters)
  })

  it('bring the message ID alone where there is no ext', () => {
    expect(shown({ ext: '' })).toHaveProperty('action_parameters', '{"msgID":"m_20418"}')
  })
})

describe('the class', () => {
  it.each([
    [{}, {}, { category: 'IM', notify_level: 2 }],
    [{ androidOPPOCategory: 'NEWS', androidOPPONotifyLevel: 1 }, {}, { category: 'NEWS', notify_level: 1 }],
    [
      { androidOPPOCategory: '', androidOPPONotifyLevel: 0 },
      { notifyLevel: 16 },
      { category: 'IM', notify_level: 16 },
    ],
    [{ androidOPPONotifyLevel: 3 }, {}, { category: 'IM', notify_level: 2 }],
    [{ androidOPPOCategory: 'IM' }, { category: 'none' }, { category: 'IM', notify_level: 2 }],
  ])('of message %j and certificate %j', (options, fields, expected) => {
    expect(shown({ options }, fields)).toMatchObject(expected)
  })

  it('may be left to the channel, then without a level', () => {
    const fields = shown({ options: { androidOPPONotifyLevel: 16 } }, { category: 'none', channelID: 'chat' })
    expect(fields).not.toHaveProperty('category')
    expect(fields).not.toHaveProperty('notify_level')
    expect(fields).toMatchObject({ channel_id: 'chat' })
  })
})

describe('templates', () => {
  const own = { templateID: 'T1', titleParams: { name: '{title}' }, contentParams: { text: '{body}' } }
  const templateOf = (vendorParams: object | undefined, fields: object = own) => {
    const all = shown(
      { options: vendorParams === undefined ? {} : { vendorParams: JSON.stringify(vendorParams) } },
      { ...fields },
    )
    return [
      all['private_msg_template_id'],
      all['private_title_parameters'],
      all['private_content_parameters'],
    ]
  }

  it.each([
    [undefined, ['T1', { name: 'Lin' }, { text: 'See you at 6?' }]],
    [{ oppoTemplateId: 'T2' }, ['T2', undefined, undefined]],
    [{ oppoTemplateId: 'T2', oppoTitleParam: { n: 'x {title}' } }, ['T2', { n: 'x Lin' }, undefined]],
    [{ oppoContentParam: '{"c":"{body}!"}' }, ['T1', { name: 'Lin' }, { c: 'See you at 6?!' }]],
    [
      { oppoTemplateId: 7, oppoTitleParam: 'x', oppoContentParam: { a: 1 } },
      ['T1', { name: 'Lin' }, { text: 'See you at 6?' }],
    ],
  ])('with vendorParams %j', (vendorParams, expected) => {
    expect(templateOf(vendorParams)).toEqual(expected)
  })

  it('of the message alone', () => {
    expect(templateOf({ oppoTemplateId: 'T2', oppoTitleParam: { n: 'x' } }, {})).toEqual([
      'T2',
      { n: 'x' },
      undefined,
    ])
    expect(templateOf({ oppoTitleParam: { n: 'x' } }, {})).toEqual([undefined, undefined, undefined])
  })
})

describe('limits', () => {
  it.each([
    [30 * 86_400_000, { off_line: true, off_line_ttl: 864_000 }],
    [61_999, { off_line: true, off_line_ttl: 61 }],
    [1_000, { off_line: true, off_line_ttl: 1 }],
    [999, { off_line: false }],
    [-5, { off_line: false }],
  ])('a deadline in %i ms', (ms, expected) => {
    const fields = shown({ deadlineMs: nowMs + ms })
    expect({ off_line: fields['off_line'], off_line_ttl: fields['off_line_ttl'] }).toEqual(expected)
  })

  it.each([
    [50, 1, 'x'.repeat(50)],
    [51, 2, 'x'.repeat(51)],
    [128, 2, 'x'.repeat(128)],
    [129, 2, `${'x'.repeat(127)}…`],
  ])('a text of %i characters has style %i', (length, style, content) => {
    expect(shown({ body: 'x'.repeat(length) })).toMatchObject({ style, content })
  })

  it.each([
    ['', '…'],
    ['  ', '…'],
    ['x'.repeat(51), `${'x'.repeat(49)}…`],
    [`${'x'.repeat(48)}👨‍👩‍👧`, `${'x'.repeat(48)}…`],
  ])('title %j becomes %j', (title, expected) => {
    expect(shown({ title })['title']).toBe(expected)
  })

  it.each([
    [-1, 0],
    [3.7, 3],
    [2 ** 40, 2 ** 31 - 1],
  ])('badge %d becomes %i', (badgeCount, expected) => {
    expect(shown({ badgeCount })['badge_message_count']).toBe(expected)
  })

  it('leaves the badge alone where there is none, and a message ID that is too long', () => {
    const fields = shown(
      { badgeCount: Number.NaN, msgID: 'x'.repeat(101) },
      { callbackURL: 'https://push.example.com/r' },
    )
    expect(fields).not.toHaveProperty('badge_message_count')
    expect(fields).not.toHaveProperty('call_back_parameter')
    expect(fields).toHaveProperty('call_back_url')
  })

  it('takes an ext of exactly 4000 characters as action_parameters, and refuses more', () => {
    const wrapping = JSON.stringify({ ext: '' }).length
    expect(String(shown({ ext: 'x'.repeat(4000 - wrapping) })['action_parameters'])).toHaveLength(4000)
    expect(encode({ ext: 'x'.repeat(4001 - wrapping) })).toEqual({
      kind: 'refused',
      outcome: {
        kind: 'refused',
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: 'ext has 3991 bytes; as JSON, action_parameters has 4001 characters, of at most 4000',
        },
      },
    })
  })

  it('refuses half a surrogate pair in ext', () => {
    expect(encode({ ext: '\uD83D' })).toMatchObject({ outcome: { words: { code: 'INVALID_TEXT' } } })
  })

  it('hold for any input', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
    )
    const ext = fc.oneof(fc.string({ maxLength: 4500 }), fc.json())
    fc.assert(
      fc.property(text, text, ext, (title, body, anyExt) => {
        const template = { templateID: 'T', titleParams: { t: '{title}' }, contentParams: { b: '{body}' } }
        const result = encode({ title, body, ext: anyExt }, template)
        if (result.kind !== 'request') return
        const fields = shown({ title, body, ext: anyExt }, template)
        const of = (name: string): string => String(fields[name])
        expect(of('title').length).toBeLessThanOrEqual(50)
        expect(of('content').length).toBeLessThanOrEqual(fields['style'] === 1 ? 50 : 128)
        expect(isVisible(of('title')) && isVisible(of('content'))).toBe(true)
        expect(of('title').isWellFormed() && of('content').isWellFormed()).toBe(true)
        if (anyExt === '') return
        expect(of('action_parameters').length).toBeLessThanOrEqual(4000)
        expect((JSON.parse(of('action_parameters')) as { ext: string }).ext).toBe(anyExt)
      }),
      { numRuns: 200 },
    )
  })
})

describe('ids', () => {
  it('of the slot are the same for a collapse key, between 1 and 2^31 - 1', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const id = oppoNotifyID(key)
        expect(Number.isInteger(id) && id >= 1 && id <= 2 ** 31 - 1).toBe(true)
        expect(oppoNotifyID(key)).toBe(id)
      }),
    )
    expect(oppoNotifyID('a')).not.toBe(oppoNotifyID('b'))
  })

  it('of the message are the same for a copy, other for a cover', () => {
    const first = notification({ badgeCount: 1 })
    expect(oppoMessageID(notification({ badgeCount: 2, deadlineMs: nowMs + 1 }))).toBe(oppoMessageID(first))
    expect(oppoMessageID({ ...first, body: 'Message recalled' })).not.toBe(oppoMessageID(first))
    expect(oppoMessageID({ ...first, msgID: 'm_2' })).not.toBe(oppoMessageID(first))
  })
})

it('wants an access token', () => {
  const certificate = certificateOf(parseOppoCertificate({ appKey: 'abcdefgh1', masterSecret: 'abcdefgh2' }))
  expect(() => oppo.encode(certificate, notification(), [token], { nowMs })).toThrow(TypeError)
})
