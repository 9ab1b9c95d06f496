import type { Outcome } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { SendRequest, VendorClient } from '../client.ts'
import { createVendorClient } from '../index.ts'
import { accept, startFcmServer, trusting } from '../testing/fcm-server.ts'
import { certificateOf, deferred, keyFile, notification } from '../testing/fixtures.ts'
import { answerH2, startHttpsServer, startProxy, type TestServer } from '../testing/servers.ts'
import { parseFcmCertificate } from '../fcm/certificate.ts'
import { parseXiaomiCertificate } from '../xiaomi/certificate.ts'
import { createVendorClientFor } from './vendor-client.ts'

const certificateFor = (server: Pick<TestServer, 'url'>) =>
  certificateOf(
    parseXiaomiCertificate({
      packageName: 'com.example.chat',
      appSecret: 'abcD1234efgH5678==',
      baseURL: server.url,
    }),
  )

const request = (server: Pick<TestServer, 'url'>, changes: Partial<SendRequest> = {}): SendRequest => ({
  certificateKey: 'c1',
  certificate: certificateFor(server),
  notification: notification(),
  tokens: ['reg1'],
  requestDeadlineMs: Date.now() + 20_000,
  ...changes,
})

/** A Xiaomi server: `answer` gets the regIds of the n-th request, counting from 1. */
const startXiaomi = async (answer: (regIDs: string[], n: number) => unknown) => {
  const batches: string[][] = []
  const server = await startHttpsServer((_, response, body) => {
    const regIDs = (new URLSearchParams(body).get('registration_id') ?? '').split(',')
    batches.push(regIDs)
    response.end(JSON.stringify(answer(regIDs, batches.length)))
  })
  return Object.assign(server, { batches })
}

const ok = (data: object = {}) => ({ result: 'ok', code: 0, data: { id: 'slm1', ...data } })
const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind)
const xiaomiSend = (
  client: VendorClient,
  server: Pick<TestServer, 'url'>,
  changes: Partial<SendRequest> = {},
) => client.send('xiaomi', request(server, changes))

describe('HTTP/1.1', () => {
  it('keeps its connections', async () => {
    await using server = await startXiaomi(() => ok())
    await using client = createVendorClient(await trusting())
    for (let index = 0; index < 10; index += 1)
      expect(kinds(await xiaomiSend(client, server))).toEqual(['accepted'])
    // Two: undici frees a connection just after it has handed out the answer.
    expect(server.connections()).toBeLessThanOrEqual(2)
  })

  it.each([
    ['cut after the request', 'NO_ANSWER'],
    ['no answer before the deadline', 'TIMEOUT'],
  ])('%s: unknown %s', async (_, code) => {
    await using server = await startHttpsServer((incoming) => {
      if (code === 'NO_ANSWER') incoming.socket.destroy()
    })
    await using client = createVendorClient(await trusting())
    const requestDeadlineMs = Date.now() + (code === 'TIMEOUT' ? 150 : 20_000)
    expect(await xiaomiSend(client, server, { requestDeadlineMs })).toMatchObject([
      { kind: 'unknown', words: { code } },
    ])
  })

  it('cut in the middle of the answer: unknown', async () => {
    await using server = await startHttpsServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"code":', () => response.socket?.destroy())
    })
    await using client = createVendorClient(await trusting())
    expect(await xiaomiSend(client, server)).toMatchObject([
      { kind: 'unknown', words: { code: 'NO_ANSWER' } },
    ])
  })

  it('waiting behind others past the deadline: retry, and it is never sent', async () => {
    const first = deferred()
    const answers: (() => void)[] = []
    let requests = 0
    await using server = await startHttpsServer((_, response) => {
      requests += 1
      answers.push(() => response.end(JSON.stringify(ok())))
      first.resolve()
    })
    await using client = createVendorClient(await trusting({ transport: { socketsPerOrigin: 1 } }))
    const held = xiaomiSend(client, server)
    await first.promise
    expect(await xiaomiSend(client, server, { requestDeadlineMs: Date.now() + 50 })).toMatchObject([
      { kind: 'retry', words: { code: 'UNREACHABLE' } },
    ])
    for (const answer of answers) answer()
    expect(kinds(await held)).toEqual(['accepted'])
    const last = xiaomiSend(client, server)
    await expect.poll(() => answers.length).toBe(2)
    answers[1]?.()
    expect(kinds(await last)).toEqual(['accepted'])
    expect(requests).toBe(2)
  })

  it('an answer without end is cut, and decides by what came', async () => {
    await using server = await startHttpsServer((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' })
      response.end('<p>not here</p>'.repeat(100_000))
    })
    await using client = createVendorClient(await trusting())
    expect(await xiaomiSend(client, server)).toMatchObject([
      {
        kind: 'refused',
        cause: 'config',
        words: { code: 'HTTP 404', text: expect.stringMatching(/^not here/) as string },
      },
    ])
  })

  it('bounds what waits', async () => {
    await using server = await startHttpsServer(() => {})
    await using client = createVendorClient(
      await trusting({ transport: { socketsPerOrigin: 1, waitingPerOrigin: 1, closeGraceMs: 0 } }),
    )
    const held = [xiaomiSend(client, server), xiaomiSend(client, server)]
    expect(await xiaomiSend(client, server)).toMatchObject([
      { kind: 'retry', words: { code: 'UNREACHABLE' } },
    ])
    await client[Symbol.asyncDispose]()
    for (const outcomes of await Promise.all(held)) expect(outcomes).toHaveLength(1)
  })
})

