import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, Http2Client, ManualClock } from '../testing/wire.ts'
import type { HonorApp, HonorSettings } from './types.ts'

const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
const packageName = 'com.example.chat'
let lab: Lab
let client: Http2Client
let app: HonorApp
let device: BareDevice
let token: string
let accessToken: string
let defaults: HonorSettings

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['honor'] })
  client = new Http2Client(lab.honor.url, lab.ca)
  defaults = { ...lab.honor.settings }
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(async () => {
  lab.honor.faults.clear()
  Object.assign(lab.honor.settings, defaults)
  app = lab.honor.createApp({ packageName })
  device = new BareDevice()
  token = newToken()
  accessToken = String((await oauth()).body['access_token'])
})

const newToken = (on = device, installationID = '1') =>
  lab.honor.register(on, { appID: app.appID, packageName, installationID })

const oauth = async (change: Record<string, string> = {}, path = '/auth/token') => {
  const form = {
    grant_type: 'client_credentials',
    client_id: app.clientID,
    client_secret: app.clientSecret,
    ...change,
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await client.request(path, headers, new URLSearchParams(form).toString())
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> }
}

interface Answer {
  code: number
  message: string
  data: { sendResult: boolean; requestId: string; failTokens: string[]; expireTokens: string[] } | null
}

const post = async (body: unknown, headers: Record<string, string> = {}) => {
  const answer = await client.request(
    `/api/v1/${app.appID}/sendMessage`,
    {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json; charset=UTF-8',
      timestamp: String(clock.now()),
      ...headers,
    },
    JSON.stringify(body),
  )
  return { status: answer.status, ...(JSON.parse(answer.body) as Answer) }
}

const notification = (change: object = {}) => ({
  title: 'Ann',
  body: 'Hi',
  importance: 'NORMAL',
  clickAction: { type: 3 },
  ...change,
})

const send = (change: object = {}, android: object = {}, tokens: readonly string[] = [token]) =>
  post({ token: tokens, data: '{"ext":"1"}', android: { ...android, notification: notification(change) } })

const pushes = () => device.pushes.flatMap((push) => (push.vendor === 'honor' ? [push] : []))

