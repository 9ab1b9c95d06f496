import { randomBytes } from 'node:crypto'

import { channels, maxReceiptBodyBytes, maxReceiptURLUnits, type Receipt } from '@carillon/channels'
import { vendorIds, type VendorId } from '@carillon/protocol'
import { fastify } from 'fastify'
import { describe, expect, it } from 'vitest'

import { configFrom } from '../config/index.ts'
import type { LoadedCertificate } from '../tenants/types.ts'
import { createReceiptAddresses } from './addresses.ts'
import { createReceiptDoor } from './door.ts'
import { receiptRoutes } from './routes.ts'

const masterKey = randomBytes(32)
const publicURL = 'https://chat.example.com'
const nowMs = Date.UTC(2026, 10, 20, 10)

const certificates = new Map<number, LoadedCertificate>(
  (['xiaomi', 'meizu', 'fcm'] as const).map((vendor, index) => [
    10_001 + index,
    {
      certificateID: 10_001 + index,
      sdkAppID: 1,
      vendor,
      name: 'test',
      revision: 1,
      certificate: vendor === 'meizu' ? { receiptToken: 'the-token' } : {},
    },
  ]),
)

const open = async (changes: { take?: () => Promise<boolean>; find?: () => Promise<never> } = {}) => {
  const taken: { certificateID: number; receipts: readonly Receipt[] }[] = []
  const seen: string[] = []
  const clock = { time: nowMs, now: () => clock.time, after: () => () => undefined }
  const addresses = createReceiptAddresses(masterKey, publicURL)
  const app = fastify()
  await app.register(receiptRoutes, {
    door: { addresses },
    tenants: {
      certificate: changes.find ?? (async (id: number) => await Promise.resolve(certificates.get(id))),
    },
    take: async ({ certificateID }, receipts) => {
      taken.push({ certificateID, receipts })
      return (await changes.take?.()) ?? true
    },
    events: {
      receiptsRefused: ({ vendor, status }) => seen.push(`${vendor} ${status}`),
      fault: ({ where }) => seen.push(`fault ${where}`),
    },
    clock,
  })
  const pathOf = (vendor: VendorId, certificateID: number): string =>
    addresses.of({ vendor, certificateID }).slice(publicURL.length)
  const post = async (url: string, payload: string, contentType = 'application/x-www-form-urlencoded') =>
    await app.inject({
      method: 'POST',
      url,
      payload,
      ...(contentType === '' ? {} : { headers: { 'content-type': contentType } }),
    })
  return { app, taken, seen, clock, pathOf, post, [Symbol.asyncDispose]: async () => await app.close() }
}

const delivered = new URLSearchParams({
  data: JSON.stringify({ slm1: { param: 'm_1', type: 1, targets: 'reg1', timestamp: nowMs - 5 } }),
}).toString()

describe('an address', () => {
  it('is its certificate’s alone, the same each time, and short enough for every vendor', () => {
    const addresses = createReceiptAddresses(masterKey, publicURL)
    const all = vendorIds.flatMap((vendor) =>
      [10_001, 10_002].map((certificateID) => addresses.of({ vendor, certificateID })),
    )
    expect(new Set(all.map((url) => url.split('/').at(-1))).size).toBe(all.length)
    expect(addresses.of({ vendor: 'fcm', certificateID: 10_001 })).toBe(all[0])
    const longest = `https://${'x'.repeat(62)}`
    expect(configFrom({ publicURL: longest }).publicURL).toBe(longest)
    const { of } = createReceiptAddresses(masterKey, longest)
    expect(of({ vendor: 'huawei', certificateID: 2_147_483_647 }).length).toBeLessThanOrEqual(
      maxReceiptURLUnits,
    )
  })

  it('cannot be made with another key', () => {
    const certificate = { vendor: 'xiaomi', certificateID: 10_001 } as const
    const secret = createReceiptAddresses(randomBytes(32), publicURL).of(certificate).split('/').at(-1) ?? ''
    expect(createReceiptAddresses(masterKey, publicURL).isSecret(certificate, secret)).toBe(false)
  })

  it.each([
    [undefined, undefined],
    ['https://chat.example.com/im', 'https://chat.example.com/im/receipts/xiaomi/10001/'],
    ['http://127.0.0.1:0', 'http://127.0.0.1:8480/receipts/xiaomi/10001/'],
  ])('below the public URL %s', (configured, expected) => {
    const door = createReceiptDoor(masterKey, configured)
    const isOpen = configured?.endsWith(':0') === true
    const certificate = { vendor: 'xiaomi', certificateID: 10_001 } as const
    if (isOpen) expect(door?.urlOf(certificate)).toBeUndefined()
    door?.listening(8480)
    expect(door?.urlOf(certificate)?.replace(/[^/]+$/, '')).toBe(expected)
  })

  it.each([['ftp://x'], ['https://x/'], ['https://u:p@x'], ['https://x?y=1'], [`https://${'x'.repeat(80)}`]])(
    'is not made below %s',
    (url) => {
      expect(() => configFrom({ publicURL: url })).toThrow(/publicURL/)
    },
  )
})

