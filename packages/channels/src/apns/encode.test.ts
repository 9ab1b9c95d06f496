import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { apnsKeyFields, certificateKeyPem, certificatePem } from '../testing/apns-credentials.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseApnsCertificate } from './certificate.ts'
import { apnsID, collapseID } from './encode.ts'
import { apns } from './index.ts'

const certificateWith = (changes: Record<string, unknown> = {}) =>
  certificateOf(parseApnsCertificate(apnsKeyFields(changes)))
const bare = certificateWith()
const voip = certificateWith({ voip: true })
const token = '9f3c'.repeat(16)

const encode = (changes: Partial<PushNotification> = {}, certificate = bare, to = token) =>
  apns.encode(certificate, notification(changes), [to], { nowMs, accessToken: 'jwt' })

const requestOf = (...args: Parameters<typeof encode>) => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return result.request
}
const payloadOf = (...args: Parameters<typeof encode>) =>
  JSON.parse(requestOf(...args).body) as Record<string, any>

describe('the wire', () => {
  it('of a plain chat message', () => {
    expect(requestOf()).toEqual({
      method: 'POST',
      url: `https://api.push.apple.com/3/device/${token}`,
      headers: {
        authorization: 'bearer jwt',
        'apns-topic': 'im.carillon.demo',
        'apns-push-type': 'alert',
        'apns-priority': '10',
        'apns-expiration': '1795428000',
        'apns-collapse-id': 'm_20418',
        'apns-id': expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ) as string,
      },
      body: '{"aps":{"alert":{"title":"Lin","body":"See you at 6?"},"sound":"default","mutable-content":1},"ext":"{\\"v\\":1}","msgID":"m_20418"}',
      connection: { key: bare.credentialID },
    })
  })

  it('of a message that uses everything', () => {
    const options = {
      iOSSound: 'gong.caf',
      iOSInterruptionLevel: 'time-sensitive',
      iOSImage: 'https://example.com/a.png',
      enableIOSBackgroundNotification: true,
    }
    const certificate = certificateWith({ sound: 'ding.caf', category: 'CHAT' })
    const changes = { badgeCount: 7, conversationID: 'group_7', ext: '', options }
    expect(payloadOf(changes, certificate)).toEqual({
      aps: {
        alert: { title: 'Lin', body: 'See you at 6?' },
        badge: 7,
        sound: 'gong.caf',
        'mutable-content': 1,
        'interruption-level': 'time-sensitive',
        'content-available': 1,
        'thread-id': 'group_7',
        category: 'CHAT',
      },
      msgID: 'm_20418',
      image: 'https://example.com/a.png',
    })
  })

  it('of a VoIP certificate, whatever the message asks for', () => {
    const options = { iOSSound: 'gong.caf', iOSPushType: 1, enableIOSBackgroundNotification: true }
    const request = requestOf({ badgeCount: 7, conversationID: 'c2c_lin', options }, voip)
    expect(request.headers).toMatchObject({
      'apns-topic': 'im.carillon.demo.voip',
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
    })
    expect(request.headers).not.toHaveProperty('apns-collapse-id')
    expect(JSON.parse(request.body)).toEqual({
      aps: { alert: { title: 'Lin', body: 'See you at 6?' } },
      ext: '{"v":1}',
      msgID: 'm_20418',
    })
  })

  it('of a client certificate, which is shown in the handshake and not in a header', () => {
    const certificate = certificateOf(
      parseApnsCertificate({ bundleID: 'im.carillon.demo', pem: certificatePem + certificateKeyPem }),
    )
    expect(apns.tokenMint?.mint(certificate, nowMs)).toBeUndefined()
    const result = apns.encode(certificate, notification(), [token], { nowMs })
    if (result.kind !== 'request') throw new Error(JSON.stringify(result))
    expect(result.request.headers).not.toHaveProperty('authorization')
    expect(result.request.connection).toMatchObject({
      key: certificate.credentialID,
      clientCertificate: { kind: 'pem' },
    })
  })
})

describe('fields', () => {
  it.each([
    ['the default', {}, {}, 'default'],
    ['the certificate’s', { sound: 'ding.caf' }, {}, 'ding.caf'],
    ['the message’s first', { sound: 'ding.caf' }, { iOSSound: 'gong.caf' }, 'gong.caf'],
    ['none', { sound: 'ding.caf' }, { iOSSound: 'push.no_sound' }, undefined],
    ['none, by its other name', {}, { iOSSound: 'kIOSOfflinePushNoSound' }, undefined],
    ['the default for what is no name', {}, { iOSSound: 'x'.repeat(201) }, 'default'],
  ])('sound: %s', (_, fields, options, sound) => {
    expect(payloadOf({ options }, certificateWith(fields))['aps'].sound).toBe(sound)
  })

  it.each([
    [0, {}, 0],
    [7.9, {}, 7],
    [-1, {}, 0],
    [Number.NaN, {}, undefined],
    [7, { ignoreIOSBadge: true }, undefined],
    [undefined, {}, undefined],
  ])('badge %d with %j is %j', (badgeCount, options, badge) => {
    const changes = badgeCount === undefined ? { options } : { badgeCount, options }
    expect(payloadOf(changes)['aps'].badge).toBe(badge)
  })

  it.each([undefined, '', 'x'.repeat(201), '\ud800'])('no thread for %j', (conversationID) => {
    const changes = conversationID === undefined ? {} : { conversationID }
    expect(payloadOf(changes)['aps']).not.toHaveProperty('thread-id')
  })

  it('leave out what Apple does not know', () => {
    const payload = payloadOf({
      options: { iOSInterruptionLevel: 'loud', iOSImage: 'http://example.com/a.png' },
    })
    expect(payload['aps']).not.toHaveProperty('interruption-level')
    expect(payload).not.toHaveProperty('image')
  })

  it.each([
    ['rounded down', nowMs + 1999, (nowMs + 1000) / 1000],
    ['now or never', nowMs, 0],
    ['past', nowMs - 1, 0],
    ['at most 30 days', nowMs + 90 * 86_400_000, (nowMs + 30 * 86_400_000) / 1000],
  ])('expiration: %s', (_, deadlineMs, seconds) => {
    expect(requestOf({ deadlineMs }).headers['apns-expiration']).toBe(String(seconds))
  })

  it('collapse by a key that headers can carry, in at most 64 bytes', () => {
    expect(collapseID('m_1')).toBe('m_1')
    expect(collapseID('m'.repeat(64))).toBe('m'.repeat(64))
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: 'grapheme' }), (key) => {
        expect(collapseID(key)).toMatch(/^[\x21-\x7e]{1,64}$/)
        expect(collapseID(key)).toBe(collapseID(key))
      }),
    )
  })

  it('name each message for each token, the same at every attempt', () => {
    expect(apnsID('m_1', token)).toBe(apnsID('m_1', token.toUpperCase()))
    const ids = [apnsID('m_1', token), apnsID('m_2', token), apnsID('m_1', `00${token}`)]
    expect(new Set(ids).size).toBe(3)
    expect(requestOf().headers['apns-id']).toBe(requestOf({ title: 'x' }).headers['apns-id'])
  })
})

