import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, nowMs } from '../testing/fixtures.ts'
import { meizuAnswers, meizuTokenAnswers } from './answers.ts'
import { parseMeizuCertificate } from './certificate.ts'
import { meizu } from './index.ts'

const refusal = (code: number | string, rest: object = {}) =>
  JSON.stringify({ code: String(code), message: 'in words', value: '', redirect: '', ...rest })
const ok = (value: object = {}) =>
  JSON.stringify({ code: '200', message: '', value, redirect: '', msgId: 'c2ee' })

const decode = (body: string, tokens: readonly string[] = ['a'], status = 200) =>
  meizu.decode({ status, headers: {}, body }, tokens, nowMs)
const whatOf = (outcome: Outcome | undefined): string | undefined =>
  outcome?.kind === 'refused' ? outcome.cause : outcome?.kind
const tableOf = (expected: Record<string, readonly number[]>) =>
  Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

/** What Meizu's page says is to be done, code by code. */
const cases = tableOf({
  retry: [500, 1001, 1003, 110010],
  'token-dead': [110002, 110003],
  config: [300, 1006, 110000, 110001, 110009, 110031, 110033],
  payload: [1005, 110004, 110032, 110053],
  quota: [110019, 110051],
})
const tokenCases = tableOf({
  retry: [501, 513, 518, 519],
  'token-dead': [110002, 110003],
  config: [201],
  payload: [520, 110005, 110010],
  quota: [110011],
})

describe('codes', () => {
  it.each(cases)('%i is %s', (code, what) => {
    const [outcome] = decode(refusal(code))
    expect(whatOf(outcome)).toBe(what)
    expect(outcome?.words).toEqual({ code: String(code), text: 'in words' })
    expect(decode(JSON.stringify({ code, message: 'in words' }))).toEqual([outcome])
  })

  it.each(tokenCases)('%i of one token is %s', (code, what) => {
    const outcomes = decode(ok({ [code]: ['b'] }), ['a', 'b', 'c'])
    expect(outcomes.map(whatOf)).toEqual(['accepted', what, 'accepted'])
    expect(outcomes[1]?.words).toEqual({ code: String(code) })
  })

  it('covers the whole tables', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(meizuAnswers.keys()))
    expect(new Set(tokenCases.map(([code]) => code))).toEqual(new Set(meizuTokenAnswers.keys()))
  })

  it('takes an unknown code as a refusal of this notification', () => {
    expect(decode(refusal(99999)).map(whatOf)).toEqual(['payload'])
    expect(decode(ok({ 99999: ['a'] })).map(whatOf)).toEqual(['payload'])
  })

  it('gives quotas again at midnight in China', () => {
    const resetsAtMs = Date.UTC(2026, 10, 20, 16)
    expect(decode(refusal(110019))).toMatchObject([{ resetsAtMs }])
    expect(decode(ok({ 110011: ['a'] }))).toMatchObject([{ resetsAtMs }])
  })

  it('says where the server has moved to', () => {
    expect(decode(refusal(300, { redirect: 'https://x.example' }))).toMatchObject([
      { cause: 'config', words: { code: '300', text: 'in words; https://x.example' } },
    ])
  })
})

describe('batches', () => {
  it('gives the message ID to each', () => {
    expect(decode(ok(), ['a', 'b'])).toEqual([
      { kind: 'accepted', requestID: 'c2ee' },
      { kind: 'accepted', requestID: 'c2ee' },
    ])
  })

  it('takes the map the other way round as well', () => {
    const outcomes = decode(ok({ b: '110002', c: 110010, d: 200 }), ['a', 'b', 'c', 'd'])
    expect(outcomes.map(whatOf)).toEqual(['accepted', 'token-dead', 'payload', 'accepted'])
  })

  it('knows tokens that were never sent', () => {
    expect(decode(ok(), ['a', 'b,c']).map(whatOf)).toEqual(['accepted', 'token-dead'])
  })

  it('asks again in halves when a batch is refused for an unnamed token', () => {
    const refuses = (body: string) => meizu.refusesBatchForOneToken?.({ status: 200, headers: {}, body })
    expect([110002, 110003].map((code) => refuses(refusal(code)))).toEqual([true, true])
    expect([ok({ 110002: ['a'] }), refusal(1006), ''].map(refuses)).toEqual([false, false, false])
  })
})

describe('answers that are not Meizu’s', () => {
  it.each([
    [200, '<html>Welcome</html>', { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Welcome' } }],
    [200, '{"value":{}}', { kind: 'unknown' }],
    [200, '{"code":"many"}', { kind: 'unknown' }],
    [500, ok(), { kind: 'retry' }],
    [401, '', { kind: 'refused', cause: 'config' }],
    [502, 'Bad Gateway', { kind: 'unknown' }],
  ])('HTTP %i %s', (status, body, outcome) => {
    expect(decode(body, ['a'], status)).toMatchObject([outcome])
  })

  it('gives one outcome a token for any answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ code: '200', value })),
        ),
        fc.array(fc.string(), { minLength: 1 }),
        (status, body, tokens) => {
          expect(decode(body, tokens, status)).toHaveLength(tokens.length)
        },
      ),
    )
  })
})

describe('the probe', () => {
  const fields = { appID: '100999', appSecret: 'meizuAppSecretExample' }
  it.each([
    [ok({ 110003: ['carillon-certificate-check'] }), 'accepted'],
    [ok({ 110002: ['carillon-certificate-check'] }), 'accepted'],
    [refusal(110003), 'accepted'],
    [refusal(1006), 'refused'],
    [refusal(1003), 'retry'],
  ])('%s', (body, kind) => {
    const probe = meizu.probe?.(certificateOf(parseMeizuCertificate(fields)), { nowMs })
    expect(new URLSearchParams(probe?.request.body).get('pushIds')).toBe('carillon-certificate-check')
    expect(probe?.decode({ status: 200, headers: {}, body }).kind).toBe(kind)
  })
})