describe('the door of receipts', () => {
  it('takes what the vendor sends, and answers as it wants', async () => {
    await using door = await open()
    const answer = await door.post(door.pathOf('xiaomi', 10_001), delivered)
    expect([answer.statusCode, answer.body]).toEqual([200, '{"code":0}'])
    expect(door.taken).toMatchObject([
      { certificateID: 10_001, receipts: [{ kind: 'delivered', token: 'reg1', msgID: 'm_1' }] },
    ])
  })

  it.each([[''], ['text/plain'], ['application/json'], ['application/octet-stream']])(
    'reads a body of type "%s"',
    async (contentType) => {
      await using door = await open()
      const answer = await door.post(door.pathOf('xiaomi', 10_001), delivered, contentType)
      expect([answer.statusCode, door.taken.length]).toEqual([200, 1])
    },
  )

  it.each([
    ['a wrong secret', (path: string) => path.replace(/[^/]+$/, 'A'.repeat(24))],
    ['a shorter secret', (path: string) => path.slice(0, -1)],
    ['a longer secret', (path: string) => `${path}A`],
    ['another text for the same secret', (path: string) => `${path}=`],
    ['no secret', (path: string) => path.replace(/[^/]+$/, '')],
    ['another certificate’s secret', (path: string) => path.replace('10001', '10002')],
    ['another vendor', (path: string) => path.replace('xiaomi', 'oppo')],
    ['no vendor', (path: string) => path.replace('xiaomi', 'pigeon')],
    ['a number in another form', (path: string) => path.replace('10001', '010001')],
  ])('with %s was never there', async (_, change) => {
    await using door = await open()
    const url = change(door.pathOf('xiaomi', 10_001))
    const answer = await door.post(url, 'x'.repeat(maxReceiptBodyBytes + 1))
    const nothing = await door.post('/receipts-of-nobody', '')
    expect([answer.statusCode, door.taken]).toEqual([404, []])
    const hint = (text: string, path: string): string => text.replace(path, 'PATH')
    expect(hint(answer.body, url)).toBe(hint(nothing.body, '/receipts-of-nobody'))
  })

  it('is not there for GET, for a deleted certificate, and for a vendor without receipts', async () => {
    await using door = await open()
    const path = door.pathOf('xiaomi', 10_001)
    expect((await door.app.inject({ method: 'GET', url: path })).statusCode).toBe(404)
    expect((await door.post(door.pathOf('xiaomi', 10_099), delivered)).statusCode).toBe(404)
    expect((await door.post(door.pathOf('fcm', 10_003), delivered)).statusCode).toBe(404)
    expect(channels.fcm).not.toHaveProperty('decodeReceipts')
  })

  it('refuses what is malformed, too large, or not proven', async () => {
    await using door = await open()
    const path = door.pathOf('xiaomi', 10_001)
    expect((await door.post(path, 'data=nonsense')).statusCode).toBe(400)
    expect((await door.post(path, 'x'.repeat(maxReceiptBodyBytes + 1))).statusCode).toBe(413)
    const meizu = (token: string) => new URLSearchParams({ cb: '{}', access_token: token }).toString()
    expect((await door.post(door.pathOf('meizu', 10_002), meizu('another'))).statusCode).toBe(403)
    expect((await door.post(door.pathOf('meizu', 10_002), meizu('the-token'))).statusCode).toBe(200)
    expect(door.seen).toEqual(['xiaomi 400', 'meizu 403'])
  })

  it('sends the vendor away for a while when there is no room', async () => {
    await using door = await open({ take: async () => await Promise.resolve(false) })
    const answer = await door.post(door.pathOf('xiaomi', 10_001), delivered)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
  })

  it('tells nobody what went wrong inside', async () => {
    await using door = await open({ find: async () => await Promise.reject(new Error('password=x')) })
    const answer = await door.post(door.pathOf('xiaomi', 10_001), delivered)
    expect([answer.statusCode, answer.body]).toEqual([503, '{"error":"not now"}'])
    expect(door.seen).toEqual(['fault receipts'])
  })

  it('has a rate for each certificate', async () => {
    await using door = await open()
    const path = door.pathOf('xiaomi', 10_001)
    const statuses: number[] = []
    for (let index = 0; index < 1_001; index += 1)
      statuses.push((await door.post(path, delivered)).statusCode)
    expect(statuses.filter((status) => status !== 200)).toEqual([429])
    const meizu = new URLSearchParams({ cb: '{}', access_token: 'the-token' }).toString()
    expect((await door.post(door.pathOf('meizu', 10_002), meizu)).statusCode).toBe(200)
    door.clock.time += 100
    expect((await door.post(path, delivered)).statusCode).toBe(200)
  })
})
