import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { connect as connectHttp2 } from 'node:http2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { http1, Http2Client, ManualClock } from '../testing/wire.ts'
import { BareDevice } from '../testing/devices.ts'

const path = '/v1/projects/lab-project-1/messages:send'
let lab: Lab
let token: string
let headers: Record<string, string>
let body: string
const device = new BareDevice()
const clock = new ManualClock()

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['fcm'] })
  const project = lab.fcm.createProject({ projectID: 'lab-project-1' })
  const account = await project.createServiceAccount()
  headers = { authorization: `Bearer ${account.createAccessToken()}`, 'content-type': 'application/json' }
  token = lab.fcm.register(device, { senderID: project.senderID, packageName: 'com.example' })
  body = JSON.stringify({ message: { token, notification: { title: 'Ann', body: 'Hi' } } })
})
afterAll(() => lab.close())
afterEach(() => {
  lab.fcm.faults.clear()
  lab.fcm.clearRequests()
  lab.fcm.answer = lab.fcm.realAnswer
  device.pushes.length = 0
})

const overHttp1 = () => http1(lab.fcm.url + path, { ca: lab.ca, headers, body })

describe('the wire', () => {
  it('takes HTTP/1.1 and HTTP/2', async () => {
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    expect((await client.request(path, headers, body)).status).toBe(200)
    expect((await overHttp1()).status).toBe(200)
    expect(
      lab.fcm.requests.map(({ httpVersion, kind, answer }) => [httpVersion, kind, answer?.status]),
    ).toEqual([
      ['2', 'send', 200],
      ['1.1', 'send', 200],
    ])
    expect(device.pushes).toHaveLength(2)
  })

  it('takes h2 from a client that offers no ALPN', async () => {
    const socket = connectTls({ host: '127.0.0.1', port: lab.fcm.port, ca: lab.ca })
    await once(socket, 'secureConnect')
    expect(socket.alpnProtocol).toBe(false)
    const session = connectHttp2(lab.fcm.url, { createConnection: () => socket })
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers })
    stream.end(body)
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>]
    expect(answer[':status']).toBe(200)
    session.destroy()
  })

  it('takes HTTP/1.1 from a client that offers no ALPN', async () => {
    const socket = connectTls({ host: '127.0.0.1', port: lab.fcm.port, ca: lab.ca })
    socket.write('GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString()).toMatch(/^HTTP\/1.1 404 /)
    socket.destroy()
  })

  it.each([true, false])('takes a malformed :scheme (%s), as many requests as there are', async (taken) => {
    lab.fcm.settings.malformedSchemeTaken = taken
    try {
      await using client = new Http2Client(lab.fcm.url, lab.ca)
      const send = () => client.request(path, { ...headers, ':scheme': 'https:' }, body)
      if (!taken) return await expect(send()).rejects.toThrow(/closed|Session|Stream|stream|ended/)
      for (let count = 0; count < 3; count += 1) expect((await send()).status).toBe(200)
      const together = await Promise.all(Array.from({ length: 50 }, send))
      expect(together.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
      return undefined
    } finally {
      lab.fcm.settings.malformedSchemeTaken = true
    }
  })

  it('turns away a body that is too large', async () => {
    const big = JSON.stringify({ message: { token, data: { a: 'x'.repeat(2 * 1024 * 1024) } } })
    expect((await http1(lab.fcm.url + path, { ca: lab.ca, headers, body: big })).status).toBe(413)
    expect(device.pushes).toHaveLength(0)
  })

  it('keeps the latest requests only, and counts all', async () => {
    await using small = await startLab({ vendors: ['fcm'], requestLogSize: 2 })
    for (const name of ['a', 'b', 'c'])
      await http1(`${small.fcm.url}/${name}`, { ca: small.ca, method: 'GET' })
    expect(small.fcm.requests.map((request) => request.path)).toEqual(['/b', '/c'])
    expect(small.fcm.requestCount).toBe(3)
  })

  it('lets a test answer, and says when its answer throws', async () => {
    lab.fcm.answer = () => ({ status: 418, body: 'teapot' })
    expect(await overHttp1()).toMatchObject({ status: 418, body: 'teapot' })
    lab.fcm.answer = () => {
      throw new Error('oops')
    }
    expect((await overHttp1()).body).toMatch(/oops/)
    lab.fcm.answer = async (request) => ({
      ...(await lab.fcm.realAnswer(request)),
      headers: { 'x-mine': '1' },
    })
    expect(await overHttp1()).toMatchObject({ status: 200, headers: { 'x-mine': '1' } })
  })

  it('tells who watches', async () => {
    const seen: string[] = []
    const stop = lab.fcm.onRequest((request) => seen.push(`${request.method} ${request.answer?.status}`))
    await overHttp1()
    stop()
    await overHttp1()
    expect(seen).toEqual(['POST 200'])
    expect((await lab.fcm.waitForRequest(({ kind }) => kind === 'send')).answer?.status).toBe(200)
  })
})

