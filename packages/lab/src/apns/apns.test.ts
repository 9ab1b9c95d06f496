import { randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectH2, type OutgoingHttpHeaders } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, Http2Client, ManualClock, type WireAnswer } from '../testing/wire.ts'
import type { ApnsDeliveredPush } from './delivered.ts'
import { reasonStatus } from './reasons.ts'
import type { ApnsApp, ApnsKey } from './types.ts'

const clock = new ManualClock()
let lab: Lab
let app: ApnsApp
let key: ApnsKey
let device: BareDevice
let token: string

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['apns'] })
  app = lab.apns.createApp({ bundleID: 'im.carillon.demo' })
  key = app.createKey()
})
afterAll(() => lab.close())
beforeEach(() => {
  device = new BareDevice()
  token = lab.apns.register(device, { bundleID: app.bundleID })
  lab.apns.faults.clear()
  lab.apns.settings.environment = 'production'
  lab.apns.settings.perTokenPerMinute = Number.POSITIVE_INFINITY
})

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const jwt = (
  by: ApnsKey = key,
  { header = {}, claims = {} }: { header?: object; claims?: object } = {},
): string => {
  const now = Math.floor(clock.now() / 1_000)
  const signed = `${base64url({ alg: 'ES256', kid: by.keyID, ...header })}.${base64url({ iss: by.teamID, iat: now, ...claims })}`
  const signature = sign('sha256', Buffer.from(signed), { key: by.p8, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

const open = (): Http2Client => new Http2Client(lab.apns.url, lab.ca)
const plain = { aps: { alert: { title: 'Lin', body: 'See you at 6?' } } }

const push = (
  client: Http2Client,
  headers: OutgoingHttpHeaders = {},
  body: unknown = plain,
  to = token,
): Promise<WireAnswer> =>
  client.request(
    `/3/device/${to}`,
    { authorization: `bearer ${jwt()}`, 'apns-topic': app.bundleID, ...headers },
    typeof body === 'string' ? body : JSON.stringify(body),
  )

/** Status and reason, on a connection of its own. */
const ask = async (...[headers, body, to]: [OutgoingHttpHeaders?, unknown?, string?]): Promise<string> => {
  await using client = open()
  return told(await push(client, headers, body, to))
}
const told = ({ status, body }: WireAnswer): string =>
  body === '' ? String(status) : `${status} ${(JSON.parse(body) as { reason: string }).reason}`

describe('a send', () => {
  it('is delivered and answered with its apns-id and no body', async () => {
    await using client = open()
    const id = randomUUID()
    const answer = await push(client, {
      'apns-id': id,
      'apns-push-type': 'alert',
      'apns-priority': '5',
      'apns-collapse-id': 'm_1',
      'apns-expiration': String(Math.floor(clock.now() / 1_000) + 60),
    })
    expect(answer).toMatchObject({ status: 200, body: '', headers: { 'apns-id': id } })
    expect(answer.headers).not.toHaveProperty('apns-unique-id')
    expect(device.pushes).toEqual([
      expect.objectContaining({
        vendor: 'apns',
        token,
        messageID: id,
        topic: 'im.carillon.demo',
        pushType: 'alert',
        priority: 5,
        collapseID: 'm_1',
        payload: plain,
      }),
    ])
  })

  it('ends its answer with the headers: there is no empty DATA frame', async () => {
    await using client = open()
    const stream = client.session.request({
      ':method': 'POST',
      ':path': `/3/device/${token}`,
      authorization: `bearer ${jwt()}`,
      'apns-topic': app.bundleID,
    })
    stream.end(JSON.stringify(plain))
    const [, flags] = (await once(stream, 'response')) as [unknown, number]
    // END_STREAM
    expect(flags & 1).toBe(1)
    stream.resume()
    await once(stream, 'close')
  })

  it('without an apns-id is given one, and a unique one in the sandbox', async () => {
    lab.apns.settings.environment = 'sandbox'
    const sandboxToken = lab.apns.register(device, { bundleID: app.bundleID, environment: 'sandbox' })
    await using client = open()
    const { headers } = await push(client, {}, plain, sandboxToken)
    expect(headers['apns-id']).toMatch(/^[0-9A-F]{8}-[0-9A-F-]{27}$/)
    expect(headers['apns-unique-id']).toMatch(/^[0-9a-f-]{36}$/)
    // The other service's tokens are none here.
    expect(await ask()).toBe('400 BadDeviceToken')
  })

  it('may come over TLS without ALPN, and not over HTTP/1.1', async () => {
    const socket = connectTls({ host: '127.0.0.1', port: lab.apns.port, ca: lab.ca })
    await once(socket, 'secureConnect')
    const session = connectH2(lab.apns.url, { createConnection: () => socket })
    const stream = session.request({ ':path': '/3/device/', ':method': 'POST', 'apns-topic': app.bundleID })
    stream.end('{}')
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
    expect(headers[':status']).toBe(400)
    stream.resume()
    session.close()
    await once(session, 'close')
    const url = lab.apns.sendURL(token)
    await expect(http1(url, { ca: lab.ca, body: '{}' })).rejects.toThrow(
      /no application protocol|closed|hang up|ECONNRESET/i,
    )
  })

  it.each<[string, OutgoingHttpHeaders, unknown, string]>([
    ['an apns-id that is none', { 'apns-id': '1' }, plain, '400 BadMessageId'],
    ['no topic', { 'apns-topic': '' }, plain, '400 MissingTopic'],
    ['a topic of nobody', { 'apns-topic': 'im.carillon.nobody' }, plain, '400 TopicDisallowed'],
    ['a collapse id of 65 bytes', { 'apns-collapse-id': 'x'.repeat(65) }, plain, '400 BadCollapseId'],
    ['a collapse id of 64 bytes', { 'apns-collapse-id': 'x'.repeat(64) }, plain, '200'],
    ['an expiration that is no number', { 'apns-expiration': 'soon' }, plain, '400 BadExpirationDate'],
    ['priority 7', { 'apns-priority': '7' }, plain, '400 BadPriority'],
    ['a background push with priority 10', { 'apns-push-type': 'background' }, plain, '400 BadPriority'],
    ['a push type of its own', { 'apns-push-type': 'loud' }, plain, '400 InvalidPushType'],
    ['a VoIP push to the app', { 'apns-push-type': 'voip' }, plain, '400 BadTopic'],
    [
      'another topic of the app',
      { 'apns-topic': 'im.carillon.demo.voip' },
      plain,
      '400 DeviceTokenNotForTopic',
    ],
    ['another method', { ':method': 'PUT' }, plain, '405 MethodNotAllowed'],
    ['another path', { ':path': '/3/devices' }, plain, '404 BadPath'],
    ['no token', { ':path': '/3/device/' }, plain, '400 MissingDeviceToken'],
    ['a made-up token', { ':path': `/3/device/${'0'.repeat(64)}` }, plain, '400 BadDeviceToken'],
    ['a token that is none', { ':path': '/3/device/token' }, plain, '400 BadDeviceToken'],
    ['no payload', {}, '', '400 PayloadEmpty'],
    ['4096 bytes', {}, { x: 'x'.repeat(4088) }, '200'],
    ['4097 bytes', {}, { x: 'x'.repeat(4089) }, '413 PayloadTooLarge'],
    ['more than a server reads', {}, { x: 'x'.repeat(2 ** 20) }, '413 PayloadTooLarge'],
  ])('with %s', async (_, headers, body, expected) => {
    expect(await ask(headers, body)).toBe(expected)
  })

  it('to a VoIP token may have 5120 bytes', async () => {
    const to = lab.apns.register(device, { bundleID: app.bundleID, isVoIP: true })
    const headers = { 'apns-topic': `${app.bundleID}.voip`, 'apns-push-type': 'voip' }
    expect(await ask(headers, { x: 'x'.repeat(5112) }, to)).toBe('200')
    expect(await ask(headers, { x: 'x'.repeat(5113) }, to)).toBe('413 PayloadTooLarge')
  })

  it('to a token that is gone tells since when, in milliseconds', async () => {
    lab.apns.unregister(token)
    const sinceMs = clock.now()
    clock.advance(MINUTE)
    await using client = open()
    const answer = await push(client)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      410,
      { reason: 'Unregistered', timestamp: sinceMs },
    ])
    expect(lab.apns.tokenState(token)).toBe('unregistered')
    expect(lab.apns.tokenState('00')).toBeUndefined()
  })

  it('may be one too many for a device', async () => {
    lab.apns.settings.perTokenPerMinute = 2
    await using client = open()
    const token1 = `bearer ${jwt()}`
    const results: string[] = []
    for (let n = 0; n < 3; n += 1) results.push(told(await push(client, { authorization: token1 })))
    expect(results).toEqual(['200', '200', '429 TooManyRequests'])
  })
})

describe('a provider token', () => {
  it('is taken for 60 minutes, whatever the case of "bearer"', async () => {
    const now = Math.floor(clock.now() / 1_000)
    const aged = (seconds: number) => ({
      authorization: `Bearer ${jwt(key, { claims: { iat: now - seconds } })}`,
    })
    expect(await ask(aged(3_590))).toBe('200')
    expect(await ask(aged(3_601))).toBe('403 ExpiredProviderToken')
    expect(await ask(aged(-600))).toBe('403 InvalidProviderToken')
  })

  it('must be there and right', async () => {
    const other = lab.apns.createApp().createKey()
    const bearer = (value: string) => ({ authorization: `bearer ${value}` })
    const forged = `${jwt().slice(0, -4)}AAAA`
    await using client = open()
    const none = await client.request(
      `/3/device/${token}`,
      { 'apns-topic': app.bundleID },
      JSON.stringify(plain),
    )
    expect(told(none)).toBe('403 MissingProviderToken')
    expect(await ask(bearer('x'))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(forged))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(jwt(key, { header: { alg: 'HS256' } })))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(jwt(key, { header: { kid: 'AAAAAAAAAA' } })))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(jwt(key, { claims: { iss: 'AAAAAAAAAA' } })))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(jwt(key, { claims: { iat: 'now' } })))).toBe('403 InvalidProviderToken')
    expect(await ask(bearer(jwt(other)))).toBe('400 TopicDisallowed')
  })

  it('may be bound to an environment or to apps, or revoked', async () => {
    const by = (bound: ApnsKey) => ({ authorization: `bearer ${jwt(bound)}` })
    expect(await ask(by(app.createKey({ environment: 'sandbox' })))).toBe('403 BadEnvironmentKeyIdInToken')
    expect(await ask(by(app.createKey({ bundleIDs: ['im.carillon.other'] })))).toBe(
      '403 UnrelatedKeyIdInToken',
    )
    expect(await ask(by(app.createKey({ environment: 'production', bundleIDs: [app.bundleID] })))).toBe('200')
    const revoked = app.createKey()
    revoked.revoke()
    expect(await ask(by(revoked))).toBe('403 InvalidProviderToken')
  })

  it('changes at most every 20 minutes on a connection, and the one before goes on', async () => {
    await using client = open()
    const first = { authorization: `bearer ${jwt()}` }
    expect(told(await push(client, first))).toBe('200')
    const second = { authorization: `bearer ${jwt()}` }
    expect(told(await push(client, second))).toBe('429 TooManyProviderTokenUpdates')
    expect(told(await push(client, first))).toBe('200')
    clock.advance(20 * MINUTE)
    expect(told(await push(client, second))).toBe('200')
  })

  it('of another team is not taken on the same connection', async () => {
    const other = lab.apns.createApp()
    await using client = open()
    expect(told(await push(client))).toBe('200')
    const headers = { authorization: `bearer ${jwt(other.createKey())}`, 'apns-topic': other.bundleID }
    expect(told(await push(client, headers))).toBe('403 InvalidProviderToken')
  })
})