describe('ways that lead nowhere', () => {
  it.each(['xiaomi', 'fcm'] as const)('%s refuses connections: retry', async (vendor) => {
    const server = await startHttpsServer(() => {})
    const { url } = server
    await server[Symbol.asyncDispose]()
    await using client = createVendorClient(await trusting())
    const fields = { serviceAccountJson: keyFile(), baseURL: url, tokenURL: url }
    const certificate =
      vendor === 'fcm' ? certificateOf(parseFcmCertificate(fields)) : certificateFor({ url })
    expect(await client.send(vendor, request({ url }, { certificate }))).toMatchObject([
      {
        kind: 'retry',
        words: { code: 'UNREACHABLE', text: expect.stringMatching(/ECONNREFUSED/) as string },
      },
    ])
  })

  it.each(['xiaomi', 'fcm'] as const)('%s shows a certificate nobody trusts: retry', async (vendor) => {
    await using fcmServer = await startFcmServer()
    await using xiaomiServer = await startXiaomi(() => ok())
    await using client = createVendorClient()
    const server = vendor === 'fcm' ? fcmServer : xiaomiServer
    const certificate = vendor === 'fcm' ? fcmServer.certificate : certificateFor(server)
    expect(await client.send(vendor, request(server, { certificate }))).toMatchObject([
      {
        kind: 'retry',
        words: { code: 'UNREACHABLE', text: expect.stringMatching(/certificate/i) as string },
      },
    ])
  })

  it('a vendor without a channel is refused', async () => {
    await using client = createVendorClientFor({})
    expect(
      await client.send('meizu', request({ url: 'https://127.0.0.1:1' }, { tokens: ['a', 'b'] })),
    ).toMatchObject([
      { kind: 'refused', cause: 'config', words: { code: 'NO_CHANNEL' } },
      { kind: 'refused' },
    ])
    expect(await client.probe('meizu', 'c1', {})).toBeUndefined()
  })

  it('a certificate that is none is an outcome, not an exception', async () => {
    await using client = createVendorClient()
    expect(kinds(await client.send('xiaomi', request({ url: '' }, { certificate: undefined })))).toEqual([
      'unknown',
    ])
  })
})

describe('a proxy', () => {
  it.each(['xiaomi', 'fcm'] as const)('carries %s, with its credential', async (vendor) => {
    await using proxy = await startProxy()
    await using fcmServer = await startFcmServer()
    await using xiaomiServer = await startXiaomi(() => ok())
    const proxyURL = proxy.url.replace('//', '//user:p%40ss@')
    await using client = createVendorClient(await trusting({ proxyURL }))
    const server = vendor === 'fcm' ? fcmServer : xiaomiServer
    const certificate = vendor === 'fcm' ? fcmServer.certificate : certificateFor(server)
    expect(await client.send(vendor, request(server, { certificate }))).toMatchObject([{ kind: 'accepted' }])
    expect(proxy.seen).toEqual([
      {
        target: new URL(server.url).host,
        authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
      },
    ])
  })

  it('that refuses is named', async () => {
    await using proxy = await startProxy(407)
    await using client = createVendorClient(await trusting({ proxyURL: proxy.url }))
    expect(await xiaomiSend(client, { url: 'https://127.0.0.1:1' })).toMatchObject([
      {
        kind: 'retry',
        words: { text: expect.stringMatching(/the proxy 127.* answered CONNECT with 407/) as string },
      },
    ])
  })

  it('that is not there is named', async () => {
    const proxy = await startProxy()
    await proxy[Symbol.asyncDispose]()
    await using client = createVendorClient(await trusting({ proxyURL: proxy.url }))
    expect(await xiaomiSend(client, { url: 'https://127.0.0.1:1' })).toMatchObject([
      {
        kind: 'retry',
        words: { text: expect.stringMatching(/the proxy 127.* cannot be used: .*ECONNREFUSED/) as string },
      },
    ])
  })

  it.each(['proxy:3128', 'https://proxy:3128', 'socks5://proxy'])('%s is not taken', (proxyURL) => {
    expect(() => createVendorClient({ proxyURL })).toThrow(/http:\/\/host:port/)
  })
})

