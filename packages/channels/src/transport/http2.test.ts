import { constants } from 'node:http2'

import type { Outcome } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import type { SendRequest, VendorClient, VendorClientOptions } from '../client.ts'
import { createVendorClient } from '../index.ts'
import { accept, startFcmServer, trusting, type FcmServer } from '../testing/fcm-server.ts'
import { deferred, notification } from '../testing/fixtures.ts'
import {
  answerH2,
  startH2Server,
  startHttpsServer,
  startMuteServer,
  startProxy,
  type H2Request,
} from '../testing/servers.ts'
import { createTransports } from './vendor-client.ts'

const farMs = 20_000

const send = async (
  client: VendorClient,
  server: Pick<FcmServer, 'certificate'>,
  changes: Partial<SendRequest> = {},
): Promise<Outcome | undefined> => {
  const [outcome] = await client.send('fcm', {
    certificateKey: 'c1',
    certificate: server.certificate,
    notification: notification(),
    tokens: ['token'],
    requestDeadlineMs: Date.now() + farMs,
    ...changes,
  })
  return outcome
}

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work))

const goaway = ({ session, stream }: H2Request): void => {
  session.goaway(constants.NGHTTP2_NO_ERROR, (stream.id ?? 0) - 2)
}
const refuseStream = ({ stream }: H2Request): void => stream.close(constants.NGHTTP2_REFUSED_STREAM)
const cut = ({ session }: H2Request): void => session.destroy()
const hang = (): void => {}

