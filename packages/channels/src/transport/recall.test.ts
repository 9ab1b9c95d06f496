import { describe, expect, it } from 'vitest'

import { createVendorClient } from '../index.ts'
import { trusting } from '../testing/fcm-server.ts'
import { certificateOf, notification } from '../testing/fixtures.ts'
import { startHttpsServer, type TestServer } from '../testing/servers.ts'
import { parseXiaomiCertificate } from '../xiaomi/certificate.ts'

/** A Xiaomi server that keeps what it is asked and answers by path. */
const startXiaomi = async (answers: Readonly<Record<string, unknown>>) => {
  const asked: { path: string; form: URLSearchParams }[] = []
  const server = await startHttpsServer((request, response, body) => {
    const path = request.url ?? ''
    asked.push({ path, form: new URLSearchParams(body) })
    response.end(JSON.stringify(answers[path] ?? { result: 'error', code: 10012 }))
  })
  return Object.assign(server, { asked })
}

const certificateFor = ({ url }: Pick<TestServer, 'url'>, changes: Record<string, unknown> = {}) =>
  certificateOf(
    parseXiaomiCertificate({
      packageName: 'com.example.chat',
      appSecret: 'abcD1234efgH5678==',
      baseURL: url,
      ...changes,
    }),
  )

const requestOf = (certificate: unknown, tokens: readonly string[]) => ({
  certificateKey: 'c1',
  certificate,
  notification: notification({ title: 'Lin', body: 'Message recalled' }),
  tokens,
  requestDeadlineMs: Date.now() + 20_000,
})

const revoke = '/v3/message/regid/revoke'
const send = '/v3/message/regid'
const ok = { result: 'ok', code: 0, data: { id: 'slm1' } }

describe('taking back', () => {
  it('withdraws where the vendor can', async () => {
    await using server = await startXiaomi({ [revoke]: { ...ok, data: { bad_regids: 'b' } } })
    await using client = createVendorClient(await trusting())
    const outcomes = await client.recall('xiaomi', requestOf(certificateFor(server), ['a', 'b']))
    expect(outcomes).toMatchObject([
      { how: 'withdrawn', outcome: { kind: 'accepted' } },
      { how: 'withdrawn', outcome: { kind: 'token-dead' } },
    ])
    expect(server.asked.map(({ path }) => path)).toEqual([revoke])
  })

  it('covers without a sound where it cannot', async () => {
    await using server = await startXiaomi({ [send]: ok })
    await using client = createVendorClient(await trusting())
    const certificate = certificateFor(server, { recall: 'cover' })
    const outcomes = await client.recall('xiaomi', requestOf(certificate, ['a']))
    expect(outcomes).toMatchObject([{ how: 'covered', outcome: { kind: 'accepted' } }])
    expect(server.asked.map(({ path }) => path)).toEqual([send])
    expect(Object.fromEntries(server.asked[0]?.form ?? [])).toMatchObject({
      description: 'Message recalled',
      notify_type: '0',
    })
  })

  it('covers what the vendor refuses to withdraw, and that alone', async () => {
    await using server = await startXiaomi({
      [revoke]: { result: 'error', code: 10012, data: { bad_regids: 'b' } },
      [send]: ok,
    })
    await using client = createVendorClient(await trusting())
    const outcomes = await client.recall('xiaomi', requestOf(certificateFor(server), ['a', 'b', 'c']))
    expect(outcomes.map(({ how, outcome }) => [how, outcome.kind])).toEqual([
      ['covered', 'accepted'],
      ['withdrawn', 'token-dead'],
      ['covered', 'accepted'],
    ])
    expect(server.asked.map(({ path, form }) => [path, form.get('registration_id')])).toEqual([
      [revoke, null],
      [send, 'a,c'],
    ])
  })

  it('leaves what may go better later to its caller', async () => {
    await using server = await startXiaomi({ [revoke]: { result: 'error', code: 10002 } })
    await using client = createVendorClient(await trusting())
    const outcomes = await client.recall('xiaomi', requestOf(certificateFor(server), ['a']))
    expect(outcomes).toMatchObject([{ how: 'withdrawn', outcome: { kind: 'retry' } }])
    expect(server.asked).toHaveLength(1)
  })

  it('has no way without a channel', async () => {
    await using client = createVendorClient()
    const outcomes = await client.recall('pigeon' as 'xiaomi', requestOf({}, ['a']))
    expect(outcomes).toMatchObject([{ how: 'covered', outcome: { words: { code: 'NO_CHANNEL' } } }])
  })
})

describe('where receipts go', () => {
  it.each([
    [{}, 'https://push.example.com/receipts/xiaomi/10001/secret'],
    [{ callbackURL: 'https://elsewhere.example.com/r' }, 'https://elsewhere.example.com/r'],
  ])('%j', async (changes, callback) => {
    await using server = await startXiaomi({ [send]: ok })
    await using client = createVendorClient(await trusting())
    const request = requestOf(certificateFor(server, changes), ['a'])
    await client.send('xiaomi', {
      ...request,
      receiptURL: 'https://push.example.com/receipts/xiaomi/10001/secret',
    })
    expect(Object.fromEntries(server.asked[0]?.form ?? [])).toMatchObject({
      'extra.callback': callback,
      'extra.callback.param': 'm_20418',
      'extra.callback.type': '243',
    })
  })
})

describe('taking away what was read', () => {
  const orderOf = (...keys: string[]) => ({
    shown: keys.map((collapseKey) => ({ msgID: collapseKey, collapseKey })),
    deadlineMs: Date.now() + 20_000,
  })

  it('withdraws each notification where the vendor can, and tells the worst of it', async () => {
    await using server = await startXiaomi({ [revoke]: { ...ok, data: { bad_regids: 'b' } } })
    await using client = createVendorClient(await trusting())
    const request = { ...requestOf(certificateFor(server), ['a', 'b']), order: orderOf('m1', 'm2') }
    expect(await client.clear('xiaomi', request)).toMatchObject([
      { how: 'withdrawn', outcome: { kind: 'accepted' } },
      { how: 'withdrawn', outcome: { kind: 'token-dead' } },
    ])
    expect(server.asked.map(({ path }) => path)).toEqual([revoke, revoke])
    expect(new Set(server.asked.map(({ form }) => form.get('notify_id'))).size).toBe(2)
  })

  it('covers nothing where it cannot', async () => {
    await using server = await startXiaomi({ [send]: ok })
    await using client = createVendorClient(await trusting())
    const certificate = certificateFor(server, { recall: 'cover' })
    const outcomes = await client.clear('xiaomi', { ...requestOf(certificate, ['a']), order: orderOf('m1') })
    expect(outcomes).toMatchObject([{ outcome: { kind: 'refused', words: { code: 'NOT_CLEARABLE' } } }])
    expect(server.asked).toEqual([])
  })
})
