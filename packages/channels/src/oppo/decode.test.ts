import type { OfflinePushInfo, Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { oppoAnswers } from './answers.ts'
import { parseOppoCertificate } from './certificate.ts'
import { oppo } from './index.ts'

const [a, b, c] = ['a', 'b', 'c'].map((digit) => `CN_${digit.repeat(32)}`) as [string, string, string]

const refusal = (code: number | string, message = 'in words') => JSON.stringify({ code, message })

const decode = (body: string, tokens: readonly string[] = [a], status = 200, options: OfflinePushInfo = {}) =>
  oppo.decode({ status, headers: {}, body }, tokens, nowMs, notification({ options }))

const kinds = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.cause : outcome.kind))

/** What OPPO's page says is to be done, code by code. */
const expected: Record<string, readonly number[]> = {
  retry: [-2, -1, 13, 55, 69],
  'token-dead': [10000],
  accepted: [32],
  quota: [33, 34, 42],
  config: [11, 14, 15, 16, 17, 18, 19, 26, 27, 28, 29, 30, 54, 59, 67],
  payload: [12, 20, 21, 22, 23, 24, 25, 31, 40, 41, 51],
}
const cases = Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

describe('codes', () => {
  it.each(cases)('%i is %s', (code, what) => {
    const outcomes = decode(refusal(code))
    expect(kinds(outcomes)).toEqual([what])
    expect(outcomes[0]?.words).toEqual({ code: String(code), text: 'in words' })
    expect(decode(refusal(String(code)))).toEqual(outcomes)
  })

  it('covers the whole table', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(oppoAnswers.keys()))
  })

  it.each([10001, 19999, 99999, -7])(
    'takes the unknown code %i as a refusal of this notification',
    (code) => {
      expect(decode(refusal(code))).toMatchObject([
        { kind: 'refused', cause: 'payload', words: { code: String(code) } },
      ])
    },
  )

  it('gives a quota again at midnight in China', () => {
    expect(decode(refusal(33))).toMatchObject([{ resetsAtMs: Date.UTC(2026, 10, 20, 16) }])
  })

  it.each([
    ['Invalid Argument: registration_id', 'token-dead'],
    ['invalid registrationId', 'token-dead'],
    ['RegId is illegal', 'token-dead'],
    ['title has a sensitive word', 'payload'],
    ['Invalid Arguments: verify_registration_id', 'payload'],
    ['register first', 'payload'],
    ['', 'payload'],
  ])('41 %j is %s', (message, kind) => {
    expect(kinds(decode(refusal(41, message)))).toEqual([kind])
  })

  it.each<[number, OfflinePushInfo, string]>([
    [67, { androidOPPOCategory: 'NEWS' }, 'payload'],
    [67, { androidOPPONotifyLevel: 16 }, 'payload'],
    [67, { androidOPPOCategory: '', androidOPPONotifyLevel: 0 }, 'config'],
    [54, { vendorParams: '{"oppoTemplateId":"T"}' }, 'payload'],
    [54, { vendorParams: '{"oppoTitleParam":{"a":"b"}}' }, 'payload'],
    [54, { vendorParams: '{"oppoTitleParam":"x"}' }, 'config'],
    [54, { vendorParams: 'x' }, 'config'],
  ])('blames %i with %j on the %s', (code, options, cause) => {
    expect(kinds(decode(refusal(code), [a], 200, options))).toEqual([cause])
  })

  it('without the notification blames the certificate', () => {
    const answer = { status: 200, headers: {}, body: refusal(67) }
    expect(kinds(oppo.decode(answer, [a], nowMs))).toEqual(['config'])
  })
})

describe('success', () => {
  it('names the message', () => {
    expect(
      decode('{"code":0,"message":"Success","data":{"messageId":"3-1-1-622f","status":"call_success"}}'),
    ).toEqual([{ kind: 'accepted', requestID: '3-1-1-622f' }])
    expect(decode('{"code":0,"message":"Success"}')).toEqual([{ kind: 'accepted' }])
  })
})

