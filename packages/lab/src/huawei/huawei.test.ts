import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { Http2Client, ManualClock } from '../testing/wire.ts'
import type { HuaweiApp, HuaweiSettings } from './types.ts'

const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
const packageName = 'com.example.chat'
let lab: Lab
let client: Http2Client
let app: HuaweiApp
let device: BareDevice
let token: string
let accessToken: string
let defaults: HuaweiSettings

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['huawei'] })
  client = new Http2Client(lab.huawei.url, lab.ca)
  defaults = { ...lab.huawei.settings }
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(async () => {
  lab.huawei.faults.clear()
  Object.assign(lab.huawei.settings, defaults)
  app = lab.huawei.createApp({ packageName })
  device = new BareDevice()
  token = newToken()
  accessToken = String((await oauth()).body['access_token'])
})

const newToken = (on = device, of = app) =>
  lab.huawei.register(on, { appID: of.appID, packageName, installationID: '1' })

const oauth = async (change: Record<string, string> = {}, path = '/oauth2/v3/token') => {
  const form = {
    grant_type: 'client_credentials',
    client_id: app.appID,
    client_secret: app.clientSecret,
    ...change,
  }
  const answer = await client.request(path, {}, new URLSearchParams(form).toString())
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> }
}

const post = async (body: unknown, path = `/v1/${app.appID}/messages:send`) => {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json;charset=UTF-8' }
  const answer = await client.request(path, headers, JSON.stringify(body))
  const parsed = JSON.parse(answer.body) as { code: string; msg: string; requestId: string }
  return { status: answer.status, ...parsed }
}

const notification = (change: object = {}) => ({
  title: 'Ann',
  body: 'Hi',
  click_action: { type: 3 },
  ...change,
})

const send = (
  change: object = {},
  android: object = {},
  tokens: readonly string[] = [token],
  root: object = {},
) =>
  post({
    ...root,
    message: {
      token: tokens,
      data: '{"ext":"1"}',
      android: { category: 'IM', ...android, notification: notification(change) },
    },
  })

const pushes = () => device.pushes.flatMap((push) => (push.vendor === 'huawei' ? [push] : []))