describe('batches', () => {
  it('splits what is too much for one request, and keeps the order', async () => {
    await using server = await startXiaomi((regIDs) =>
      ok({ bad_regids: regIDs.filter((id) => id.endsWith('7')).join(',') }),
    )
    await using client = createVendorClient(await trusting())
    const tokens = Array.from({ length: 2500 }, (_, index) => `t${index}`)
    const outcomes = await xiaomiSend(client, server, { tokens })
    expect(server.batches.map((batch) => batch.length).toSorted((a, b) => b - a)).toEqual([1000, 1000, 500])
    expect(outcomes).toHaveLength(2500)
    for (const [index, { kind }] of outcomes.entries())
      expect(kind).toBe(index % 10 === 7 ? 'token-dead' : 'accepted')
  })

  it('sends nothing for nobody', async () => {
    await using client = createVendorClient()
    expect(await xiaomiSend(client, { url: 'https://127.0.0.1:1' }, { tokens: [] })).toEqual([])
  })

  it('finds the one token a batch is refused for', async () => {
    await using server = await startXiaomi((regIDs) =>
      regIDs.includes('t13') ? { code: 66007, reason: 'illegal' } : ok(),
    )
    await using client = createVendorClient(await trusting())
    const tokens = Array.from({ length: 100 }, (_, index) => `t${index}`)
    const outcomes = await xiaomiSend(client, server, { tokens })
    expect(
      outcomes.map(({ kind }, index) => [index, kind] as const).filter(([, kind]) => kind !== 'accepted'),
    ).toEqual([[13, 'token-dead']])
    expect(server.batches.length).toBeLessThan(20)
  })

  it('does not look for ever', async () => {
    await using server = await startXiaomi(() => ({ code: 66007 }))
    await using client = createVendorClient(await trusting())
    const tokens = Array.from({ length: 1000 }, (_, index) => `t${index}`)
    const outcomes = await xiaomiSend(client, server, { tokens })
    expect(outcomes).toHaveLength(1000)
    expect(server.batches.length).toBeLessThanOrEqual(41)
    expect(new Set(kinds(outcomes))).toEqual(new Set(['retry', 'token-dead']))
  })
})

describe('the probe', () => {
  it('tells a good credential from a bad one', async () => {
    await using server = await startFcmServer(({ stream, body }) => {
      expect(JSON.parse(body)).toMatchObject({ validate_only: true })
      answerH2(stream, 404, { error: { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] } })
    })
    await using xiaomiServer = await startXiaomi(() => ({ code: 21301, reason: 'auth failed' }))
    await using client = createVendorClient(await trusting())
    expect(await client.probe('fcm', 'c1', server.certificate)).toMatchObject({ kind: 'accepted' })
    expect(await client.probe('xiaomi', 'c2', certificateFor(xiaomiServer))).toMatchObject({
      kind: 'refused',
      cause: 'config',
      words: { code: '21301' },
    })
  })
})

describe('closing', () => {
  it('waits for what is in flight, takes no more, and may be done twice', async () => {
    const asked = deferred()
    const answer: (() => void)[] = []
    await using server = await startFcmServer((incoming) => {
      answer.push(() => accept(incoming))
      asked.resolve()
    })
    const client = createVendorClient(await trusting({ transport: { closeGraceMs: 10_000 } }))
    const sent = client.send('fcm', request(server, { certificate: server.certificate }))
    await asked.promise
    const closed = client[Symbol.asyncDispose]()
    await expect(xiaomiSend(client, server)).rejects.toMatchObject({ code: 'VENDOR_CLIENT_CLOSED' })
    await expect(client.probe('xiaomi', 'c1', certificateFor(server))).rejects.toThrow(/closed/)
    answer[0]?.()
    expect(kinds(await sent)).toEqual(['accepted'])
    await Promise.all([closed, client[Symbol.asyncDispose]()])
  })

  it.each(['xiaomi', 'fcm'] as const)('cuts what hangs at %s after its grace', async (vendor) => {
    const asked = deferred()
    await using fcmServer = await startFcmServer(() => asked.resolve())
    await using xiaomiServer = await startHttpsServer(() => asked.resolve())
    const server = vendor === 'fcm' ? fcmServer : xiaomiServer
    const certificate = vendor === 'fcm' ? fcmServer.certificate : certificateFor(server)
    const client = createVendorClient(await trusting({ transport: { closeGraceMs: 20 } }))
    const sent = client.send(vendor, request(server, { certificate }))
    await asked.promise
    await client[Symbol.asyncDispose]()
    expect(await sent).toMatchObject([{ kind: 'unknown', words: { code: 'NO_ANSWER' } }])
  })
})