describe('batches', () => {
  const batch = (...data: object[]) => JSON.stringify({ code: 0, message: 'Success', data })
  const failed = (registrationId: string, errorCode: number | string) => ({
    messageId: 'm',
    registrationId,
    errorCode,
    errorMessage: 'why',
  })

  it('have an outcome a token, in whatever order they are answered', () => {
    const body = batch(
      failed(c, 10000),
      { messageId: 'm2', registrationId: b },
      { messageId: 'm1', registrationId: a, errorCode: 0 },
    )
    expect(decode(body, [a, b, c])).toEqual([
      { kind: 'accepted', requestID: 'm1' },
      { kind: 'accepted', requestID: 'm2' },
      { kind: 'token-dead', words: { code: '10000', text: 'why' } },
    ])
  })

  it.each([
    [13, 'retry'],
    ['67', 'config'],
    [32, 'accepted'],
    [33, 'quota'],
  ])('a part may fail with %j: %s', (code, kind) => {
    expect(kinds(decode(batch(failed(a, code), { registrationId: b }), [a, b]))).toEqual([kind, 'accepted'])
  })

  it('do not know what became of a token that is not named', () => {
    expect(kinds(decode(batch({ registrationId: a }), [a, b]))).toEqual(['accepted', 'unknown'])
  })

  it('know tokens that were never sent', () => {
    expect(kinds(decode(batch({ registrationId: a }), ['x y', a, '']))).toEqual([
      'token-dead',
      'accepted',
      'token-dead',
    ])
  })

  it.each([
    [refusal(10000), true],
    [refusal(41, 'registration_id'), true],
    [refusal(41, 'title'), false],
    [refusal(13), false],
    [JSON.stringify({ code: 10000, data: [] }), false],
    ['', false],
  ])('%s is halved: %j', (body, halved) => {
    expect(oppo.refusesBatchForOneToken?.({ status: 200, headers: {}, body })).toBe(halved)
  })
})

describe('answers that are not OPPO’s', () => {
  it.each([
    [200, '<html>Welcome</html>', { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Welcome' } }],
    [200, '{"code":"many"}', { kind: 'unknown' }],
    [200, '{"code":1.5}', { kind: 'unknown' }],
    [500, '{"code":0}', { kind: 'retry' }],
    [500, refusal(-1), { kind: 'retry', words: { code: '-1' } }],
    [401, '', { kind: 'refused', cause: 'config', words: { code: 'HTTP 401' } }],
    [429, '', { kind: 'retry', afterMs: 60_000 }],
    [502, 'Bad Gateway', { kind: 'unknown' }],
    [503, '', { kind: 'retry' }],
  ])('HTTP %i %s', (status, body, outcome) => {
    expect(decode(body, [a], status)).toMatchObject([outcome])
  })

  it('gives one outcome a token for any answer', () => {
    const item = fc.record(
      { registrationId: fc.constantFrom(a, b, 'x'), errorCode: fc.anything(), messageId: fc.anything() },
      { requiredKeys: [] },
    )
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.integer().map((code) => refusal(code)),
      fc
        .array(fc.oneof(item, fc.jsonValue()))
        .map((data) =>
          JSON.stringify({ code: 0, data }, (_, value: unknown) =>
            typeof value === 'bigint' ? Number(value) : value,
          ),
        ),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        body,
        fc.array(fc.oneof(fc.string(), fc.constantFrom(a, b)), { minLength: 1 }),
        (status, text, tokens) => {
          expect(decode(text, tokens, status)).toHaveLength(tokens.length)
        },
      ),
    )
  })
})

describe('the probe', () => {
  const certificate = certificateOf(
    parseOppoCertificate({ appKey: 'oppoAppKeyExample', masterSecret: 'oppoMasterSecretExample' }),
  )
  const probe = oppo.probe?.(certificate, { nowMs, accessToken: 'T' })
  if (probe === undefined) throw new Error('no probe')

  it.each([
    [refusal(10000), 'accepted'],
    [refusal(41, 'invalid registration_id'), 'accepted'],
    ['{"code":0,"data":{"messageId":"m"}}', 'accepted'],
    [refusal(67), 'config'],
    [refusal(28), 'config'],
    [refusal(-1), 'retry'],
  ])('%s', (body, kind) => {
    const form = new URLSearchParams(probe.request.body)
    expect(form.get('auth_token')).toBe('T')
    expect(JSON.parse(form.get('message') ?? '')).toMatchObject({ target_value: `CN_${'0'.repeat(32)}` })
    expect(kinds([probe.decode({ status: 200, headers: {}, body })])).toEqual([kind])
  })
})
