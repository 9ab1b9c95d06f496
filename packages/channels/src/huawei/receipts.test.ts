import { createHmac } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import type { ReceiptsResult } from '../receipt.ts'
import { certificateOf, nowMs } from '../testing/fixtures.ts'
import { parseHuaweiCertificate } from './certificate.ts'
import { huawei } from './index.ts'

const secret = Buffer.from('0123456789abcdef').toString('base64')
const certificate = (fields: Record<string, unknown> = {}) =>
  certificateOf(parseHuaweiCertificate({ appID: '1', clientSecret: 'abcD1234efgH5678', ...fields }))

const decode = (
  body: unknown,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): ReceiptsResult => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const result = huawei.decodeReceipts?.(certificate(fields), { headers, body: text }, { nowMs })
  if (result === undefined) throw new Error('no receipts')
  return result
}

const v1 = (status: unknown) => ({
  statuses: [{ token: 't', biTag: 'm_1', status, timestamp: nowMs - 5, clientId: '1', requestId: 'r1' }],
})
const v2 = (result: unknown) => ({
  statuses: [
    {
      token: 't',
      pushType: 0,
      appPackageName: 'com.example.chat',
      biTag: 'm_1',
      requestId: 'r1',
      deliveryStatus: { result, timestamp: nowMs - 5 },
    },
  ],
})

describe('receipts of Huawei', () => {
  it.each([
    [0, 'delivered'],
    [2, 'token-dead'],
    [5, 'token-dead'],
    [6, 'push-disabled'],
    [10, 'inactive'],
    [14, 'not-shown'],
    [15, 'replaced'],
    [27, 'not-shown'],
    [31, 'click-failed'],
    [51, 'held'],
    [102, 'over-quota'],
    [201, 'over-quota'],
    [256, 'over-quota'],
    [259, 'filtered'],
    [999, 'not-shown'],
  ])('%i is %s, in V1 and in V2', (code, kind) => {
    for (const body of [v1(code), v2(code), v1(String(code))]) {
      expect(decode(body)).toEqual({
        kind: 'receipts',
        receipts: [
          {
            kind,
            token: 't',
            msgID: 'm_1',
            vendorRequestID: 'r1',
            atMs: nowMs - 5,
            words: expect.objectContaining({ code: String(code) }),
          },
        ],
        answer: { contentType: 'application/json', body: '{"code":"0","message":"success"}' },
      })
    }
  })

  it('names only kinds the capabilities name', () => {
    for (let code = 0; code < 300; code += 1) {
      const result = decode(v1(code))
      const [receipt] = result.kind === 'receipts' ? result.receipts : []
      expect(huawei.capabilities.receipts).toContain(receipt?.kind)
    }
  })

  it('leaves out what makes no sense', () => {
    const statuses = [
      1,
      null,
      {},
      { token: 't' },
      { token: 5, status: 0 },
      { token: 't', status: 'x' },
      { token: 't', status: '' },
    ]
    expect(decode({ statuses })).toMatchObject({ receipts: [] })
    for (const body of ['', '[]', '{}', '{"statuses":1}'])
      expect(decode(body)).toMatchObject({ kind: 'refused', status: 400 })
  })
})

describe('signatures', () => {
  const signer = { callbackUser: 'carillon', callbackSecret: secret }
  const header = (atMs: number, key: Buffer, user = 'carillon'): Record<string, string> => {
    const value = createHmac('sha256', key).update(`${atMs}n1${user}`).digest('base64')
    return { 'x-huawei-callback-id': `timestamp=${atMs}; nonce=n1; value=${value}` }
  }
  const bytes = Buffer.from(secret, 'base64')

  it.each([
    ['with the secret’s bytes', header(nowMs, bytes)],
    ['with its text, as before', header(nowMs, Buffer.from(secret))],
    [
      'without spaces',
      { 'x-huawei-callback-id': String(header(nowMs, bytes)['x-huawei-callback-id']).replaceAll(' ', '') },
    ],
  ])('are taken %s', (_, headers) => {
    expect(decode(v1(0), signer, headers)).toMatchObject({ kind: 'receipts' })
  })

  it.each([
    ['without one', {}],
    ['of another key', header(nowMs, Buffer.from('x'))],
    ['of another user', header(nowMs, bytes, 'other')],
    ['too old', header(nowMs - 16 * 60_000, bytes)],
    ['of tomorrow', header(nowMs + 86_400_000, bytes)],
    ['that are nonsense', { 'x-huawei-callback-id': ';;value' }],
  ])('are refused %s', (_, headers) => {
    expect(decode(v1(0), signer, headers)).toMatchObject({ kind: 'refused', status: 403 })
  })
})
