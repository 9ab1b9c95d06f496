import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { certificateOf, keyFile, notification, nowMs } from '../testing/fixtures.ts'
import { parseFcmCertificate } from './certificate.ts'
import { fcm } from './index.ts'

const bare = certificateOf(parseFcmCertificate({ serviceAccountJson: keyFile() }))
const context = { nowMs, accessToken: 'ya29.token' }

const encode = (changes: Partial<PushNotification> = {}, certificate = bare) =>
  fcm.encode(certificate, notification(changes), ['token-1'], context)

/** The message of a request that must have been made. */
const messageOf = (...args: Parameters<typeof encode>): Record<string, any> => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return (JSON.parse(result.request.body) as { message: Record<string, any> }).message
}

describe('the wire', () => {
  it('of a plain chat message', () => {
    expect(encode()).toEqual({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://fcm.googleapis.com/v1/projects/bells-1234/messages:send',
        headers: {
          authorization: 'Bearer ya29.token',
          'content-type': 'application/json; charset=utf-8',
        },
        body: '{"message":{"token":"token-1","notification":{"title":"Lin","body":"See you at 6?"},"data":{"ext":"{\\"v\\":1}","msgID":"m_20418"},"android":{"priority":"HIGH","ttl":"259200s","notification":{"tag":"m_20418","sound":"default"}}}}',
      },
    })
  })

  it('of a message that uses everything', () => {
    const certificate = certificateOf(
      parseFcmCertificate({
        serviceAccountJson: keyFile(),
        packageName: 'com.example.chat',
        channelID: 'chat',
        clickAction: 'com.example.OPEN',
        icon: 'ic_bell',
        color: '#1a73e8',
        sound: 'ding',
      }),
    )
    const options = {
      androidFCMChannelID: 'urgent',
      androidSound: 'gong',
      androidFCMImage: 'https://example.com/a.png',
      vendorParams: '{"fcmPriority":"normal"}',
    }
    expect(messageOf({ badgeCount: 7, ext: '', options }, certificate)).toEqual({
      token: 'token-1',
      notification: { title: 'Lin', body: 'See you at 6?', image: 'https://example.com/a.png' },
      data: { msgID: 'm_20418' },
      android: {
        priority: 'NORMAL',
        ttl: '259200s',
        restricted_package_name: 'com.example.chat',
        notification: {
          tag: 'm_20418',
          sound: 'gong',
          channel_id: 'urgent',
          click_action: 'com.example.OPEN',
          icon: 'ic_bell',
          color: '#1a73e8',
          notification_count: 7,
        },
      },
    })
    expect(
      messageOf({ options: { androidFCMChannelID: '' } }, certificate)['android'].notification,
    ).toMatchObject({
      channel_id: 'chat',
      sound: 'ding',
    })
  })

  it.each([
    ['rounded down', 5_999, '5s'],
    ['at most 28 days', 60 * 86_400_000, '2419200s'],
    ['now or never', 0, '0s'],
    ['never negative', -5_000, '0s'],
  ])('TTL %s', (_, ms, ttl) => {
    expect(messageOf({ deadlineMs: nowMs + ms })['android'].ttl).toBe(ttl)
  })

  it.each([
    [-3, 0],
    [2.7, 2],
    [1e12, 2_147_483_647],
    [Number.NaN, undefined],
    [undefined, undefined],
  ])('badge %s is count %s', (badgeCount, count) => {
    const changes = badgeCount === undefined ? {} : { badgeCount }
    expect(messageOf(changes)['android'].notification.notification_count).toBe(count)
  })

  it.each(['http://example.com/a.png', 'nonsense', ''])('leaves out the image %j', (androidFCMImage) => {
    expect(messageOf({ options: { androidFCMImage } })['notification']).not.toHaveProperty('image')
  })

  it.each(['', 'x', '[]', '{"fcmPriority":"loud"}'])('stays HIGH with vendorParams %j', (vendorParams) => {
    expect(messageOf({ options: { vendorParams } })['android'].priority).toBe('HIGH')
  })
})

describe('the limit of 4096 bytes', () => {
  it('cuts a long text between graphemes', () => {
    const { notification: shown } = messageOf({ body: '👨‍👩‍👧‍👦'.repeat(300) })
    expect(shown.title).toBe('Lin')
    expect(shown.body).toMatch(/^(?:👨‍👩‍👧‍👦)+…$/u)
  })

  it('refuses an ext that leaves no room, and names it', () => {
    expect(encode({ ext: 'x'.repeat(4200) })).toEqual({
      kind: 'refused',
      outcome: {
        kind: 'refused',
        cause: 'payload',
        words: {
          code: 'PAYLOAD_TOO_LARGE',
          text: expect.stringMatching(/^ext has 4200 bytes; FCM takes 4096 bytes in all/) as string,
        },
      },
    })
  })

  it('refuses half a surrogate pair in what must arrive unchanged', () => {
    expect(encode({ ext: '"\uD83D"' })).toMatchObject({
      outcome: {
        cause: 'payload',
        words: { code: 'INVALID_TEXT', text: expect.stringMatching(/^ext /) as string },
      },
    })
  })

  it('holds for any input', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 })
    fc.assert(
      fc.property(
        text,
        text,
        fc.string({ maxLength: 4500 }),
        text,
        (title, body, ext, androidFCMChannelID) => {
          const result = encode({ title, body, ext, options: { androidFCMChannelID } })
          if (result.kind !== 'request') return
          const { message } = JSON.parse(result.request.body) as { message: Record<string, any> }
          const fields = [message['data'], message['notification'], message['android'].notification]
          const bytes = fields
            .flatMap((part) => Object.entries(part as object).flat())
            .reduce((sum: number, value) => sum + utf8Bytes(String(value)), 0)
          expect(bytes).toBeLessThanOrEqual(4096)
          if (ext !== '') expect(message['data'].ext).toBe(ext)
        },
      ),
      { numRuns: 200 },
    )
  })
})

it('refuses to be called without its token or with two', () => {
  expect(() => fcm.encode(bare, notification(), [], context)).toThrow(RangeError)
  expect(() => fcm.encode(bare, notification(), ['a', 'b'], context)).toThrow(RangeError)
  expect(() => fcm.encode(bare, notification(), ['a'], { nowMs })).toThrow(TypeError)
})

it('taking notifications away is a message of data alone, without urgency', () => {
  const shown = ['m1', 'm2'].map((msgID) => ({ msgID, collapseKey: `key of ${msgID}` }))
  const order = { shown, badgeCount: 0, deadlineMs: nowMs + 60_000 }
  const result = fcm.encodeClear?.(bare, order, 'token-1', context)
  if (result?.kind !== 'request') throw new Error(JSON.stringify(result))
  expect(JSON.parse(result.request.body)).toEqual({
    message: {
      token: 'token-1',
      data: { clearedMsgIDs: 'm1,m2', clearedTags: 'key of m1,key of m2', badgeNum: '0' },
      android: { priority: 'NORMAL', ttl: '60s' },
    },
  })
})
