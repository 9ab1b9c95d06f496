import { describe, expect, it } from 'vitest'

import { nowMs } from '../testing/fixtures.ts'
import { decodeXiaomiReceipts } from './receipts.ts'

const atMs = nowMs - 1500
const request = (data: string) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ data }).toString(),
})
const decode = (data: unknown) => decodeXiaomiReceipts(request(JSON.stringify(data)), nowMs)

describe('receipts of Xiaomi', () => {
  it.each([
    [1, undefined, 'delivered', 'type 1'],
    [2, undefined, 'clicked', 'type 2'],
    [16, 1, 'token-dead', 'type 16, errorCode 1'],
    [32, undefined, 'push-disabled', 'type 32'],
    [64, undefined, 'filtered', 'type 64'],
    [128, undefined, 'over-quota', 'type 128'],
    [4, undefined, 'not-shown', 'type 4'],
  ])('type %i, errorCode %s: %s', (type, errorCode, kind, code) => {
    const entry = {
      param: 'm_1',
      type,
      targets: 'reg1, reg2',
      timestamp: atMs,
      errorCode,
      barStatus: 'Enable',
    }
    const expected = { kind, msgID: 'm_1', vendorRequestID: 'slm1', atMs, words: { code } }
    expect(decode({ slm1: entry })).toMatchObject({
      kind: 'receipts',
      receipts: [
        { ...expected, token: 'reg1' },
        { ...expected, token: 'reg2' },
      ],
    })
  })

  it('reads what makes sense among what does not', () => {
    const result = decode({
      a: 'x',
      b: { type: 'x', targets: 'reg1' },
      c: { type: 1, targets: 5 },
      d: { type: '1', targets: ['reg4', 7, ''], timestamp: 'soon', param: '' },
      e: { type: 2, targets: 'reg5', timestamp: nowMs + 3_600_000 },
    })
    expect(result).toMatchObject({
      receipts: [
        { kind: 'delivered', token: 'reg4', vendorRequestID: 'd' },
        { kind: 'clicked', token: 'reg5', vendorRequestID: 'e' },
      ],
    })
    for (const receipt of result.kind === 'receipts' ? result.receipts : []) {
      expect(receipt).not.toHaveProperty('atMs')
      expect(receipt).not.toHaveProperty('msgID')
    }
  })

  it.each([[''], ['data='], ['data=%5B1%5D'], ['data=nonsense'], ['other=1']])('refuses %j', (body) => {
    expect(decodeXiaomiReceipts({ headers: {}, body }, nowMs)).toMatchObject({ kind: 'refused', status: 400 })
  })
})