describe('limits', () => {
  it.each([
    ['4096 bytes', bare, 4096],
    ['5120 bytes for VoIP', voip, 5120],
  ])('meet %s exactly', (_, certificate, maxBytes) => {
    const { body } = requestOf({ body: 'x'.repeat(9000) }, certificate)
    expect(utf8Bytes(body)).toBe(maxBytes)
    expect((JSON.parse(body) as Record<string, any>)['aps'].alert.body).toMatch(/^x+…$/)
  })

  it('count what JSON escapes', () => {
    const { body } = requestOf({ body: '"\n'.repeat(3000) })
    expect(utf8Bytes(body)).toBeLessThanOrEqual(4096)
    expect(utf8Bytes(body)).toBeGreaterThan(4080)
  })

  it('hold for any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' })
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'binary', maxLength: 1200 }), (title, body, ext) => {
        const result = encode({ title, body, ext })
        if (result.kind === 'refused') return
        expect(utf8Bytes(result.request.body)).toBeLessThanOrEqual(4096)
        expect((JSON.parse(result.request.body) as Record<string, any>)['ext'] ?? '').toBe(ext)
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    [
      'an ext that leaves no room',
      { ext: 'x'.repeat(3900) },
      'PAYLOAD_TOO_LARGE',
      /^ext has 3902 bytes as JSON; APNs takes 4096/,
    ],
    ['half a surrogate pair', { ext: 'a\uD800' }, 'INVALID_TEXT', /^ext holds half of a surrogate pair/],
  ])('refuse %s', (_, changes, code, text) => {
    const long = { body: 'x'.repeat(300), ...changes }
    expect(encode(long)).toMatchObject({
      kind: 'refused',
      outcome: {
        kind: 'refused',
        cause: 'payload',
        words: { code, text: expect.stringMatching(text) as string },
      },
    })
  })

  it.each(['', 'token', '../../4', '9f3', 'ff'.repeat(101)])('refuse "%s" as no token', (to) => {
    expect(encode({}, bare, to)).toMatchObject({
      outcome: { cause: 'payload', words: { code: 'MALFORMED_TOKEN' } },
    })
  })

  it('refuse a client certificate that has run out', () => {
    const certificate = certificateOf(
      parseApnsCertificate({ bundleID: 'im.carillon.demo', pem: certificatePem + certificateKeyPem }),
    )
    const later = Date.UTC(2130, 0)
    expect(apns.encode(certificate, notification(), [token], { nowMs: later })).toMatchObject({
      outcome: { kind: 'refused', cause: 'config', words: { code: 'CERTIFICATE_EXPIRED' } },
    })
  })
})

describe('taking notifications away', () => {
  const order = {
    shown: [
      { msgID: 'm1', collapseKey: 'm1' },
      { msgID: 'm2', collapseKey: 'm2' },
    ],
    deadlineMs: nowMs + 60_000,
  }
  const clear = (change: object = {}, certificate = bare, to = token) =>
    apns.encodeClear?.(certificate, { ...order, ...change }, to, { nowMs, accessToken: 'jwt' })

  it('sets the number on the icon, and wakes the app', () => {
    const result = clear({ badgeCount: 3 })
    if (result?.kind !== 'request') throw new Error(JSON.stringify(result))
    expect(result.request.headers).toMatchObject({ 'apns-push-type': 'alert', 'apns-priority': '5' })
    expect(result.request.headers).not.toHaveProperty('apns-collapse-id')
    expect(JSON.parse(result.request.body)).toEqual({
      aps: { badge: 3, 'content-available': 1 },
      clearedMsgIDs: 'm1,m2',
    })
  })

  it('is a background push when there is no number to set', () => {
    expect(clear()).toMatchObject({ request: { headers: { 'apns-push-type': 'background' } } })
  })

  it('is for no call, and for no token that is none', () => {
    expect(clear({}, voip)).toMatchObject({ outcome: { words: { code: 'NOT_CLEARABLE' } } })
    expect(clear({}, bare, 'zz')).toMatchObject({ outcome: { words: { code: 'MALFORMED_TOKEN' } } })
  })
})