/** Whoever speaks the protocol keeps the same contract. */
describe.each(['own', 'node'] as const)('by the %s client', (http2Client) => {
  const options = async (changes: VendorClientOptions = {}): Promise<VendorClientOptions> =>
    await trusting({ http2Client, ...changes })

  describe('connections', () => {
    it('carries many requests on one', async () => {
      await using server = await startFcmServer()
      await using client = createVendorClient(await options())
      const outcomes = await times(60, () => send(client, server))
      expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['accepted']))
      expect(server.connections()).toBe(1)
    })

    it('never opens more streams than the server allows', async () => {
      let open = 0
      let most = 0
      await using server = await startFcmServer(
        (request) => {
          open += 1
          most = Math.max(most, open)
          request.stream.on('close', () => {
            open -= 1
          })
          setImmediate(accept, request)
        },
        { maxConcurrentStreams: 3 },
      )
      await using client = createVendorClient(await options({ transport: { sessionsPerOrigin: 1 } }))
      await times(40, () => send(client, server))
      expect(server.sends).toHaveLength(40)
      expect(most).toBe(3)
      expect(server.connections()).toBe(1)
    })

    it('opens further ones when all are full, up to the limit', async () => {
      const held: H2Request[] = []
      const all = deferred()
      let isFull = true
      await using server = await startFcmServer(
        (request) => {
          if (!isFull) return accept(request)
          held.push(request)
          if (held.length === 3) all.resolve()
        },
        { maxConcurrentStreams: 1 },
      )
      await using client = createVendorClient(await options({ transport: { sessionsPerOrigin: 3 } }))
      const sent = times(5, () => send(client, server))
      await all.promise
      expect(server.connections()).toBe(3)
      isFull = false
      for (const request of held) accept(request)
      expect(await sent).toHaveLength(5)
      expect(server.connections()).toBe(3)
    })

    it('bounds what waits', async () => {
      await using server = await startFcmServer(hang, { maxConcurrentStreams: 1 })
      await using client = createVendorClient(
        await options({ transport: { sessionsPerOrigin: 1, waitingPerOrigin: 2, closeGraceMs: 0 } }),
      )
      const hanging = [send(client, server)]
      await expect.poll(() => server.sends.length).toBe(1)
      hanging.push(send(client, server), send(client, server))
      expect(await send(client, server)).toMatchObject({
        kind: 'retry',
        words: {
          code: 'UNREACHABLE',
          text: expect.stringMatching(/2 requests to .* are waiting already/) as string,
        },
      })
      await client[Symbol.asyncDispose]()
      expect((await Promise.all(hanging)).map((outcome) => outcome?.kind)).toEqual([
        'unknown',
        'retry',
        'retry',
      ])
    })

    it('closes one that is idle', async () => {
      const closed = deferred()
      await using server = await startFcmServer((request) => {
        request.session.on('close', closed.resolve)
        accept(request)
      })
      await using client = createVendorClient(await options({ transport: { idleMs: 20 } }))
      await send(client, server)
      await closed.promise
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(server.connections()).toBe(2)
    })

    it('replaces one that is too old before it lets it go', async () => {
      const held: H2Request[] = []
      await using server = await startFcmServer((request, n) =>
        n === 1 ? held.push(request) : accept(request),
      )
      await using client = createVendorClient(await options({ transport: { maxAgeMs: 100 } }))
      const first = send(client, server)
      // Nobody waits for a place: the second connection is there before anyone needs it.
      await expect.poll(() => server.connections()).toBeGreaterThanOrEqual(2)
      for (const request of held) accept(request)
      expect(await first).toMatchObject({ kind: 'accepted' })
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
    })

    it('follows a stream limit that changes while it is open', async () => {
      let open = 0
      let most = 0
      await using server = await startFcmServer(
        (request, n) => {
          if (n === 1) {
            request.session.settings({ maxConcurrentStreams: 2 }, () => accept(request))
            return
          }
          open += 1
          most = Math.max(most, open)
          request.stream.on('close', () => {
            open -= 1
          })
          setImmediate(accept, request)
        },
        { maxConcurrentStreams: 100 },
      )
      await using client = createVendorClient(await options({ transport: { sessionsPerOrigin: 1 } }))
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      await times(20, () => send(client, server))
      expect(most).toBe(2)
    })

    it('sends and takes bodies larger than any window', async () => {
      const text = 'x'.repeat(900_000)
      await using server = await startH2Server(({ stream, body }) =>
        answerH2(stream, 200, `${body.length} ${text}`),
      )
      const transports = createTransports(await options())
      await using http2 = transports.http2
      const answers = await times(3, () =>
        http2.send(
          { method: 'POST', url: `${server.url}/large`, headers: {}, body: text },
          { deadlineMs: Date.now() + farMs },
        ),
      )
      await transports.http1[Symbol.asyncDispose]()
      expect(answers.map(({ body }) => body === `900000 ${text}`)).toEqual([true, true, true])
    })

    it('falls back to HTTP/1.1 where the host speaks nothing else', async () => {
      const seen: string[] = []
      await using server = await startHttpsServer((request, response) => {
        seen.push(`${request.httpVersion} ${request.url}`)
        response.setHeader('content-type', 'application/json')
        response.end(
          request.url === '/token'
            ? '{"access_token":"t","expires_in":3600}'
            : '{"name":"projects/p/messages/1"}',
        )
      })
      await using fcm = await startFcmServer()
      const certificate = { ...fcm.certificate, baseURL: server.url, tokenURL: `${server.url}/token` }
      await using client = createVendorClient(await options())
      expect(await send(client, { certificate })).toMatchObject({ kind: 'accepted' })
      expect(await send(client, { certificate })).toMatchObject({ kind: 'accepted' })
      expect(seen).toEqual([
        '1.1 /token',
        ...Array<string>(2).fill('1.1 /v1/projects/bells-1234/messages:send'),
      ])
    })
  })

  describe('faults', () => {
    it.each([
      ['GOAWAY before the stream', goaway],
      ['REFUSED_STREAM', refuseStream],
    ])('%s: goes again once on a fresh connection', async (_, fault) => {
      await using server = await startFcmServer((request, n) => (n === 1 ? fault(request) : accept(request)))
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(server.sends).toHaveLength(2)
      expect(server.connections()).toBe(2)
    })

    it('REFUSED_STREAM twice: retry', async () => {
      await using server = await startFcmServer(refuseStream)
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({ kind: 'retry', words: { code: 'UNREACHABLE' } })
      expect(server.sends).toHaveLength(2)
    })

    it('GOAWAY before the stream twice: retry', async () => {
      // node:http2 cannot name stream 0 as the last one, so the connections carry two requests.
      const held = new Map<unknown, H2Request[]>()
      await using server = await startFcmServer((request) => {
        const requests = [...(held.get(request.session) ?? []), request]
        held.set(request.session, requests)
        if (requests.length < 2) return
        request.session.goaway(constants.NGHTTP2_NO_ERROR, 1)
        for (const each of requests) if (each.stream.id === 1) accept(each)
      })
      await using client = createVendorClient(await options())
      const outcomes = await times(2, () => send(client, server))
      expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['accepted', 'retry']))
      expect(outcomes.find((outcome) => outcome?.kind === 'retry')).toMatchObject({
        words: { code: 'UNREACHABLE', text: expect.stringMatching(/GOAWAY/) as string },
      })
      expect(server.connections()).toBe(2)
    })

    it('GOAWAY after the stream: waits for its answer, and takes a fresh connection for the next', async () => {
      await using server = await startFcmServer((request) => {
        request.session.goaway(constants.NGHTTP2_NO_ERROR, request.stream.id)
        setImmediate(accept, request)
      })
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(server.sends).toHaveLength(2)
      expect(server.connections()).toBe(2)
    })

    it('GOAWAY with an error: what it had taken is unknown, what it had not goes again', async () => {
      const held: H2Request[] = []
      await using server = await startFcmServer((request) => {
        held.push(request)
        if (held.length > 2) return accept(request)
        if (held.length === 2)
          request.session.goaway(
            constants.NGHTTP2_ENHANCE_YOUR_CALM,
            Math.min(...held.map(({ stream }) => stream.id ?? 0)),
          )
      })
      await using client = createVendorClient(await options())
      const outcomes = await times(2, () => send(client, server))
      expect(new Set(outcomes.map((outcome) => outcome?.kind))).toEqual(new Set(['accepted', 'unknown']))
      expect(server.sends).toHaveLength(3)
    })

    it('cut after the request: unknown, and not sent again', async () => {
      await using server = await startFcmServer(cut)
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({ kind: 'unknown', words: { code: 'NO_ANSWER' } })
      expect(server.sends).toHaveLength(1)
    })

    it('cut in the middle of the answer: unknown', async () => {
      await using server = await startFcmServer(({ stream, session }) => {
        stream.respond({ ':status': 200 })
        stream.write('{"name":', () => session.destroy())
      })
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({ kind: 'unknown', words: { code: 'NO_ANSWER' } })
    })

    it('no answer before the deadline: unknown; the connection lives on', async () => {
      await using server = await startFcmServer((request, n) => (n === 1 ? hang() : accept(request)))
      await using client = createVendorClient(await options())
      const requestDeadlineMs = Date.now() + 150
      expect(await send(client, server, { requestDeadlineMs })).toMatchObject({
        kind: 'unknown',
        words: { code: 'TIMEOUT', text: expect.stringMatching(/no answer before the deadline/) as string },
      })
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(server.connections()).toBe(1)
    })

    it('a slow answer in time is an answer', async () => {
      await using server = await startFcmServer(({ stream }) => {
        stream.respond({ ':status': 200 })
        stream.write('{"name":"projects/p', () => setTimeout(() => stream.end('/messages/1"}'), 30))
      })
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({
        kind: 'accepted',
        requestID: 'projects/p/messages/1',
      })
    })

    it('stopped by its signal: retry before, unknown after it was sent', async () => {
      const controller = new AbortController()
      await using server = await startFcmServer(() => controller.abort())
      await using client = createVendorClient(await options())
      expect(await send(client, server, { signal: controller.signal })).toMatchObject({ kind: 'unknown' })
      expect(await send(client, server, { signal: controller.signal })).toMatchObject({ kind: 'retry' })
      expect(server.sends).toHaveLength(1)
    })

    it('past its deadline: retry without a connection', async () => {
      await using server = await startFcmServer()
      await using client = createVendorClient(await options())
      expect(await send(client, server, { requestDeadlineMs: Date.now() - 1 })).toMatchObject({
        kind: 'retry',
        words: { code: 'UNREACHABLE' },
      })
      expect(server.connections()).toBe(0)
    })

    it('an answer without end is cut, and decides by what came', async () => {
      await using server = await startFcmServer(({ stream }) => {
        stream.respond({ ':status': 404, 'content-type': 'text/html' })
        stream.end('<p>not here</p>'.repeat(100_000))
      })
      await using client = createVendorClient(await options())
      expect(await send(client, server)).toMatchObject({
        kind: 'refused',
        cause: 'config',
        words: { code: 'HTTP 404' },
      })
    })

    it('a server that never sends its settings is not waited for', async () => {
      await using server = await startMuteServer()
      await using fcm = await startFcmServer()
      const certificate = { ...fcm.certificate, baseURL: server.url, tokenURL: `${server.url}/token` }
      await using client = createVendorClient(await options({ transport: { connectTimeoutMs: 1_000 } }))
      expect(await send(client, { certificate })).toMatchObject({
        kind: 'retry',
        words: {
          code: 'UNREACHABLE',
          text: expect.stringMatching(/no HTTP\/2 settings within 1000 ms/) as string,
        },
      })
    })
  })

  describe('a network that goes away without a word', () => {
    it('is noticed by PING while an answer is awaited', async () => {
      await using proxy = await startProxy()
      await using server = await startFcmServer(() => proxy.freeze())
      await using client = createVendorClient(
        await options({ proxyURL: proxy.url, transport: { pingAfterMs: 20, pingTimeoutMs: 30 } }),
      )
      expect(await send(client, server)).toMatchObject({ kind: 'unknown', words: { code: 'NO_ANSWER' } })
    })

    it('is noticed by PING before a silent connection is used again', async () => {
      await using proxy = await startProxy()
      await using server = await startFcmServer()
      await using client = createVendorClient(
        await options({ proxyURL: proxy.url, transport: { pingAfterMs: 20, pingTimeoutMs: 50 } }),
      )
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      proxy.freeze()
      const silentSinceMs = performance.now()
      await expect.poll(() => performance.now() - silentSinceMs).toBeGreaterThan(25)
      expect(await send(client, server)).toMatchObject({ kind: 'accepted' })
      expect(proxy.seen).toHaveLength(2)
      expect(server.sends).toHaveLength(2)
    })
  })
})