describe('access tokens', () => {
  it.each(['/auth/token', '/auth/realms/developer/protocol/openid-connect/token'])('%s', async (path) => {
    expect(await oauth({}, path)).toEqual({
      status: 200,
      body: { access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' },
    })
  })

  it.each([
    [{ client_id: 'x' }, 401, 'unauthorized_client'],
    [{ client_secret: 'x' }, 401, 'unauthorized_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('%j: %i %s', async (change, status, error) => {
    expect(await oauth(change)).toMatchObject({ status, body: { error } })
  })

  it('end after an hour, or when told', async () => {
    expect(await send()).toMatchObject({ status: 200, code: 200 })
    clock.advance(HOUR)
    expect(await send()).toMatchObject({ status: 401, code: 401 })
    accessToken = String((await oauth()).body['access_token'])
    expect(await send()).toMatchObject({ code: 200 })
    lab.honor.expireAccessTokens()
    expect(await send()).toMatchObject({ status: 401 })
  })

  it('are of one app', async () => {
    const other = lab.honor.createApp({ packageName: 'com.example.other' })
    const headers = { authorization: `Bearer ${accessToken}`, timestamp: String(clock.now()) }
    const answer = await client.request(`/api/v1/${other.appID}/sendMessage`, headers, '{}')
    expect(JSON.parse(answer.body)).toMatchObject({ code: 80300002 })
  })
})

describe('a message', () => {
  it('reaches the phone', async () => {
    const answer = await send(
      {
        tag: 'm1',
        notifyId: 7,
        badge: { setNum: 3, badgeClass: 'a.B' },
        clickAction: { type: 2, url: 'https://a.b' },
      },
      { ttl: '60s', biTag: 'm1' },
    )
    expect(answer).toEqual({
      status: 200,
      code: 200,
      message: 'success',
      data: { sendResult: true, requestId: expect.any(String), failTokens: [], expireTokens: [] },
    })
    expect(pushes()).toMatchObject([
      {
        token,
        messageID: answer.data?.requestId,
        data: '{"ext":"1"}',
        notification: {
          title: 'Ann',
          body: 'Hi',
          click: { type: 2, url: 'https://a.b' },
          messageClass: 'service',
          tag: 'm1',
          notifyID: 7,
          badge: { set: 3 },
        },
      },
    ])
  })

  it.each<[string, object, object]>([
    ['clickAction is missing', { clickAction: undefined }, {}],
    ['type must be a whole number from 1 to 3', { clickAction: { type: 4 } }, {}],
    ['intent or action is missing', { clickAction: { type: 1 } }, {}],
    ['url must be an https URL', { clickAction: { type: 2, url: 'http://a.b' } }, {}],
    ['importance must be one of NORMAL, LOW', { importance: 'HIGH' }, {}],
    ['title is missing', { title: undefined }, {}],
    ['body is missing', { body: '  ' }, {}],
    ['android.notification has no field notify_id', { notify_id: 1 }, {}],
    ['android has no field collapse_key', {}, { collapse_key: 1 }],
    ['setNum must be a whole number from 0 to 99', { badge: { setNum: 100, badgeClass: 'a.B' } }, {}],
    ['badgeClass is missing', { badge: { setNum: 1 } }, {}],
    ['ttl must be seconds such as "86400s", at most 1296000', {}, { ttl: '1296001s' }],
    ['ttl must be seconds such as "86400s", at most 1296000', {}, { ttl: '60' }],
    ['buttons must be a list of at most 3', { buttons: [1, 2, 3, 4] }, {}],
    ['image must be an https URL', { image: 'http://a.b' }, {}],
  ])('%s', async (message, change, android) => {
    expect(await send(change, android)).toMatchObject({ code: 80100001, message, data: null })
    expect(device.pushes).toEqual([])
  })

  it('may have 4096 bytes without its tokens', async () => {
    const bytes = Buffer.byteLength(
      JSON.stringify({ data: '{"ext":"1"}', android: { notification: notification({ body: '' }) } }),
    )
    expect(await send({ body: 'x'.repeat(4096 - bytes) })).toMatchObject({ code: 200 })
    expect(await send({ body: 'x'.repeat(4097 - bytes) })).toMatchObject({ code: 80300008 })
  })

  it.each([
    ['', false, false],
    [() => Math.floor(clock.now() / 1000), false, true],
    [() => clock.now() - 16 * MINUTE, false, true],
    [() => clock.now() + 14 * MINUTE, true, true],
  ])('timestamp %s: strict %s, lenient %s', async (stamp, strict, lenient) => {
    const headers = { timestamp: String(typeof stamp === 'function' ? stamp() : stamp) }
    const body = { token: [token], android: { notification: notification() } }
    expect((await post(body, headers)).code === 200).toBe(strict)
    lab.honor.settings.strictTimestamp = false
    expect((await post(body, headers)).code === 200).toBe(lenient)
  })

  it.each([[[]], ['x'], [Array.from({ length: 1001 }, (_, index) => `t${index}`)]])(
    'bad list of tokens',
    async (list) => {
      expect(await post({ token: list, data: 'x' })).toMatchObject({ code: 80100001 })
    },
  )
})

describe('batches', () => {
  it('tells expired tokens from unknown ones', async () => {
    const gone = newToken(new BareDevice())
    lab.honor.unregister(gone)
    expect(lab.honor.tokenState(gone)).toBe('dead')
    const data = { sendResult: true, failTokens: [], expireTokens: [gone] }
    expect(await send({}, {}, [token, gone])).toMatchObject({ code: 200, data })
    expect(await send({}, {}, [token, gone, 'nobody'])).toMatchObject({
      code: 80100000,
      data: { ...data, failTokens: ['nobody'] },
    })
    expect(await send({}, {}, ['nobody'])).toMatchObject({ code: 80100000, data: { sendResult: false } })
    expect(device.pushes).toHaveLength(2)
  })
})

describe('classes', () => {
  it.each([
    ['LOW', true],
    ['NORMAL', false],
  ])('importance %s, classified %s: two a day', async (importance, classified) => {
    app.classified = classified
    for (let sent = 0; sent < 4; sent += 1) expect(await send({ importance })).toMatchObject({ code: 200 })
    expect(pushes().map((push) => push.notification?.messageClass)).toEqual(['marketing', 'marketing'])
    clock.advance(DAY)
    accessToken = String((await oauth()).body['access_token'])
    await send({ importance })
    expect(pushes()).toHaveLength(3)
  })

  it('tests are in no quota', async () => {
    for (let sent = 0; sent < 4; sent += 1) await send({ importance: 'LOW' }, { targetUserType: 1 })
    expect(pushes()).toHaveLength(4)
  })
})

it('keeps what a phone that is away is to get, until its time is over', async () => {
  device.online = false
  await send({}, { ttl: '3600s' })
  await send({ title: 'Bob' }, { ttl: '60s' })
  expect(lab.honor.storedCount(token)).toBe(2)
  clock.advance(2 * MINUTE)
  expect(lab.honor.storedCount(token)).toBe(1)
  device.online = true
  lab.honor.deviceConnected(device)
  expect(pushes()).toMatchObject([{ notification: { title: 'Ann' } }])
})

it.each([200, 400])('answers any code on demand, with HTTP status %i', async (errorStatus) => {
  lab.honor.settings.errorStatus = errorStatus
  lab.honor.faults.set('refuse', { code: 81000001, message: 'inner error' })
  expect(await send()).toEqual({ status: errorStatus, code: 81000001, message: 'inner error', data: null })
  expect(device.pushes).toEqual([])
})

it('faults: dead token, expired auth, busy', async () => {
  lab.honor.faults.set('dead-token', { times: 1 })
  expect(await send()).toMatchObject({ data: { expireTokens: [token] } })
  lab.honor.faults.set('expired-auth', { times: 1 })
  expect(await send()).toMatchObject({ status: 401 })
  lab.honor.faults.set('too-many-requests', { times: 1, retryAfterSeconds: 3 })
  const answer = await http1(`${lab.honor.url}/api/v1/${app.appID}/sendMessage`, { ca: lab.ca, body: '{}' })
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '3' } })
})

