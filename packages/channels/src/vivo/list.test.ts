import { describe, expect, it } from 'vitest'

import { certificateOf, notification, nowMs } from '../testing/fixtures.ts'
import { parseVivoCertificate } from './certificate.ts'
import { encodeVivo } from './encode.ts'
import { vivoListSender } from './list.ts'

const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(
    parseVivoCertificate({
      appID: '10004',
      appKey: 'k'.repeat(32),
      appSecret: 's'.repeat(32),
      callbackURL: 'https://example.com/r',
      groups: 'list',
      ...fields,
    }),
  )
const context = { nowMs, accessToken: 'at' }
const answer = (body: unknown, status = 200) => ({ status, headers: {}, body: JSON.stringify(body) })

describe('lists of vivo', () => {
  it.each([
    ['list', true],
    ['single', false],
    ['', false],
  ])('groups "%s": used %s', (groups, isUsed) => {
    expect(vivoListSender.isFor(certificate({ groups }))).toBe(isUsed)
  })

  it('save the message as it goes to one phone, but for the phone and the receipts', () => {
    const saved = vivoListSender.encodeMessage(certificate(), notification(), context)
    const single = encodeVivo(certificate(), notification(), 'reg1', context)
    if (saved.kind !== 'request' || single.kind !== 'request') throw new Error('refused')
    expect(saved.request.url).toBe('https://api-push.vivo.com.cn/message/saveListPayload')
    const {
      regId,
      extra,
      requestId: _,
      ...expected
    } = JSON.parse(single.request.body) as Record<string, unknown>
    expect([regId, extra]).toEqual(['reg1', expect.objectContaining({ callback: 'https://example.com/r' })])
    const { requestId, ...given } = JSON.parse(saved.request.body) as Record<string, unknown>
    expect(given).toEqual(expected)
    expect(requestId).toEqual(expect.stringMatching(/^[\w-]{43}$/))
  })

  it('name the phones for it', () => {
    expect(vivoListSender.encodeTokens(certificate(), '1213', ['reg1', 'reg2'], context)).toMatchObject({
      request: {
        method: 'POST',
        url: 'https://api-push.vivo.com.cn/message/pushToList',
        headers: { authToken: 'at' },
        body: expect.stringMatching(
          /^{"appId":10004,"regIds":\["reg1","reg2"\],"taskId":"1213","requestId":"[\w-]{43}"}$/,
        ),
      },
    })
  })

  it('tell which phones were not taken', () => {
    const invalidUsers = [{ status: 2, userid: 'b' }, { status: 4, userid: 'c' }, 'nonsense']
    const body = { result: 0, desc: 'ok', taskId: '1213', invalidUsers }
    expect(vivoListSender.decodeTokens(answer(body), ['a', 'b', 'c'], nowMs, notification())).toEqual([
      { kind: 'accepted', requestID: '1213' },
      { kind: 'token-dead', words: expect.objectContaining({ code: 'invalidUsers 2' }) },
      { kind: 'refused', cause: 'config', words: expect.objectContaining({ code: 'invalidUsers 4' }) },
    ])
  })

  it.each([
    [10151, 'retry'],
    [10152, 'retry'],
    [10155, 'retry'],
    [10070, 'refused'],
    [10040, 'retry'],
    [10153, 'refused'],
  ])('result %i is %s for all', (result, kind) => {
    const outcomes = vivoListSender.decodeTokens(
      answer({ result, desc: 'x' }),
      ['a', 'b'],
      nowMs,
      notification(),
    )
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([kind, kind])
  })
})
