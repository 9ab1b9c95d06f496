import { createHmac } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'

import fc from 'fast-check'
import { expect, it } from 'vitest'

import { isUserSigRevoked, makeUserSig, verifyUserSig } from './user-sig.ts'

// The public test values of the original's own package.
const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const sdkAppID = 1400000000
const userID = 'xiaojun'
const timeS = 1600000000
const vector =
  'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZOamKlkZmqGKplYUZBaBxE1NTY3gosWZ6UpWSoZRpgF56S5Z7omlaanBmQH5TqUVKR6R5q7exl4hKY5ZvgGWxsEm3mVhxr62SrUAnj0xuw__'

const verify = (userSig: string, changes: Partial<Parameters<typeof verifyUserSig>[0]> = {}) =>
  verifyUserSig({ sdkAppID, userID, userSig, secretKeys: [secretKey], nowMs: timeS * 1000, ...changes })

const encode = (json: unknown): string =>
  deflateSync(typeof json === 'string' ? json : JSON.stringify(json))
    .toString('base64')
    .replaceAll('+', '*')
    .replaceAll('/', '-')
    .replaceAll('=', '_')

const decode = (userSig: string): Record<string, unknown> =>
  JSON.parse(
    inflateSync(
      Buffer.from(userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64'),
    ).toString(),
  ) as Record<string, unknown>

const sign = (text: string): string => createHmac('sha256', secretKey).update(text).digest('base64')

it('makes what the original makes', () => {
  const made = decode(makeUserSig({ sdkAppID, secretKey, userID, nowMs: timeS * 1000 + 999 }))
  expect(made).toEqual(decode(vector))
  expect(Object.keys(made)).toEqual(Object.keys(decode(vector)))
  expect(made['TLS.sig']).toBe('1Z5PngDjGaufeSiPoBuxdHY7EK3JTdAjMP93S4KvV3M=')
})

it('takes what the original made', () => {
  expect(verify(vector)).toEqual({
    ok: true,
    issuedAtMs: 1600000000_000,
    expiresAtMs: 1615552000_000,
  })
})

const claims = decode(vector)

it.each<[string, number, string, Parameters<typeof verify>[1]?]>([
  ['expired in this moment', 70001, vector, { nowMs: 1615552000_000 }],
  ['empty', 70002, ''],
  ['cut short', 70003, vector.slice(0, -20)],
  ['of other characters', 70003, `${vector.slice(0, -4)}+/==`],
  ['no base64 of anything', 70003, 'AAAA'],
  ['no JSON', 70003, encode('hello')],
  ['no object', 70003, encode('null')],
  ['of another version', 70003, encode({ ...claims, 'TLS.ver': '1.0' })],
  ['without a user', 70003, encode({ ...claims, 'TLS.identifier': undefined })],
  ['with a user that is no text', 70003, encode({ ...claims, 'TLS.identifier': 7 })],
  ['with half a second', 70003, encode({ ...claims, 'TLS.time': 1.5 })],
  ['that expires never', 70003, encode({ ...claims, 'TLS.expire': 1e300 })],
  ['without signature', 70003, encode({ ...claims, 'TLS.sig': undefined })],
  ['that inflates to a megabyte', 70003, encode(' '.repeat(1_000_000) + JSON.stringify(claims))],
  ['far too long', 70003, 'A'.repeat(5000)],
  ['made with another key', 70009, vector, { secretKeys: [`${secretKey.slice(1)}0`] }],
  ['with a signature of another length', 70009, encode({ ...claims, 'TLS.sig': 'AAAA' })],
  ['whose life was stretched', 70009, encode({ ...claims, 'TLS.expire': 999999999 })],
  ['for another user', 70013, vector, { userID: 'xiaoming' }],
  ['for another app', 70014, vector, { sdkAppID: 1400000001 }],
  ['for an app without keys', 70016, vector, { secretKeys: [] }],
])('refuses one %s with %i', (_, code, userSig, changes) => {
  expect(verify(userSig, changes)).toEqual({ ok: false, code, desc: expect.stringMatching(/^The|^This/) })
})

it('takes any of several keys', () => {
  expect(verify(vector, { secretKeys: ['newer', secretKey] })).toMatchObject({ ok: true })
})

it('takes numbers given as text, and keys in any order', () => {
  const shuffled = Object.fromEntries(
    Object.entries({ ...claims, 'TLS.time': '1600000000', 'TLS.sdkappid': '1400000000' }).toReversed(),
  )
  expect(verify(encode(shuffled))).toMatchObject({ ok: true })
})

it('signs a userbuf with the rest', () => {
  const userSig = makeUserSig({ sdkAppID, secretKey, userID, nowMs: timeS * 1000, userBuf: 'AQID' })
  expect(decode(userSig)['TLS.sig']).toBe(
    sign(
      'TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1600000000\nTLS.expire:15552000\nTLS.userbuf:AQID\n',
    ),
  )
  expect(verify(userSig)).toMatchObject({ ok: true })
  expect(verify(encode({ ...decode(userSig), 'TLS.userbuf': 'AQIE' }))).toMatchObject({ code: 70009 })
})

const userIDs = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  minLength: 1,
  maxLength: 32,
})

it('verifies what it made, until the last millisecond', () => {
  fc.assert(
    fc.property(
      userIDs,
      fc.integer({ min: 1, max: 0xffff_ffff }),
      fc.string({ minLength: 1 }),
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 1, max: 1e9 }),
      (user, app, key, nowMs, lifeS) => {
        const userSig = makeUserSig({ sdkAppID: app, secretKey: key, userID: user, nowMs, lifeS })
        const check = { sdkAppID: app, userID: user, userSig, secretKeys: [key] }
        const endMs = (Math.floor(nowMs / 1000) + lifeS) * 1000
        expect(verifyUserSig({ ...check, nowMs: endMs - 1 })).toEqual({
          ok: true,
          issuedAtMs: Math.floor(nowMs / 1000) * 1000,
          expiresAtMs: endMs,
        })
        expect(verifyUserSig({ ...check, nowMs: endMs })).toMatchObject({ code: 70001 })
      },
    ),
  )
})

it('says nothing else when any bit is flipped', () => {
  const bytes = Buffer.from(vector.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64')
  const taken: unknown[] = []
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const result = verify(
      flipped.toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_'),
    )
    if (result.ok) taken.push(result)
  }
  // Bits that deflate leaves unused change nothing; whatever is taken says what was signed.
  expect(taken.length).toBeLessThan(8)
  for (const result of taken) expect(result).toEqual(verify(vector))
})

it('refuses any flipped bit of the JSON', () => {
  const json = JSON.stringify(claims)
  for (let bit = 0; bit < json.length * 8; bit += 1) {
    const flipped = Buffer.from(json)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const userSig = deflateSync(flipped)
      .toString('base64')
      .replaceAll('+', '*')
      .replaceAll('/', '-')
      .replaceAll('=', '_')
    expect({ bit, ok: verify(userSig).ok }).toEqual({ bit, ok: false })
  }
})

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (userSig) => !verify(userSig).ok))
  fc.assert(fc.property(fc.json(), (json) => !verify(encode(json)).ok))
})

it.each([
  ['never revoked', 1000_000, null, false],
  ['made the second before', 1000_000, 1001_000, true],
  ['made in the same second', 1000_000, 1000_999, false],
  ['made after', 1002_000, 1001_500, false],
])('knows a revoked one: %s', (_, issuedAtMs, validFromMs, expected) => {
  expect(isUserSigRevoked(issuedAtMs, validFromMs)).toBe(expected)
})