it('refuses to register an app it does not know', () => {
  expect(() => lab.honor.register(device, { appID: '1', packageName, installationID: '1' })).toThrow(
    /8001003|knows no app/,
  )
})

it('posts receipts', async () => {
  const bodies: { statuses: Record<string, unknown>[] }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof bodies)[number])
      // The first answer is no success: the receipt comes again.
      response.statusCode = bodies.length === 1 ? 500 : 200
      response.end('{"code":"0","message":"success"}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    lab.honor.settings.receiptDelayMs = MINUTE
    app.receiptURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r/SECRET`
    const { data } = await send({}, { biTag: 'm1' })
    pushes()[0]?.reportClick()
    device.verdict = 'disabled'
    await send({}, { biTag: 'm2' })
    await post({ token: [token], data: 'x', android: { biTag: 'm3' } })
    device.verdict = 'delivered'
    for (let sent = 0; sent < 3; sent += 1) await send({ importance: 'LOW' }, { biTag: 'm4' })
    device.online = false
    await send({}, { biTag: 'm5' })
    lab.honor.unregister(token)
    expect(bodies).toEqual([])
    await lab.honor.receiptsSettled()
    expect(bodies).toHaveLength(2)
    expect(bodies[1]?.statuses.map(({ biTag, status }) => [biTag, status])).toEqual([
      ['m1', 40000002],
      ['m1', 40000007],
      ['m2', 40000005],
      ['m3', 50000003],
      ['m4', 40000002],
      ['m4', 40000002],
      ['m4', 40000009],
      ['m5', 40000003],
    ])
    expect(bodies[1]?.statuses[0]).toEqual({
      token,
      biTag: 'm1',
      status: 40000002,
      timestamp: clock.now(),
      appid: app.appID,
      requestId: data?.requestId,
    })
    expect(lab.honor.receipts.at(-1)).toMatchObject({ status: 200, attempts: 2 })
  } finally {
    server.close()
  }
})