it('takes a client certificate in place of a provider token', async () => {
  const send = async (own: { certificate: string; key: string }, headers: OutgoingHttpHeaders = {}) => {
    const session = connectH2(lab.apns.url, { ca: lab.ca, cert: own.certificate, key: own.key })
    const stream = session.request({ ':method': 'POST', ':path': `/3/device/${token}`, ...headers })
    stream.end(JSON.stringify(plain))
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>]
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    session.close()
    const status = Number(answer[':status'])
    return told({ status, headers: {}, body: Buffer.concat(chunks).toString() })
  }
  const own = app.createCertificate()
  expect(await send(own)).toBe('200')
  expect(await send(own, { 'apns-topic': 'im.carillon.other' })).toBe('400 TopicDisallowed')
  expect(await send(app.createCertificate({ environment: 'sandbox' }))).toBe('403 BadCertificateEnvironment')
  own.revoke()
  expect(await send(own)).toBe('403 BadCertificate')
})

describe('a phone that is away', () => {
  const bodies = () => device.pushes.map((sent) => (sent as ApnsDeliveredPush).payload['n'])
  const inSeconds = (seconds: number) => String(Math.floor(clock.now() / 1_000) + seconds)

  it('gets the latest notification of the app when it is back, and only that', async () => {
    device.online = false
    const authorization = `bearer ${jwt()}`
    await using client = open()
    for (const n of [1, 2, 3]) await push(client, { authorization }, { ...plain, n })
    expect(lab.apns.storedCount(token)).toBe(1)
    device.online = true
    lab.apns.deviceConnected(device)
    lab.apns.deviceConnected(device)
    expect(bodies()).toEqual([3])
    expect(lab.apns.storedCount(token)).toBe(0)
  })

  it.each([
    ['now or never', '0', 0, []],
    ['in time', '60', 59_000, [1]],
    ['too late', '60', 61_000, []],
    ['after 30 days', String(90 * 86_400), 31 * DAY, []],
  ])('%s', async (_, seconds, awayMs, expected) => {
    device.online = false
    const expiration = seconds === '0' ? '0' : inSeconds(Number(seconds))
    expect(await ask({ 'apns-expiration': expiration }, { ...plain, n: 1 })).toBe('200')
    clock.advance(awayMs)
    device.online = true
    lab.apns.deviceConnected(device)
    expect(bodies()).toEqual(expected)
  })
})

