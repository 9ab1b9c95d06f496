import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, nowMs } from '../testing/fixtures.ts'
import { honorAnswers } from './answers.ts'
import { parseHonorCertificate } from './certificate.ts'
import { honor } from './index.ts'

const body = (code: number | string, data: unknown = null, message = 'in words') =>
  JSON.stringify({ code, message, data })

const decode = (text: string, tokens: readonly string[] = ['a'], status = 200) =>
  honor.decode({ status, headers: {}, body: text }, tokens, nowMs)

const kinds = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.cause : outcome.kind))

/** What is to be done, code by code; an answer without lists. */
const expected: Record<string, readonly number[]> = {
  accepted: [200, 0, 80000000],
  unknown: [80100000, 502, 504],
  payload: [80100001, 80100003, 80100004, 80300007, 80300008, 80300010, 400, 99, 80999999],
  config: [80200001, 80200003, 80300002, 401, 403, 404],
  retry: [81000001, 429, 500, 503],
}
const cases = Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

describe('codes', () => {
  it.each(cases)('%i is %s', (code, what) => {
    const data = what === 'accepted' ? { sendResult: true } : null
    const [outcome] = decode(body(code, data))
    expect(kinds(outcome === undefined ? [] : [outcome])).toEqual([what])
    if (what !== 'accepted') expect(outcome?.words).toEqual({ code: String(code), text: 'in words' })
    expect(decode(body(String(code), data))).toEqual([outcome])
  })

  it('covers the whole table', () => {
    const codes = new Set(cases.map(([code]) => code))
    for (const code of honorAnswers.keys()) expect(codes).toContain(code)
  })
})

describe('batches', () => {
  const tokens = ['a', 'b', 'c']

  it.each([
    [
      200,
      { sendResult: true, requestId: 'r1', failTokens: [], expireTokens: [] },
      ['accepted', 'accepted', 'accepted'],
    ],
    [200, { sendResult: true, requestId: 'r1', expireTokens: ['b'] }, ['accepted', 'token-dead', 'accepted']],
    [
      80100000,
      { sendResult: true, failTokens: ['a'], expireTokens: ['b'] },
      ['payload', 'token-dead', 'accepted'],
    ],
    [80100000, { sendResult: false, failTokens: ['a'] }, ['payload', 'accepted', 'accepted']],
    [200, { sendResult: false }, ['payload', 'payload', 'payload']],
    [200, { sendResult: false, failTokens: tokens }, ['payload', 'payload', 'payload']],
    [80300007, { sendResult: false, expireTokens: ['a', 'b'] }, ['token-dead', 'token-dead', 'payload']],
    [200, null, ['unknown', 'unknown', 'unknown']],
    [80100000, { requestId: 'r1' }, ['unknown', 'unknown', 'unknown']],
  ])('%i %j', (code, data, what) => {
    expect(kinds(decode(body(code, data), tokens))).toEqual(what)
  })

  it('gives request ID and words', () => {
    const data = { sendResult: true, requestId: 'r1', failTokens: ['b'], expireTokens: ['c'] }
    expect(decode(body(80100000, data), [...tokens, 'x y'])).toEqual([
      { kind: 'accepted', requestID: 'r1' },
      { kind: 'refused', cause: 'payload', words: { code: 'failTokens', text: 'in words' } },
      { kind: 'token-dead', words: { code: 'expireTokens', text: 'in words' } },
      { kind: 'token-dead', words: { code: 'MALFORMED_TOKEN', text: expect.any(String) } },
    ])
  })
})

describe('answers without a code of Honor’s', () => {
  it.each([
    [200, '<html>Welcome</html>', 'unknown'],
    [200, '{"code":"many"}', 'unknown'],
    [500, body(200, { sendResult: true }), 'retry'],
    [401, '', 'config'],
    [503, '', 'retry'],
    [502, 'Bad Gateway', 'unknown'],
  ])('HTTP %i %s is %s', (status, text, what) => {
    expect(kinds(decode(text, ['a'], status))).toEqual([what])
  })

  it('gives one outcome a token for any answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((data) => `{"code":200,"data":${data}}`),
        ),
        fc.array(fc.string(), { minLength: 1 }),
        (status, text, tokens) => {
          expect(decode(text, tokens, status)).toHaveLength(tokens.length)
        },
      ),
    )
  })
})

describe('access tokens', () => {
  it.each([
    [401, '', true],
    [401, body(401), true],
    [200, body(401), true],
    [200, body(80200001), true],
    [200, body(80200003), true],
    [401, body(80300002), false],
    [403, '', false],
    [200, body(200, { sendResult: true }), false],
  ])('HTTP %i %s: refused %s', (status, text, refused) => {
    expect(honor.authorizer?.isTokenRefused({ status, headers: {}, body: text })).toBe(refused)
  })

  it('reads Honor’s refusal', () => {
    const text =
      '{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}'
    expect(honor.authorizer?.decode({ status: 401, headers: {}, body: text }, nowMs)).toMatchObject({
      outcome: { kind: 'refused', cause: 'config', words: { code: 'unauthorized_client' } },
    })
  })
})

describe('the probe', () => {
  const certificate = certificateOf(
    parseHonorCertificate({ appID: '104456789', clientID: 'c0ffee', clientSecret: 'abcD1234efgH5678' }),
  )
  const probe = honor.probe?.(certificate, { nowMs, accessToken: 'at' })
  if (probe === undefined) throw new Error('no probe')

  it.each([
    [body(200, { sendResult: false, failTokens: ['carillon-certificate-check'] }), 'accepted'],
    [body(80100000, { failTokens: ['carillon-certificate-check'] }), 'accepted'],
    [body(80300007), 'accepted'],
    [body(200, { sendResult: false }), 'accepted'],
    [body(401), 'refused'],
    [body(404), 'refused'],
    [body(81000001), 'retry'],
  ])('%s is %s', (text, kind) => {
    expect(JSON.parse(probe.request.body)).toMatchObject({
      token: ['carillon-certificate-check'],
      android: { targetUserType: 1 },
    })
    expect(probe.decode({ status: 200, headers: {}, body: text }).kind).toBe(kind)
  })
})