describe('faults', () => {
  it.each([
    [{}, 503, undefined],
    [{ status: 500 as const }, 500, undefined],
    [{ status: 502 as const }, 502, undefined],
    [{ retryAfterSeconds: 7 }, 503, '7'],
    [{ retryAfterSeconds: 7, retryAfterForm: 'date' as const }, 503, 'date'],
  ])('unavailable %j → HTTP %i, Retry-After %s', async (options, status, retryAfter) => {
    lab.fcm.faults.set('unavailable', options)
    const answer = await overHttp1()
    const expected = retryAfter === 'date' ? new Date(clock.now() + 7_000).toUTCString() : retryAfter
    expect(answer.status).toBe(status)
    expect(answer.headers['retry-after']).toBe(expected)
    expect(device.pushes).toHaveLength(0)
  })

  it('too-many-requests → 429 with Retry-After', async () => {
    lab.fcm.faults.set('too-many-requests')
    expect(await overHttp1()).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
  })

  it('goaway lets the request finish and takes no new ones', async () => {
    lab.fcm.faults.set('goaway', { everyNth: 2 })
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    expect((await client.request(path, headers, body)).status).toBe(200)
    expect((await client.request(path, headers, body)).status).toBe(200)
    await client.closed()
    expect(client.goaways.at(0)).toEqual([0, 3])
    expect(device.pushes).toHaveLength(2)
  })

  it('goaway says Connection: close on HTTP/1.1', async () => {
    lab.fcm.faults.set('goaway')
    expect(await overHttp1()).toMatchObject({ status: 200, headers: { connection: 'close' } })
  })

  it.each([1, 2])('goaway-hard on request %i leaves it unprocessed', async (nth) => {
    lab.fcm.faults.set('goaway-hard', { everyNth: nth, times: 1 })
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    for (let count = 1; count < nth; count += 1) await client.request(path, headers, body)
    await expect(client.request(path, headers, body)).rejects.toThrow(/closed|Session|Stream|stream|ended/)
    await client.closed()
    expect(client.goaways.at(0)?.[0]).toBe(11)
    if (nth === 2) expect(client.goaways.at(0)?.[1]).toBe(1)
    expect(device.pushes).toHaveLength(nth - 1)
  })

  it.each([
    ['cut', 1],
    ['cut-before', 0],
  ] as const)('%s ends the connection, deliveries: %i', async (fault, deliveries) => {
    lab.fcm.faults.set(fault, { times: 2 })
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    await expect(client.request(path, headers, body)).rejects.toThrow(/closed|Session|Stream|stream|ended/)
    await client.closed()
    expect(client.goaways).toEqual([])
    expect(device.pushes).toHaveLength(deliveries)
    await expect(overHttp1()).rejects.toThrow(/hang up|ECONNRESET/)
    expect((await overHttp1()).status).toBe(200)
  })

  it('refuse-stream resets one stream and leaves the connection', async () => {
    lab.fcm.faults.set('refuse-stream', { times: 1 })
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    await expect(client.request(path, headers, body)).rejects.toThrow(/REFUSED_STREAM|code 7/)
    expect(device.pushes).toHaveLength(0)
    expect((await client.request(path, headers, body)).status).toBe(200)
    expect(lab.fcm.requests.map(({ connectionID }) => connectionID)).toEqual([
      lab.fcm.requests[0]?.connectionID,
      lab.fcm.requests[0]?.connectionID,
    ])
  })

  it.each([
    [false, 0],
    [true, 1],
  ])('hang never answers (processed: %s)', async (processed, deliveries) => {
    lab.fcm.faults.set('hang', { processed })
    await using client = new Http2Client(lab.fcm.url, lab.ca)
    const answer = client.request(path, headers, body)
    const logged = await lab.fcm.waitForRequest(({ fault }) => fault === 'hang')
    expect(logged.answer).toBeUndefined()
    expect(device.pushes).toHaveLength(deliveries)
    client.session.destroy()
    await expect(answer).rejects.toThrow(/closed|Session|Stream|stream|ended/)
  })

  it('slow delivers at once and answers when the time has come', async () => {
    lab.fcm.faults.set('slow', { delayMs: 60_000 })
    const timers = clock.timerCount
    const answer = overHttp1()
    await expect.poll(() => clock.timerCount).toBe(timers + 1)
    expect(device.pushes).toHaveLength(1)
    clock.advance(60_000)
    expect((await answer).status).toBe(200)
  })

  it.each([
    [undefined, /^{\s*"name"/],
    ['<html>busy</html>', /^<html>busy<\/html>$/],
  ])('wrong-json with body %s', async (replacement, expected) => {
    lab.fcm.faults.set('wrong-json', replacement === undefined ? {} : { body: replacement })
    const answer = await overHttp1()
    expect(answer.status).toBe(200)
    expect(answer.body).toMatch(expected)
    expect(() => JSON.parse(answer.body) as unknown).toThrow(/JSON/)
    expect(device.pushes).toHaveLength(1)
  })

  it('fire as often as asked, on the requests asked for', async () => {
    lab.fcm.faults.set('unavailable', { everyNth: 2, times: 2 })
    const statuses = []
    for (let count = 0; count < 6; count += 1) statuses.push((await overHttp1()).status)
    expect(statuses).toEqual([200, 503, 200, 503, 200, 200])
    expect(lab.fcm.faults.list()).toEqual([])
    lab.fcm.faults.set('unavailable', { on: ['token'] })
    expect((await overHttp1()).status).toBe(200)
    expect((await http1(lab.fcm.tokenURL, { ca: lab.ca, body: '' })).status).toBe(503)
    lab.fcm.faults.set('unavailable', { when: ({ body: text }) => text.includes('Bob') })
    expect((await overHttp1()).status).toBe(200)
  })

  it('fall by chance in the same way for the same seed', async () => {
    const row = async (seed: number): Promise<number[]> => {
      await using seeded = await startLab({ vendors: ['fcm'], seed })
      seeded.fcm.faults.set('unavailable', { probability: 0.5, on: ['other'] })
      const statuses: number[] = []
      for (let count = 0; count < 12; count += 1) {
        statuses.push((await http1(`${seeded.fcm.url}/x`, { ca: seeded.ca })).status)
      }
      return statuses
    }
    const first = await row(7)
    expect(new Set(first)).toEqual(new Set([404, 503]))
    expect(await row(7)).toEqual(first)
    expect(await row(8)).not.toEqual(first)
  })

  it('are refused with limits that make no sense', () => {
    expect(() => lab.fcm.faults.set('hang', { times: 0 })).toThrow(/times/)
    expect(() => lab.fcm.faults.set('hang', { everyNth: 1.5 })).toThrow(/everyNth/)
    expect(() => lab.fcm.faults.set('hang', { probability: 2 })).toThrow(/probability/)
  })
})

it('closes while requests hang, and may be closed twice', async () => {
  const closing = await startLab({ vendors: ['fcm'] })
  closing.fcm.faults.set('hang', { on: ['other'] })
  const client = new Http2Client(closing.fcm.url, closing.ca)
  const hanging = client.request('/x')
  await closing.fcm.waitForRequest()
  await Promise.all([
    closing.close(),
    expect(hanging).rejects.toThrow(/ECONNRESET|closed|Session|Stream|stream|ended/),
  ])
  await closing.close()
  expect(closing.fcm.connectionCount).toBe(0)
  expect(() => closing.xiaomi).toThrow(/without xiaomi/)
})
