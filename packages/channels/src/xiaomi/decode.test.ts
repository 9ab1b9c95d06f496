import type { Outcome } from '@carillon/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { nextChinaMidnightMs } from '../china-midnight.ts'
import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { xiaomiAnswers } from './answers.ts'
import { parseXiaomiCertificate } from './certificate.ts'
import { xiaomi } from './index.ts'

const refusal = (code: number | string, reason = 'the reason') =>
  JSON.stringify({ result: 'error', reason, trace_id: 'X', code, description: 'in words' })

const decode = (body: string, tokens: readonly string[] = ['reg1'], status = 200) =>
  xiaomi.decode({ status, headers: {}, body }, tokens, nowMs, notification())

/** What the vendor's page says is to be done, code by code. */
const expected: Record<string, readonly number[]> = {
  retry: [
    -1, 1, 10001, 10002, 10003, 10009, 10010, 10011, 10022, 10023, 10024, 10027, 10028, 10030, 10032, 10037,
    10039, 20301, 20315, 20607, 22102, 26003, 26004, 26005, 65029, 65030, 200002,
  ],
  'token-dead': [10029, 66007],
  quota: [10034, 200001],
  config: [
    10004, 10005, 10006, 10013, 10014, 10025, 10026, 10031, 10033, 10036, 10038, 21301, 21302, 21303, 22000,
    22001, 22002, 22003, 22004, 22005, 22006, 22007, 22008, 22021, 22022, 26006, 27001, 65037, 65038,
  ],
  payload: [
    100, 10007, 10008, 10012, 10016, 10017, 10018, 10020, 10021, 10035, 10041, 20209, 20215, 20216, 21305,
    22020, 22100, 22101, 22103, 65003, 65006, 65007, 65008, 65009, 65010, 65011, 65012, 65013, 65014, 65015,
    65016, 65017, 65028, 65035, 65036, 65040, 65041, 66006,
  ],
}
const cases = Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

describe('codes', () => {
  it.each(cases)('%i is %s', (code, what) => {
    const [outcome] = decode(refusal(code))
    expect(outcome?.kind === 'refused' ? outcome.cause : outcome?.kind).toBe(what)
    expect(outcome?.words).toEqual({ code: String(code), text: 'the reason; in words' })
    expect(decode(refusal(String(code)))).toEqual([outcome])
  })

  it('covers the whole table', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(xiaomiAnswers.keys()))
  })

  it('takes an unknown code as a refusal of this notification', () => {
    expect(decode(refusal(99999))).toMatchObject([
      { kind: 'refused', cause: 'payload', words: { code: '99999' } },
    ])
  })

  it('waits a second after too many requests a second', () => {
    expect(decode(refusal(200002))).toMatchObject([{ kind: 'retry', afterMs: 1000 }])
  })

  it.each([
    ['2026-11-20T15:59:59.999Z', '2026-11-20T16:00:00.000Z'],
    ['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'],
  ])('at %s a quota is given again at %s', (now, reset) => {
    expect(new Date(nextChinaMidnightMs(Date.parse(now))).toISOString()).toBe(reset)
    expect(decode(refusal(200001))).toMatchObject([{ resetsAtMs: Date.UTC(2026, 10, 20, 16) }])
  })

  it('blames 27001 on the message when the message chose the channel', () => {
    const own = notification({ options: { androidXiaoMiChannelID: '1' } })
    const answer = { status: 200, headers: {}, body: refusal(27001) }
    expect(xiaomi.decode(answer, ['reg1'], nowMs, own)).toMatchObject([{ kind: 'refused', cause: 'payload' }])
    expect(xiaomi.decode(answer, ['reg1'], nowMs)).toMatchObject([{ kind: 'refused', cause: 'config' }])
  })
})

describe('batches', () => {
  const ok = (data: object) => JSON.stringify({ result: 'ok', code: 0, data, info: 'Received push messages' })
  const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind)

  it('gives the request ID to each', () => {
    expect(decode(ok({ id: 'slm1' }), ['a', 'b'])).toEqual([
      { kind: 'accepted', requestID: 'slm1' },
      { kind: 'accepted', requestID: 'slm1' },
    ])
  })

  it.each([
    ['a text', 'b,d, x'],
    ['a list', ['b', 'd']],
  ])('tells the bad tokens apart, given as %s', (_, bad_regids) => {
    const outcomes = decode(ok({ id: 'slm1', bad_regids }), ['a', 'b', 'c', 'd'])
    expect(kinds(outcomes)).toEqual(['accepted', 'token-dead', 'accepted', 'token-dead'])
    expect(outcomes[1]).toMatchObject({ words: { code: 'bad_regids' } })
  })

  it.each([
    ['No valid targets!', 'token-dead'],
    ['there are no valid registration targets', 'token-dead'],
    ['没有有效的目标', 'token-dead'],
    ['send failed', 'retry'],
    ['', 'retry'],
  ])('20301 %j is %s for all', (reason, kind) => {
    expect(kinds(decode(refusal(20301, reason), ['a', 'b']))).toEqual([kind, kind])
  })

  it('knows tokens that were never sent', () => {
    expect(kinds(decode(ok({ id: 's' }), ['a', 'b,c', 'd']))).toEqual(['accepted', 'token-dead', 'accepted'])
  })

  it('asks again in halves when a batch is refused for an unnamed token', () => {
    const refuses = (body: string) => xiaomi.refusesBatchForOneToken?.({ status: 200, headers: {}, body })
    expect(refuses(refusal(10029))).toBe(true)
    expect(refuses(refusal(66007))).toBe(true)
    expect(refuses(JSON.stringify({ code: 66007, data: { bad_regids: 'a' } }))).toBe(false)
    expect(refuses(refusal(20301))).toBe(false)
    expect(refuses('')).toBe(false)
  })
})

describe('answers that are not Xiaomi’s', () => {
  it.each([
    [200, '<html>Welcome</html>', { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Welcome' } }],
    [200, '{"result":"ok"}', { kind: 'unknown' }],
    [200, '{"code":"many"}', { kind: 'unknown' }],
    [500, '{"code":0}', { kind: 'retry' }],
    [401, refusal(21301), { kind: 'refused', cause: 'config', words: { code: '21301' } }],
    [401, '', { kind: 'refused', cause: 'config', words: { code: 'HTTP 401' } }],
    [502, 'Bad Gateway', { kind: 'unknown' }],
    [503, '', { kind: 'retry' }],
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
          fc.integer().map((code) => refusal(code)),
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
  const certificate = certificateOf(
    parseXiaomiCertificate({ packageName: 'com.example.chat', appSecret: 'abcD1234efgH5678==' }),
  )
  const probe = xiaomi.probe?.(certificate, { nowMs })
  if (probe === undefined) throw new Error('no probe')

  it.each([
    [refusal(20301), 'accepted'],
    [refusal(66007), 'accepted'],
    ['{"code":0,"data":{"id":"s","bad_regids":"carillon-certificate-check"}}', 'accepted'],
    [refusal(21301), 'refused'],
    [refusal(22022), 'refused'],
    [refusal(27001), 'refused'],
    [refusal(10002), 'retry'],
  ])('%s', (body, kind) => {
    expect(new URLSearchParams(probe.request.body).get('registration_id')).toBe('carillon-certificate-check')
    expect(probe.decode({ status: 200, headers: {}, body }).kind).toBe(kind)
  })
})
