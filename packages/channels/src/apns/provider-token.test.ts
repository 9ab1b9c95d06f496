import { createPublicKey, verify } from 'node:crypto'

import { expect, it } from 'vitest'

import { apnsKeyFields, signingKey } from '../testing/apns-credentials.ts'
import { certificateOf, nowMs } from '../testing/fixtures.ts'
import { parseApnsCertificate } from './certificate.ts'
import { apns } from './index.ts'
import { apnsTokenMint } from './provider-token.ts'

const certificate = certificateOf(parseApnsCertificate(apnsKeyFields()))

it('is a JWT signed with the key, good for 50 minutes', () => {
  const token = apnsTokenMint.mint(certificate, nowMs + 999)
  const [header = '', claims = '', signature = ''] = token?.value.split('.') ?? []
  const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(decoded(header)).toEqual({ alg: 'ES256', kid: 'ABC123DEFG' })
  expect(decoded(claims)).toEqual({ iss: 'TEAM456789', iat: nowMs / 1000 })
  const key = { key: createPublicKey(signingKey()), dsaEncoding: 'ieee-p1363' } as const
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  )
  expect(isSigned).toBe(true)
  expect(token?.expiresAtMs).toBe(nowMs + 999 + 50 * 60_000)
})

it.each([
  [403, 'ExpiredProviderToken', true],
  [403, 'InvalidProviderToken', false],
  [429, 'TooManyProviderTokenUpdates', false],
])('%i %s asks for a new one: %j', (status, reason, isRefused) => {
  const answer = { status, headers: {}, body: JSON.stringify({ reason }) }
  expect(apnsTokenMint.isTokenRefused(answer)).toBe(isRefused)
})

it.each([
  [400, 'BadDeviceToken', 'accepted'],
  [400, 'DeviceTokenNotForTopic', 'accepted'],
  [400, 'TopicDisallowed', 'refused'],
  [403, 'InvalidProviderToken', 'refused'],
  [503, 'ServiceUnavailable', 'retry'],
])('a probe answered with %i %s is %s', (status, reason, kind) => {
  const probe = apns.probe?.(certificate, { nowMs, accessToken: 'jwt' })
  expect(probe?.request.url).toBe(`https://api.push.apple.com/3/device/${'0'.repeat(64)}`)
  expect(probe?.request.headers['authorization']).toBe('bearer jwt')
  expect(probe?.decode({ status, headers: {}, body: JSON.stringify({ reason }) })).toMatchObject({ kind })
})
