import { describe, expect, it } from 'vitest'

import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseXiaomiCertificate } from './certificate.ts'
import { encodeXiaomi } from './encode.ts'
import { xiaomiRecaller } from './recall.ts'

const fields = { packageName: 'com.example.chat', appSecret: 'abcD1234efgH5678==' }
const certificateWith = (changes: Record<string, unknown> = {}) =>
  certificateOf(parseXiaomiCertificate({ ...fields, ...changes }))

const encoded = (changes: Record<string, unknown>, tokens: readonly string[] = ['reg+1/=', 'reg2']) => {
  const result = xiaomiRecaller.encode(certificateWith(changes), notification(), tokens, { nowMs })
  if (result.kind !== 'request') throw new Error(result.outcome.words.text)
  return result.request
}

describe('recall at Xiaomi', () => {
  it.each([
    [{}, 'v3', 'registration_ids'],
    [{ recall: 'v1' }, 'v1', 'registration_ids'],
    [{ recallTokenField: 'registration_id' }, 'v3', 'registration_id'],
  ])('%j: %s with %s', (changes, version, field) => {
    const { url, headers, body } = encoded(changes)
    expect(url).toBe(`https://api.xmpush.xiaomi.com/${version}/message/regid/revoke`)
    expect(headers).toMatchObject({ authorization: 'key=abcD1234efgH5678==' })
    const form = Object.fromEntries(new URLSearchParams(body))
    const sent = encodeXiaomi(certificateWith(), notification(), ['reg2'], { nowMs })
    const slot = sent.kind === 'request' ? new URLSearchParams(sent.request.body).get('notify_id') : null
    expect(form).toEqual({
      [field]: 'reg+1/=,reg2',
      restricted_package_name: 'com.example.chat',
      notify_id: slot,
    })
  })

  it('covers where the certificate says so', () => {
    expect(xiaomiRecaller.isFor(certificateWith())).toBe(true)
    expect(xiaomiRecaller.isFor(certificateWith({ recall: 'cover' }))).toBe(false)
  })

  it.each([
    ['{"result":"ok","code":0}', ['accepted', 'accepted']],
    ['{"result":"ok","code":0,"data":{"bad_regids":"b"}}', ['accepted', 'token-dead']],
    ['{"result":"error","code":65028,"reason":"message not found"}', ['accepted', 'accepted']],
    ['{"result":"error","code":10017,"reason":"notify_id"}', ['refused', 'refused']],
    ['{"result":"error","code":10002}', ['retry', 'retry']],
  ])('reads %s', (body, kinds) => {
    const outcomes = xiaomiRecaller.decode({ status: 200, headers: {}, body }, ['a', 'b'], nowMs)
    expect(outcomes.map(({ kind }) => kind)).toEqual(kinds)
  })

  it('asks for nobody without a regId', () => {
    expect(xiaomiRecaller.encode(certificateWith(), notification(), ['a,b'], { nowMs })).toMatchObject({
      kind: 'refused',
      outcome: { words: { code: 'MALFORMED_TOKEN' } },
    })
  })
})
