import { describe, expect, it } from 'vitest'

import { certificateOf } from '../testing/fixtures.ts'
import { parseOppoCertificate } from './certificate.ts'
import { oppo } from './index.ts'

const authorizer = oppo.authorizer
if (authorizer === undefined) throw new Error('no authorizer')

const nowMs = 1767225600000
const fields = { appKey: 'oppoAppKeyExample', masterSecret: 'oppoMasterSecretExample' }
const certificate = certificateOf(parseOppoCertificate(fields))
const dayMs = 86_400_000

describe('the request', () => {
  it('is signed as OPPO signs', () => {
    expect(authorizer.request(certificate, nowMs)).toEqual({
      method: 'POST',
      url: 'https://api-push-cn.heytapmobi.com/server/v1/auth',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: 'app_key=oppoAppKeyExample&timestamp=1767225600000&sign=001a1fa9e2790186a820f337aa03a204ad826ea0e1ab3d1e2297aad3a56857fa',
    })
  })

  it('is one for a credential and a host', () => {
    const keyOf = (changes: object) =>
      authorizer.cacheKey(certificateOf(parseOppoCertificate({ ...fields, ...changes })))
    expect(keyOf({ channelID: 'chat' })).toBe(keyOf({}))
    expect(keyOf({ region: 'overseas' })).not.toBe(keyOf({}))
    expect(keyOf({ masterSecret: 'anotherSecret' })).not.toBe(keyOf({}))
    expect(keyOf({})).not.toContain(fields.masterSecret)
  })
})

describe('the answer', () => {
  const decode = (body: string, status = 200) => authorizer.decode({ status, headers: {}, body }, nowMs)
  const ok = (create_time?: number) =>
    JSON.stringify({
      code: 0,
      message: 'success',
      data: { auth_token: '58ad47319e8d725350a5afd5', create_time },
    })

  it.each([
    ['made now', nowMs, nowMs + dayMs],
    ['made an hour ago', nowMs - 3_600_000, nowMs + dayMs - 3_600_000],
    ['made by a clock that is ahead', nowMs + 60_000, nowMs + dayMs],
    ['made by a clock that is far behind', nowMs - 2 * dayMs, nowMs + 3_600_000],
    ['that does not say when', undefined, nowMs + dayMs],
  ])('holds a token %s', (_, createTime, expiresAtMs) => {
    expect(decode(ok(createTime))).toEqual({
      kind: 'token',
      token: { value: '58ad47319e8d725350a5afd5', expiresAtMs },
    })
  })

  it.each([
    [
      '{"code":14,"message":"Invalid AppKey"}',
      200,
      { kind: 'refused', cause: 'config', words: { code: '14' } },
    ],
    ['{"code":16,"message":"Invalid Sign"}', 200, { kind: 'refused', cause: 'config' }],
    ['{"code":19,"message":"Timestamp out of range"}', 200, { kind: 'refused', cause: 'config' }],
    ['{"code":33}', 200, { kind: 'refused', cause: 'config' }],
    ['{"code":10000}', 200, { kind: 'refused', cause: 'config' }],
    ['{"code":13,"message":"too often"}', 200, { kind: 'retry', words: { code: '13', text: 'too often' } }],
    ['{"code":-1}', 200, { kind: 'retry' }],
    ['{"code":0,"data":{}}', 200, { kind: 'retry', words: { code: 'BAD_ANSWER' } }],
    ['{"code":0,"data":{"auth_token":"a b"}}', 200, { kind: 'retry' }],
    ['', 503, { kind: 'retry' }],
    ['', 502, { kind: 'retry' }],
    ['', 404, { kind: 'refused', cause: 'config', words: { code: 'HTTP 404' } }],
  ])('%s with HTTP %i', (body, status, outcome) => {
    expect(decode(body, status)).toMatchObject({ kind: 'outcome', outcome })
  })

  it('that is broken does not bring half a token into the story', () => {
    expect(decode(ok(nowMs).slice(0, 60))).toEqual({
      kind: 'outcome',
      outcome: { kind: 'retry', words: { code: 'BAD_ANSWER', text: 'no auth_token in the answer' } },
    })
  })
})

it.each([
  ['{"code":11,"message":"Invalid AuthToken"}', true],
  ['{"code":"29"}', true],
  ['{"code":0}', false],
  ['{"code":16}', false],
  ['', false],
])('%s refuses the token: %j', (body, refused) => {
  expect(authorizer.isTokenRefused({ status: 200, headers: {}, body })).toBe(refused)
})
