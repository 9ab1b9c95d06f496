import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, huaweiKeyFile, nowMs } from '../testing/fixtures.ts'
import { huaweiAnswers } from './answers.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huawei } from './index.ts'

const body = (code: string | number, msg = 'in words') => JSON.stringify({ code, msg, requestId: 'r1' })

const decode = (text: string, tokens: readonly string[] = ['a'], status = 200) =>
  huawei.decode({ status, headers: {}, body: text }, tokens, nowMs)

const kinds = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.cause : outcome.kind))

/** What the vendor's page says is to be done, code by code. */
const expected: Record<string, readonly string[]> = {
  accepted: ['80000000'],
  // "Partial success" that does not say which.
  unknown: ['80100000'],
  'token-dead': ['80300007'],
  payload: [
    '80100001',
    '80100002',
    '80100003',
    '80100004',
    '80100013',
    '80100016',
    '80100018',
    '80100020',
    '80100022',
    '80300008',
    '80300010',
    '80300017',
    '80300030',
    '99999999',
  ],
  config: [
    '80200001',
    '80200003',
    '80200005',
    '80300002',
    '80300011',
    '80300013',
    '80300028',
    '80300032',
    '80300036',
    '80300037',
  ],
  quota: ['80300029'],
  retry: ['80100017', '80600003', '81000001', '80000001'],
}
const cases = Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

describe('codes', () => {
  it.each(cases)('%s is %s, whatever the HTTP status', (code, what) => {
    const outcomes = decode(body(code))
    expect(kinds(outcomes)).toEqual([what])
    if (what !== 'accepted') {
      expect(outcomes[0]?.words).toEqual({ code, text: 'in words' })
      for (const status of [400, 401, 500, 503]) expect(decode(body(code), ['a'], status)).toEqual(outcomes)
    }
    expect(decode(body(Number(code)))).toEqual(outcomes)
  })

  it('covers the whole table', () => {
    const codes = new Set(cases.map(([code]) => code))
    for (const code of huaweiAnswers.keys()) expect(codes).toContain(code)
  })

  it('gives a quota back at midnight in China', () => {
    expect(decode(body('80300029'))).toMatchObject([{ resetsAtMs: Date.UTC(2026, 10, 20, 16) }])
  })
})

describe('batches', () => {
  it('reads the JSON inside msg', () => {
    const msg = '{"success":2,"failure":1,"illegal_tokens":["b"]}'
    expect(decode(body('80100000', msg), ['a', 'b', 'c', ''])).toEqual([
      { kind: 'accepted', requestID: 'r1' },
      { kind: 'token-dead', words: { code: 'illegal_tokens', text: expect.any(String) } },
      { kind: 'accepted', requestID: 'r1' },
      { kind: 'token-dead', words: { code: 'MALFORMED_TOKEN', text: expect.any(String) } },
    ])
  })

  it.each(['{"success":2}', '[]', '{"illegal_tokens":"b"}', 'half of {"illeg'])(
    'knows nothing from %s',
    (msg) => {
      expect(kinds(decode(body('80100000', msg), ['a', 'b']))).toEqual(['unknown', 'unknown'])
    },
  )
})

describe('reasons of v3', () => {
  const listed = (reasons: object, rest: object = {}): string =>
    JSON.stringify({ illegalTokens: reasons, ...rest })

  it('names the tokens of a batch under their reasons, trimmed', () => {
    const msg = listed({
      ' tokenFormatError ': ['b'],
      noRight: ['c'],
      countryNotSupport: ['d'],
      other: ['e'],
    })
    expect(decode(body('80100000', msg), ['a', 'b', 'c', 'd', 'e'])).toMatchObject([
      { kind: 'accepted', requestID: 'r1' },
      { kind: 'token-dead', words: { code: 'tokenFormatError' } },
      { kind: 'token-dead', words: { code: 'noRight' } },
      { kind: 'refused', cause: 'config', words: { code: 'countryNotSupport' } },
      { kind: 'refused', cause: 'payload', words: { code: 'other' } },
    ])
  })

  it.each([
    ['tokenFormatError', 'token-dead'],
    ['tokenPlatformNotSupport', 'token-dead'],
    // For all: the project is wrong, not every token.
    ['noRight', 'config'],
    ['noPushTypeRight', 'config'],
    ['disableSendHuaweiMsgBecauseOfPenalty', 'config'],
  ])('%s for all tokens is %s', (reason, what) => {
    expect(kinds(decode(body('80300007', listed({ [reason]: ['a', 'b'] })), ['a', 'b']))).toEqual([
      what,
      what,
    ])
  })
})

describe('answers without a code of Huawei’s', () => {
  it.each([
    [200, '<html>Welcome</html>', 'unknown'],
    [200, '{"msg":"x"}', 'unknown'],
    [500, body('80000000'), 'retry'],
    [404, '', 'config'],
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
          fc.json().map((msg) => body('80100000', msg)),
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
    [401, body('80200001'), true],
    [200, body('80200003'), true],
    [400, body('80200005'), true],
    [400, body('80300036'), true],
    [401, body('80300002'), false],
    [403, '', false],
    [200, body('80000000'), false],
  ])('HTTP %i %s: refused %s', (status, text, refused) => {
    expect(huawei.authorizer?.isTokenRefused({ status, headers: {}, body: text })).toBe(refused)
    expect(huawei.tokenMint?.isTokenRefused({ status, headers: {}, body: text })).toBe(refused)
  })

  it.each([
    [400, '{"error":1101,"sub_error":20003,"error_description":"no such client"}', 'refused', '1101/20003'],
    [400, '{"error":1101,"sub_error":12304}', 'refused', '1101/12304'],
    [503, '{"error":1203}', 'retry', '1203'],
    [590, '', 'retry', 'HTTP 590'],
  ])('HTTP %i %s: %s %s', (status, text, kind, code) => {
    expect(huawei.authorizer?.decode({ status, headers: {}, body: text }, nowMs)).toMatchObject({
      outcome: { kind, words: { code } },
    })
  })
})

describe('the probe', () => {
  const certificate = certificateOf(
    parseHuaweiCertificate({ appID: '104456789', clientSecret: 'abcD1234efgH5678' }),
  )
  const probe = huawei.probe?.(certificate, { nowMs, accessToken: 'at' })
  if (probe === undefined) throw new Error('no probe')

  it.each([
    ['80000000', 'accepted'],
    ['80300007', 'accepted'],
    ['80200001', 'refused'],
    ['80300002', 'refused'],
    ['81000001', 'retry'],
  ])('%s is %s', (code, kind) => {
    expect(JSON.parse(probe.request.body)).toMatchObject({ validate_only: true })
    expect(probe.decode({ status: 200, headers: {}, body: body(code) }).kind).toBe(kind)
  })

  it('is a test message where all phones are of HarmonyOS NEXT', () => {
    const harmony = certificateOf(
      parseHuaweiCertificate({ appID: '1', serviceAccount: huaweiKeyFile(), phones: 'harmony' }),
    )
    const asked = huawei.probe?.(harmony, { nowMs, accessToken: 'at' })
    expect(asked?.request.url).toMatch(/\/v3\//)
    expect(JSON.parse(asked?.request.body ?? '')).toMatchObject({ pushOptions: { testMessage: true } })
    const noRight = body('80300007', '{"illegalTokens":{"noRight":["carillon-certificate-check"]}}')
    expect(asked?.decode({ status: 200, headers: {}, body: noRight }).kind).toBe('accepted')
  })
})