describe('faults', () => {
  it.each(Object.entries(reasonStatus))('%s on demand, with %i and the apns-id', async (reason, status) => {
    lab.apns.faults.set('refuse', { code: reason })
    await using client = open()
    const id = randomUUID()
    const answer = await push(client, { 'apns-id': id })
    expect([told(answer), answer.headers['apns-id']]).toEqual([`${status} ${reason}`, id])
    expect(device.pushes).toEqual([])
  })

  it('words what is common to all vendors as Apple does', async () => {
    const first = async (): Promise<string> => {
      const answer = await ask()
      lab.apns.faults.clear()
      return answer
    }
    lab.apns.faults.set('unavailable')
    expect(await first()).toBe('503 ServiceUnavailable')
    lab.apns.faults.set('unavailable', { status: 500 })
    expect(await first()).toBe('500 InternalServerError')
    lab.apns.faults.set('unavailable', { status: 502 })
    expect(await first()).toBe('502')
    lab.apns.faults.set('too-many-requests')
    expect(await first()).toBe('429 TooManyRequests')
    lab.apns.faults.set('expired-auth')
    expect(await first()).toBe('403 ExpiredProviderToken')
    lab.apns.faults.set('dead-token', { tokens: [token] })
    expect(await first()).toBe('410 Unregistered')
    lab.apns.faults.set('refuse', { code: 'NoReason' })
    expect(await first()).toBe('500 InternalServerError')
  })
})

it('gives a phone one token for an app, and makes apps and keys once', () => {
  expect(lab.apns.register(device, { bundleID: app.bundleID })).toBe(token)
  lab.apns.unregister(token)
  expect(lab.apns.register(device, { bundleID: app.bundleID })).not.toBe(token)
  expect(() => lab.apns.createApp({ bundleID: app.bundleID })).toThrow(/There is an app/)
  expect(() => lab.apns.createApp({ teamID: 'x' })).toThrow(RangeError)
  expect(() => app.createKey({ keyID: key.keyID })).toThrow(/There is a key/)
})
