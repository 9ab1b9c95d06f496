import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { vivoAnswers, vivoResetMs } from './answers.ts'
import { parseVivoCertificate } from './certificate.ts'
import { vivo } from './index.ts'

const refusal = (result: number | string, rest: object = {}) =>
  JSON.stringify({ result, desc: 'in words', ...rest })

const decode = (body: string, status = 200, options = {}) =>
  vivo.decode({ status, headers: {}, body }, ['reg1'], nowMs, notification({ options }))

/** What vivo's page says is to be done, code by code. */
const expected: Record<string, readonly number[]> = {
  retry: [10040, 10072, 10093, 10250],
  'token-dead': [10302],
  quota: [10070, 10071, 10073, 10252, 10254],
  config: [
    10000, 10043, 10045, 10051, 10082, 10094, 10096, 10097, 10200, 10201, 10202, 10203, 10204, 10205, 10206,
    10207, 10304, 10305,
  ],
  payload: [
    10050, 10054, 10055, 10056, 10057, 10058, 10059, 10060, 10065, 10067, 10085, 10095, 10103, 10104, 10150,
    10151, 10152, 10153, 10155, 10306, 10311, 10352, 10353,
  ],
}
const cases = Object.entries(expected).flatMap(([what, codes]) => codes.map((code) => [code, what] as const))

describe('codes', () => {
  it.each(cases)('%i is %s', (code, what) => {
    const [outcome] = decode(refusal(code))
    expect(outcome?.kind === 'refused' ? outcome.cause : outcome?.kind).toBe(what)
    expect(outcome?.words).toEqual({ code: String(code), text: 'in words' })
    expect(decode(refusal(String(code)))).toEqual([outcome])
  })

  it('covers the whole table', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(vivoAnswers.keys()))
  })

  it('takes an unknown code as a refusal of this notification', () => {
    expect(decode(refusal(99999))).toMatchObject([
      { kind: 'refused', cause: 'payload', words: { code: '99999' } },
    ])
  })

  it.each([
    [10072, 1000],
    [10093, 1000],
    [10250, 60_000],
  ])('waits after %i', (code, afterMs) => {
    expect(decode(refusal(code))).toMatchObject([{ kind: 'retry', afterMs }])
  })

  it.each([
    ['2026-11-20T15:59:59.999Z', 0, '2026-11-20T16:00:00.000Z'],
    ['2026-11-20T16:00:00.000Z', 0, '2026-11-21T16:00:00.000Z'],
    ['2026-11-20T15:00:00.000Z', 7, '2026-11-20T23:00:00.000Z'],
    ['2026-11-20T22:59:59.999Z', 7, '2026-11-20T23:00:00.000Z'],
    ['2026-11-20T23:00:00.000Z', 7, '2026-11-21T23:00:00.000Z'],
  ])('at %s it is %i o’clock in China at %s', (now, hour, reset) => {
    expect(new Date(vivoResetMs(Date.parse(now), hour)).toISOString()).toBe(reset)
  })

  it('reads when a share is given again', () => {
    expect(decode(refusal(10073))).toMatchObject([{ resetsAtMs: Date.UTC(2026, 10, 20, 16) }])
    expect(decode(refusal(10071))).toMatchObject([{ resetsAtMs: Date.UTC(2026, 10, 20, 23) }])
  })

  it.each([
    [1, 'token-dead'],
    [2, 'token-dead'],
    [3, 'token-dead'],
    ['2', 'token-dead'],
    [4, 'refused'],
  ])('10302 with status %s is %s', (status, kind) => {
    const [outcome] = decode(refusal(10302, { invalidUser: { status, userid: 'reg1' } }))
    expect(outcome?.kind).toBe(kind)
  })

  it.each([10051, 10096, 10097])('blames %i on the message when the message chose the class', (code) => {
    const cause = (options: object) => decode(refusal(code), 200, options)
    expect(cause({})).toMatchObject([{ cause: 'config' }])
    expect(cause({ androidVIVOCategory: '', androidVIVOClassification: '' })).toMatchObject([
      { cause: 'config' },
    ])
    expect(cause({ androidVIVOCategory: 'X' })).toMatchObject([{ cause: 'payload' }])
    expect(cause({ androidVIVOClassification: 0 })).toMatchObject([{ cause: 'payload' }])
    expect(vivo.decode({ status: 200, headers: {}, body: refusal(code) }, ['a'], nowMs)).toMatchObject([
      { cause: 'config' },
    ])
  })
})

describe('answers', () => {
  it.each([
    [200, '{"result":0,"desc":"请求成功","taskId":"12139"}', { kind: 'accepted', requestID: '12139' }],
    [200, '{"result":"0"}', { kind: 'accepted' }],
    [200, '<html>Welcome</html>', { kind: 'unknown', words: { code: 'BAD_ANSWER', text: 'Welcome' } }],
    [200, '{"desc":"ok"}', { kind: 'unknown' }],
    [200, '{"result":"many"}', { kind: 'unknown' }],
    [500, '{"result":0}', { kind: 'retry' }],
    [500, 'error', { kind: 'retry', words: { code: 'HTTP 500' } }],
    [401, '', { kind: 'refused', cause: 'config' }],
    [502, 'Bad Gateway', { kind: 'unknown' }],
  ])('HTTP %i %s', (status, body, outcome) => {
    expect(decode(body, status)).toMatchObject([outcome])
  })

  it('gives one outcome a token for any answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.constantFrom(...vivoAnswers.keys()).map((code) => refusal(code)),
        ),
        (status, body) => {
          expect(decode(body, status)).toHaveLength(1)
        },
      ),
    )
  })
})

describe('the probe', () => {
  const fields = { appID: 10004, appKey: 'vivo-app-key-example', appSecret: 'vivo-app-secret-example' }
  it.each([
    [refusal(10302, { invalidUser: { status: 1 } }), 'accepted'],
    [refusal(10302, { invalidUser: { status: 4 } }), 'accepted'],
    [refusal(10000), 'refused'],
    [refusal(10045), 'refused'],
    [refusal(10040), 'retry'],
  ])('%s', (body, kind) => {
    const probe = vivo.probe?.(certificateOf(parseVivoCertificate(fields)), { nowMs, accessToken: 'x' })
    expect(JSON.parse(probe?.request.body ?? '')).toMatchObject({ regId: 'carillon-certificate-check' })
    expect(probe?.decode({ status: 200, headers: {}, body }).kind).toBe(kind)
  })
})
