import { describe, expect, it } from 'vitest'

import { certificateOf, nowMs } from '../testing/fixtures.ts'
import { vivoAuthorizer } from './authorize.ts'
import { parseVivoCertificate } from './certificate.ts'

const certificate = certificateOf(
  parseVivoCertificate({
    appID: 10004,
    appKey: 'vivo-app-key-example',
    appSecret: 'vivo-app-secret-example',
  }),
)
const decode = (body: string, status = 200) => vivoAuthorizer.decode({ status, headers: {}, body }, nowMs)

describe('the request', () => {
  it('is signed', () => {
    expect(vivoAuthorizer.request(certificate, 1_767_225_600_000)).toEqual({
      method: 'POST',
      url: 'https://api-push.vivo.com.cn/message/auth',
      headers: { 'content-type': 'application/json;charset=UTF-8' },
      body: '{"appId":10004,"appKey":"vivo-app-key-example","timestamp":1767225600000,"sign":"3633e2a6afcaf93fe4e0a000c3159d83"}',
    })
  })
})

describe('the answer', () => {
  it('is renewed long before its 24 hours are over', () => {
    expect(decode('{"result":0,"desc":"ok","authToken":"24a1fe0e-x"}')).toEqual({
      kind: 'token',
      token: { value: '24a1fe0e-x', expiresAtMs: nowMs + 7_200_000 },
    })
  })

  it.each([
    ['{"result":0,"desc":"ok"}', 200, { kind: 'retry', words: { code: 'BAD_ANSWER' } }],
    ['{"result":0,"authToken":"a b"}', 200, { kind: 'retry' }],
    ['{"result":10206,"desc":"sign"}', 200, { kind: 'refused', cause: 'config', words: { code: '10206' } }],
    ['{"result":10207}', 200, { kind: 'refused', cause: 'config' }],
    ['{"result":10073}', 200, { kind: 'refused', cause: 'config' }],
    ['{"result":99999}', 200, { kind: 'refused', cause: 'config' }],
    ['{"result":10093}', 200, { kind: 'retry', afterMs: 1000 }],
    ['{"result":10040}', 200, { kind: 'retry' }],
    ['Welcome', 200, { kind: 'retry', words: { code: 'BAD_ANSWER' } }],
    ['no', 400, { kind: 'refused', cause: 'config' }],
    ['no', 503, { kind: 'retry' }],
  ])('%s with HTTP %i', (body, status, outcome) => {
    expect(decode(body, status)).toMatchObject({ kind: 'outcome', outcome })
  })
})

describe('a refused token', () => {
  it.each([
    ['{"result":10000}', true],
    ['{"result":"10094"}', true],
    ['{"result":0}', false],
    ['{"result":10206}', false],
    ['', false],
  ])('%s: %s', (body, expected) => {
    expect(vivoAuthorizer.isTokenRefused({ status: 200, headers: {}, body })).toBe(expected)
  })
})
