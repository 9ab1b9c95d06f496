import { expect, it } from 'vitest'

import { slotNumber } from '../slot-number.ts'
import { certificateOf, huaweiKeyFile, notification, nowMs } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huawei } from './index.ts'

const { recaller } = huawei
if (recaller === undefined) throw new Error('no recaller')

const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(
    parseHuaweiCertificate({
      appID: '104456789',
      clientID: '77',
      serviceAccount: huaweiKeyFile(),
      ...fields,
    }),
  )
const context = { nowMs, accessToken: 'jwt' }

it('revokes by the notifyId it was sent with', () => {
  const sent = notification({ isHarmonyOS: true })
  expect(recaller.encode(certificate(), sent, ['MAa', 'MAa', ''], context)).toEqual({
    kind: 'request',
    request: {
      method: 'POST',
      url: 'https://push-api.cloud.huawei.com/v1/77/messages:revoke',
      headers: { authorization: 'Bearer jwt', 'content-type': 'application/json', 'push-type': '0' },
      body: `{"notifyId":${slotNumber('m_20418')},"token":["MAa"]}`,
    },
  })
  const pushed = huawei.encode(certificate(), sent, ['MAa'], context)
  expect(pushed.kind === 'request' ? JSON.parse(pushed.request.body) : {}).toMatchObject({
    payload: { notification: { notifyId: slotNumber('m_20418') } },
  })
})

it('is refused for phones with HMS, which are covered silently', () => {
  expect(recaller.encode(certificate(), notification(), ['a'], context)).toMatchObject({
    outcome: { kind: 'refused', cause: 'payload', words: { code: 'NO_RECALL' } },
  })
  const cover = huawei.encode(certificate(), notification({ isCover: true }), ['a'], context)
  const body = cover.kind === 'request' ? JSON.parse(cover.request.body) : {}
  expect(body).toMatchObject({
    message: { android: { notification: { default_sound: false, use_default_vibrate: false } } },
  })
  // What is reported of a cover would be taken for the message.
  expect(body.message.android).not.toHaveProperty('bi_tag')
})

it.each([
  [{}, true],
  [{ phones: 'harmony' }, true],
  [{ phones: 'hms' }, false],
  [{ serviceAccount: '', clientSecret: 'abcD1234efgH5678' }, false],
])('%j: there is a request %s', (fields, isThere) => {
  expect(recaller.isFor(certificate(fields))).toBe(isThere)
})

it.each([
  ['80000000', 'accepted'],
  ['80300032', 'refused'],
  ['80000001', 'retry'],
])('reads %s as %s', (code, kind) => {
  const answer = { status: 200, headers: {}, body: JSON.stringify({ code, msg: 'x' }) }
  expect(recaller.decode(answer, ['a'], nowMs)).toMatchObject([{ kind }])
})