describe('access tokens', () => {
  it.each(['/oauth2/v2/token', '/oauth2/v3/token'])('%s', async (path) => {
    expect(await oauth({}, path)).toEqual({
      status: 200,
      body: { access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' },
    })
  })

  it.each([
    [{ client_secret: 'x' }, 12304],
    [{ client_id: 'x' }, 20002],
    [{ client_id: '1' }, 20003],
    [{ client_secret: '' }, 20171],
    [{ grant_type: 'password' }, 20182],
  ])('%j: sub_error %i', async (change, subError) => {
    expect(await oauth(change)).toMatchObject({ status: 400, body: { error: 1101, sub_error: subError } })
  })

  it('end after an hour', async () => {
    expect(await send()).toMatchObject({ status: 200, code: '80000000' })
    clock.advance(HOUR)
    expect(await send()).toMatchObject({ status: 401, code: '80200003' })
    accessToken = 'made up'
    expect(await send()).toMatchObject({ status: 401, code: '80200001' })
  })

  it('are of one app, or of its project', async () => {
    const body = { message: { token: [token], data: 'x' } }
    expect(await post(body, '/v1/1/messages:send')).toMatchObject({ code: '80200001' })
    expect(await post(body, '/v2/1/messages:send')).toMatchObject({ code: '80200001' })
    const sister = lab.huawei.createApp({ packageName, projectID: app.projectID })
    const path = `/v2/${app.projectID}/messages:send`
    const message = { token: [newToken(device, sister)], data: 'x' }
    expect(await post({ message }, path)).toMatchObject({ code: '80000000' })
  })
})

describe('a message', () => {
  it('reaches the phone', async () => {
    const answer = await send(
      {
        tag: 'm1',
        notify_id: 7,
        badge: { set_num: 3, add_num: 1, class: 'a.B' },
        click_action: { type: 1, intent: 'intent://a#Intent;S.ext=1;end' },
        foreground_show: false,
        sound: '/raw/ding',
      },
      { ttl: '60s', bi_tag: 'm1' },
    )
    expect(answer).toEqual({ status: 200, code: '80000000', msg: 'Success', requestId: expect.any(String) })
    expect(pushes()).toMatchObject([
      {
        token,
        messageID: answer.requestId,
        notification: {
          click: { type: 1, intent: 'intent://a#Intent;S.ext=1;end' },
          messageClass: 'service',
          tag: 'm1',
          notifyID: 7,
          badge: { set: 3 },
          foregroundShow: false,
          sound: '/raw/ding',
        },
      },
    ])
  })

  it.each<[string, object, object]>([
    ['click_action is missing', { click_action: undefined }, {}],
    ['url must be an https URL', { click_action: { type: 2, url: 'http://a.b' } }, {}],
    ['importance must be one of LOW, NORMAL', { importance: 'HIGH' }, {}],
    ['title is missing', { title: '' }, {}],
    ['badge.class is missing', { badge: { set_num: 1 } }, {}],
    ['notify_id must be a whole number from -1 to 2147483647', { notify_id: 2 ** 31 }, {}],
    ['sound must be /raw/...', { sound: 'ding' }, {}],
    ['collapse_key must be a whole number from -1 to 100', {}, { collapse_key: 101 }],
    ['category must be one of IM, VOIP', {}, { category: 'CHAT' }],
    ['ttl must be seconds', {}, { ttl: '1296001s' }],
    ['bi_tag has more than 64 characters', {}, { bi_tag: 'x'.repeat(65) }],
    ['foreground_show must be true or false', { foreground_show: 'no' }, {}],
  ])('%s', async (msg, change, android) => {
    const answer = await send(change, android)
    expect(answer).toMatchObject({ status: 400, code: '80100003' })
    expect(answer.msg).toContain(msg)
    expect(device.pushes).toEqual([])
  })

  it('may have 4096 bytes without its tokens', async () => {
    const message = {
      token: [],
      data: '{"ext":"1"}',
      android: { category: 'IM', notification: notification({ body: '' }) },
    }
    const bytes = Buffer.byteLength(JSON.stringify({ message }))
    expect(await send({ body: 'x'.repeat(4096 - bytes) })).toMatchObject({ code: '80000000' })
    expect(await send({ body: 'x'.repeat(4097 - bytes) })).toMatchObject({ code: '80300008' })
  })

  it('is only checked with validate_only', async () => {
    expect(await send({}, {}, ['nobody'], { validate_only: true })).toMatchObject({ code: '80000000' })
    expect(await send({ title: '' }, {}, ['nobody'], { validate_only: true })).toMatchObject({
      code: '80100003',
    })
    expect(device.pushes).toEqual([])
  })

  it('may not have what the app has no right to', async () => {
    const urgent = { message: { token: [token], data: 'x', android: { urgency: 'HIGH' } } }
    expect(await post(urgent)).toMatchObject({ code: '80300011' })
    app.highPriorityAllowed = true
    expect(await post(urgent)).toMatchObject({ code: '80000000' })
    lab.huawei.settings.sensitiveWords = [/lottery/]
    expect(await send({ body: 'a lottery' })).toMatchObject({ code: '80100016' })
    app.pushEnabled = false
    expect(await send()).toMatchObject({ code: '80300002' })
  })
})

describe('batches', () => {
  it('names the illegal tokens in JSON inside msg', async () => {
    const answer = await send({}, {}, [token, 'nobody'])
    expect(answer).toMatchObject({ status: 200, code: '80100000' })
    expect(JSON.parse(answer.msg)).toEqual({ success: 1, failure: 1, illegal_tokens: ['nobody'] })
    lab.huawei.unregister(token)
    expect(await send()).toMatchObject({ status: 200, code: '80300007' })
  })

  it.each([
    [[], '80300010'],
    [Array.from({ length: 1001 }, (_, index) => `t${index}`), '80300010'],
    [['a', 'a'], '80100003'],
    [[''], '80100003'],
  ])('%#: %s', async (tokens, code) => {
    expect(await send({}, {}, tokens)).toMatchObject({ code })
  })
})

describe('classes', () => {
  it.each([
    ['IM', 'NORMAL', 'service'],
    ['IM', 'LOW', 'marketing'],
    ['MARKETING', 'NORMAL', 'marketing'],
    ['WORK', 'NORMAL', 'marketing'],
    [undefined, 'NORMAL', 'marketing'],
  ])('category %s, importance %s: %s', async (category, importance, messageClass) => {
    for (let sent = 0; sent < 3; sent += 1)
      expect(await send({ importance }, { category })).toMatchObject({ code: '80000000' })
    expect(pushes()[0]).toMatchObject({ notification: { messageClass } })
    expect(pushes()).toHaveLength(messageClass === 'service' ? 3 : 2)
  })

  it('tests have a share of their own', async () => {
    lab.huawei.settings.testPerDay = 3
    const test = { category: 'MARKETING', target_user_type: 1 }
    for (let sent = 0; sent < 3; sent += 1) expect(await send({}, test)).toMatchObject({ code: '80000000' })
    expect(await send({}, test)).toMatchObject({ code: '80300029' })
    expect(pushes()).toHaveLength(3)
  })
})

it('keeps what a phone that is away is to get: all, or the latest of a collapse key', async () => {
  device.online = false
  await send({ title: 'a' })
  await send({ title: 'b' })
  await send({ title: 'c' }, { collapse_key: 5 })
  await send({ title: 'd' }, { collapse_key: 5 })
  await send({ title: 'e' }, { ttl: '60s' })
  clock.advance(2 * MINUTE)
  expect(lab.huawei.storedCount(token)).toBe(3)
  for (let sent = 0; sent < 130; sent += 1) await send()
  expect(lab.huawei.storedCount(token)).toBe(120)
  device.online = true
  lab.huawei.deviceConnected(device)
  expect(device.pushes).toHaveLength(120)
})

it.each([
  ['81000001', 500],
  ['80200001', 401],
  ['80100004', 400],
  ['80300007', 200],
])('answers %s on demand with HTTP status %i, or 200', async (code, status) => {
  lab.huawei.faults.set('refuse', { code })
  expect(await send()).toMatchObject({ status, code })
  lab.huawei.settings.codedStatus = 'ok'
  expect(await send()).toMatchObject({ status: 200, code })
  expect(device.pushes).toEqual([])
})

it('refuses to register an app it does not know', () => {
  expect(() => lab.huawei.register(device, { appID: '1', packageName, installationID: '1' })).toThrow(
    /knows no app/,
  )
})

it.each([false, true])('posts receipts, signed with the key (as text: %s)', async (legacyKey) => {
  const secret = Buffer.from('0123456789abcdef').toString('base64')
  const received: { header: string; statuses: Record<string, unknown>[] }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { statuses: Record<string, unknown>[] }
      received.push({ header: String(request.headers['x-huawei-callback-id']), ...body })
      response.end('{"code":"0","message":"success"}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r`
    app.receipt = { url, user: 'carillon', secret, legacyKey }
    lab.huawei.settings.receiptDelayMs = MINUTE
    const { requestId } = await send({}, { bi_tag: 'm1' })
    pushes()[0]?.reportClick()
    device.verdict = 'disabled'
    await send({}, { bi_tag: 'm2' })
    device.verdict = 'delivered'
    for (let sent = 0; sent < 3; sent += 1) await send({}, { bi_tag: 'm3', category: 'MARKETING' })
    await lab.huawei.receiptsSettled()
    expect(received).toHaveLength(1)
    const [{ header, statuses } = { header: '', statuses: [] }] = received
    expect(statuses.map(({ biTag, status }) => [biTag, status])).toEqual([
      ['m1', 0],
      ['m2', 6],
      ['m3', 0],
      ['m3', 0],
      ['m3', 201],
    ])
    expect(statuses[0]).toEqual({
      token,
      biTag: 'm1',
      status: 0,
      timestamp: clock.now(),
      clientId: app.appID,
      requestId,
    })
    const [, timestamp = '', nonce = '', value = ''] =
      /^timestamp=(\d+); nonce=([\w-]+); value=(.+)$/.exec(header) ?? []
    const key = legacyKey ? Buffer.from(secret) : Buffer.from('0123456789abcdef')
    expect(value).toBe(createHmac('sha256', key).update(`${timestamp}${nonce}carillon`).digest('base64'))
  } finally {
    server.close()
  }
})
