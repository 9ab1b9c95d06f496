import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { channels, type AnyChannel } from './index.ts'
import type { Receipt, ReceiptsResult } from './receipt.ts'
import { maxReceipts } from './receipts.ts'
import { decodeHonorReceipts } from './honor/receipts.ts'
import { decodeMeizuReceipts } from './meizu/receipts.ts'
import { decodeOppoReceipts } from './oppo/receipts.ts'
import { decodeVivoReceipts } from './vivo/receipts.ts'
import { nowMs } from './testing/fixtures.ts'

const atMs = nowMs - 1500
const requestOf = (body: unknown) => ({
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const form = (fields: Record<string, string>) => requestOf(new URLSearchParams(fields).toString())
const receiptsIn = (result: ReceiptsResult): readonly Receipt[] => {
  if (result.kind !== 'receipts') throw new Error(result.text)
  return result.receipts
}

describe('OPPO', () => {
  const event = {
    messageId: 'app-1-1-622f',
    appId: '300001',
    taskId: 'app-1-1-622f',
    registrationIds: 'CN_a,CN_b',
    eventTime: String(atMs),
    param: 'm_1',
    eventType: 'push_arrive',
  }
  it.each([
    ['push_arrive', 'delivered'],
    ['regid_invalid', 'token-dead'],
    ['user_daily_limit', 'over-quota'],
    ['app_daily_limit', 'not-shown'],
  ])('%s: %s', (eventType, kind) => {
    const said = {
      kind,
      msgID: 'm_1',
      vendorRequestID: 'app-1-1-622f',
      atMs,
      words: { code: eventType },
    }
    expect(receiptsIn(decodeOppoReceipts(requestOf([{ ...event, eventType }, 7, {}]), nowMs))).toEqual([
      { ...said, token: 'CN_a' },
      { ...said, token: 'CN_b' },
    ])
  })
})

describe('vivo', () => {
  const entry = { param: 'm_1', targets: 'v2-a', ackTime: atMs }
  it.each([
    ['0', 'delivered', 'ackType 0'],
    ['000', 'delivered', 'ackType 0'],
    [0, 'delivered', 'ackType 0'],
    [undefined, 'delivered', 'ackType 0'],
    ['101', 'filtered', 'ackType 101'],
    ['103', 'replaced', 'ackType 103'],
    ['104', 'not-shown', 'ackType 104'],
    ['1017', 'filtered', 'ackType 1017'],
    ['2144', 'expired', 'ackType 2144'],
    ['2183', 'token-dead', 'ackType 2183'],
    ['20001', 'token-dead', 'ackType 20001'],
    ['20006', 'inactive', 'ackType 20006'],
    ['11001', 'over-quota', 'ackType 11001'],
    ['987', 'not-shown', 'ackType 987'],
  ])('ackType %s: %s', (ackType, kind, code) => {
    expect(
      receiptsIn(decodeVivoReceipts(requestOf({ 1213971: { ...entry, ackType } }), nowMs)),
    ).toMatchObject([
      { kind, token: 'v2-a', msgID: 'm_1', vendorRequestID: '1213971', atMs, words: { code } },
    ])
  })
})

describe('Honor', () => {
  const status = { token: 'BAEAAH', biTag: 'm_1', timestamp: atMs, appid: '104', requestId: 'r1' }
  it.each([
    [40000001, 'delivered'],
    [40000002, 'delivered'],
    [40000003, 'token-dead'],
    [40000004, 'token-dead'],
    [40000005, 'push-disabled'],
    [40000007, 'clicked'],
    [40000009, 'over-quota'],
    [40000011, 'click-failed'],
    [40000013, 'held'],
    [50000003, 'held'],
    [40000099, 'not-shown'],
  ])('%i: %s', (code, kind) => {
    const result = decodeHonorReceipts(requestOf({ statuses: [{ ...status, status: code }, null] }), nowMs)
    expect(receiptsIn(result)).toMatchObject([
      { kind, token: 'BAEAAH', msgID: 'm_1', vendorRequestID: 'r1', atMs, words: { code: String(code) } },
    ])
    expect(result).toMatchObject({ answer: { body: '{"code":"0","message":"success"}' } })
  })
})

describe('Meizu', () => {
  const cb = JSON.stringify({
    'c2ee-1': { param: 'm_1', type: 1, targets: ['push-a', 'push-b'] },
    'c2ee-2': { param: 'm_1', type: 2, targets: ['push-a'] },
  })

  it('reads what was delivered and clicked', () => {
    const receipts = receiptsIn(decodeMeizuReceipts({}, form({ cb, access_token: 'any' })))
    expect(receipts).toEqual([
      {
        kind: 'delivered',
        token: 'push-a',
        msgID: 'm_1',
        vendorRequestID: 'c2ee',
        words: { code: 'type 1' },
      },
      {
        kind: 'delivered',
        token: 'push-b',
        msgID: 'm_1',
        vendorRequestID: 'c2ee',
        words: { code: 'type 1' },
      },
      { kind: 'clicked', token: 'push-a', msgID: 'm_1', vendorRequestID: 'c2ee', words: { code: 'type 2' } },
    ])
  })

  it.each([
    ['right', 'receipts'],
    ['wrong', 'refused'],
    ['', 'refused'],
  ])('with a token on the certificate and "%s" sent: %s', (accessToken, kind) => {
    const result = decodeMeizuReceipts({ receiptToken: 'right' }, form({ cb, access_token: accessToken }))
    expect(result).toMatchObject({ kind, ...(kind === 'refused' ? { status: 403 } : {}) })
  })
})

describe('every vendor that sends receipts', () => {
  const vendors: AnyChannel[] = Object.values(channels).filter(
    (channel: AnyChannel) => channel.decodeReceipts !== undefined && channel.vendor !== 'huawei',
  )
  const decode = (channel: AnyChannel, body: string): ReceiptsResult | undefined =>
    channel.decodeReceipts?.({}, { headers: {}, body }, { nowMs })

  it('says so', () => {
    for (const channel of Object.values(channels) as AnyChannel[]) {
      if (channel.vendor === 'huawei') continue
      expect([channel.vendor, channel.capabilities.receipts.length > 0]).toEqual([
        channel.vendor,
        channel.decodeReceipts !== undefined,
      ])
      expect(channel.capabilities.receiptURL === undefined).toBe(channel.decodeReceipts === undefined)
      expect(channel.capabilities.recall === 'request').toBe(channel.recaller !== undefined)
    }
  })

  it.each(vendors.map((channel) => [channel.vendor, channel] as const))(
    '%s takes no nonsense',
    (_, channel) => {
      for (const body of ['', 'null', '[', '7', '"text"', 'data=[]', 'cb=7', '{"statuses":{}}'])
        expect(['refused', 'receipts']).toContain(decode(channel, body)?.kind)
      expect(decode(channel, 'nonsense')).toMatchObject({ kind: 'refused', status: 400 })
    },
  )

  it.each(vendors.map((channel) => [channel.vendor, channel] as const))(
    '%s: whatever comes, receipts are whole and within bounds',
    (_, channel) => {
      const key = fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.constantFrom('param', 'type', 'targets', 'statuses', 'status', 'token', 'ackType', 'eventType'),
        fc.constantFrom('registrationIds', 'timestamp', 'biTag', 'requestId', 'messageId'),
      )
      const { json } = fc.letrec((tie) => ({
        json: fc.oneof(
          { maxDepth: 4 },
          fc.constantFrom(1, 2, 16, '0', '104', 40000002, 'a,b', 'push_arrive', nowMs),
          fc.anything({ maxDepth: 1 }),
          fc.array(tie('json'), { maxLength: 4 }),
          fc.dictionary(key, tie('json'), { maxKeys: 6 }),
        ),
      }))
      fc.assert(
        fc.property(json, (value) => {
          const text = safeJSON(value)
          for (const body of [text, new URLSearchParams({ data: text, cb: text }).toString()]) {
            const result = decode(channel, body)
            if (result?.kind !== 'receipts') continue
            for (const receipt of result.receipts) {
              expect(channel.capabilities.receipts).toContain(
                receipt.kind === 'not-shown' ? channel.capabilities.receipts[0] : receipt.kind,
              )
              expect(receipt.token).not.toBe('')
              expect(receipt.words.code).not.toBe('')
              expect(receipt.msgID).not.toBe('')
              if (receipt.atMs !== undefined) expect(receipt.atMs).toBeLessThanOrEqual(nowMs + 60_000)
            }
          }
        }),
        { numRuns: 200 },
      )
    },
  )

  it('reads no more than the limit', () => {
    const registrationIds = Array.from({ length: maxReceipts + 5 }, (_, index) => `CN_${index}`).join(',')
    const events = [{ eventType: 'push_arrive', registrationIds }]
    expect(receiptsIn(decodeOppoReceipts(requestOf(events), nowMs))).toHaveLength(maxReceipts)
  })
})

const safeJSON = (value: unknown): string => {
  try {
    return (
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)) ??
      'null'
    )
  } catch {
    return 'null'
  }
}
