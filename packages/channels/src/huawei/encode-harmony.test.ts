import { createPublicKey, verify, constants } from 'node:crypto'

import { utf8Bytes } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PushNotification } from '../channel.ts'
import { slotNumber } from '../slot-number.ts'
import { certificateOf, huaweiKeyFile, notification, nowMs, rsaKey } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huawei } from './index.ts'

const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(parseHuaweiCertificate({ appID: '104456789', serviceAccount: huaweiKeyFile(), ...fields }))

const encode = (
  changes: Partial<PushNotification> = {},
  fields: Record<string, unknown> = {},
  tokens: readonly string[] = ['MAa', 'MAb'],
) =>
  huawei.encode(certificate(fields), notification({ isHarmonyOS: true, ...changes }), tokens, {
    nowMs,
    accessToken: 'jwt',
  })

interface Body {
  payload: { notification: Record<string, unknown> & { clickAction: { data: { ext?: string } } } }
  target: { token: string[] }
  pushOptions: Record<string, unknown>
}

const bodyOf = (...args: Parameters<typeof encode>): Body => {
  const result = encode(...args)
  if (result.kind !== 'request') throw new Error(JSON.stringify(result))
  return JSON.parse(result.request.body) as Body
}

describe('the wire of v3', () => {
  it('of a plain chat message', () => {
    expect(encode()).toEqual({
      kind: 'request',
      request: {
        method: 'POST',
        url: 'https://push-api.cloud.huawei.com/v3/736430079244623423/messages:send',
        headers: { authorization: 'Bearer jwt', 'content-type': 'application/json', 'push-type': '0' },
        body:
          '{"payload":{"notification":{"category":"IM","title":"Lin","body":"See you at 6?",' +
          '"clickAction":{"actionType":0,"data":{"ext":"{\\"v\\":1}","msgID":"m_20418"}},' +
          `"notifyId":${slotNumber('m_20418')},"foregroundShow":false}},` +
          '"target":{"token":["MAa","MAb"]},"pushOptions":{"ttl":259200,"biTag":"m_20418"}}',
      },
    })
  })

  it('of a certificate that uses everything', () => {
    const { payload, pushOptions } = bodyOf(
      {
        ext: '',
        badgeCount: 120,
        options: { harmonyCategory: 'miss_call', harmonyImage: 'https://example.com/a.png' },
      },
      {
        category: 'WORK',
        harmonyAction: 'im.carillon.action.chat',
        harmonyURI: 'carillon://chat',
        harmonySound: 'ding.mp3',
        receiptID: 'RCP1',
        testMessage: true,
      },
    )
    expect(payload.notification).toMatchObject({
      category: 'MISS_CALL',
      clickAction: {
        actionType: 1,
        action: 'im.carillon.action.chat',
        uri: 'carillon://chat',
        data: { msgID: 'm_20418' },
      },
      badge: { setNum: 99 },
      sound: 'ding.mp3',
      image: 'https://example.com/a.png',
    })
    expect(pushOptions).toEqual({ ttl: 259200, biTag: 'm_20418', receiptId: 'RCP1', testMessage: true })
  })

  it.each([
    [{}, {}, 'IM'],
    [{}, { category: 'SUBSCRIPTION' }, 'SUBSCRIPTION'],
    [{ harmonyCategory: 'CHAT' }, {}, 'IM'],
    // The option for phones with HMS says nothing here.
    [{ androidHuaWeiCategory: 'MARKETING' }, {}, 'IM'],
  ])('message %j, certificate %j: %s', (options, fields, category) => {
    expect(bodyOf({ options }, fields).payload.notification).toMatchObject({ category })
  })

  it.each([
    [30 * 86_400_000, 1_296_000],
    [1_999, 1],
    [-5, 1],
  ])('TTL for %i ms is %i', (ms, ttl) => {
    expect(bodyOf({ deadlineMs: nowMs + ms }).pushOptions).toMatchObject({ ttl })
  })
})

describe('which API is used', () => {
  const urlOf = (...args: Parameters<typeof encode>): string => {
    const result = encode(...args)
    return result.kind === 'request' ? new URL(result.request.url).pathname : result.outcome.words.code
  }
  const hms = { isHarmonyOS: undefined } as unknown as Partial<PushNotification>
  const v2 = '/v2/736430079244623423/messages:send'
  const v3 = '/v3/736430079244623423/messages:send'

  it.each([
    ['by the device: HarmonyOS', {}, {}, v3],
    ['by the device: HMS', hms, {}, v2],
    ['all of HarmonyOS', hms, { phones: 'harmony' }, v3],
    ['all with HMS', {}, { phones: 'hms' }, v2],
    [
      'HarmonyOS without a service account, for this phone alone',
      {},
      { serviceAccount: '', clientSecret: 'abcD1234efgH5678' },
      'NO_SERVICE_ACCOUNT',
    ],
  ])('%s', (_, changes, fields, expected) => {
    expect(urlOf(changes, fields)).toBe(expected)
  })
})

describe('sizes', () => {
  const bytesWithoutTokens = (sent: Body): number =>
    utf8Bytes(JSON.stringify({ ...sent, target: { token: [] } }))

  it('are met exactly, and ext comes through byte for byte', () => {
    expect(bytesWithoutTokens(bodyOf({ title: 'Lin', body: 'y'.repeat(9000) }))).toBe(4096)
    const text = fc.string({ unit: 'grapheme', maxLength: 5000 })
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'grapheme', maxLength: 1000 }), (title, body, ext) => {
        const sent = bodyOf({ title, body, ext })
        expect(bytesWithoutTokens(sent)).toBeLessThanOrEqual(4096)
        expect(sent.payload.notification.clickAction.data.ext ?? '').toBe(ext)
      }),
      { numRuns: 40 },
    )
  })

  it('names the limit for an ext without room', () => {
    expect(encode({ ext: 'x'.repeat(4000) })).toMatchObject({
      outcome: { words: { code: 'PAYLOAD_TOO_LARGE' } },
    })
  })
})

describe('access tokens of a service account', () => {
  it('are JWTs with PS256, for an hour', () => {
    const minted = huawei.tokenMint?.mint(certificate(), nowMs + 999)
    expect(minted?.expiresAtMs).toBe(nowMs + 3_600_000)
    const [header = '', claims = '', signature = ''] = minted?.value.split('.') ?? []
    const parsed = [header, claims].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(parsed).toEqual([
      { kid: 'k1', typ: 'JWT', alg: 'PS256' },
      {
        iss: '110880011',
        aud: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
        iat: nowMs / 1000,
        exp: nowMs / 1000 + 3600,
      },
    ])
    const key = createPublicKey(rsaKey())
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const bytes = Buffer.from(`${header}.${claims}`)
    expect(
      verify('sha256', bytes, { key, padding, saltLength: 32 }, Buffer.from(signature, 'base64url')),
    ).toBe(true)
  })

  it('are for service accounts alone, and shared by certificates with one', () => {
    const client = certificate({ serviceAccount: '', clientSecret: 'abcD1234efgH5678' })
    expect(huawei.tokenMint?.mints?.(client)).toBe(false)
    expect(huawei.tokenMint?.mint(client, nowMs)).toBeUndefined()
    expect(huawei.tokenMint?.mints?.(certificate())).toBe(true)
    const keyOf = (fields: Record<string, unknown>) => huawei.tokenMint?.cacheKey(certificate(fields))
    expect(keyOf({ category: 'WORK' })).toBe(keyOf({}))
    expect(keyOf({ serviceAccount: huaweiKeyFile({ key_id: 'k2' }) })).not.toBe(keyOf({}))
  })
})
