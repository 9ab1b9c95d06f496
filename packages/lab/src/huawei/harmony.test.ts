import { constants, sign } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { startCallback } from '../testing/callback.ts'
import { Http2Client, ManualClock } from '../testing/wire.ts'
import type { HuaweiApp, HuaweiServiceAccount, HuaweiSettings } from './types.ts'

const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
const packageName = 'com.example.chat'
const projectID = '736430079244623423'
let lab: Lab
let client: Http2Client
let app: HuaweiApp
let account: HuaweiServiceAccount
let device: HarmonyDevice
let token: string
let defaults: HuaweiSettings

class HarmonyDevice extends BareDevice {
  readonly isHarmonyOS = true
}

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['huawei'] })
  client = new Http2Client(lab.huawei.url, lab.ca)
  defaults = { ...lab.huawei.settings }
  account = await lab.huawei.createServiceAccount({ projectID })
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(() => {
  lab.huawei.faults.clear()
  Object.assign(lab.huawei.settings, defaults)
  app = lab.huawei.createApp({ packageName, projectID })
  device = new HarmonyDevice()
  token = newToken()
})

const newToken = (on: BareDevice = device, of = app) =>
  lab.huawei.register(on, { appID: of.appID, packageName, installationID: '1' })

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const jwt = (
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  { key } = account,
): string => {
  const iat = Math.floor(clock.now() / 1_000)
  const aud = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
  const text = [
    base64url({ kid: key.key_id, typ: 'JWT', alg: 'PS256', ...header }),
    base64url({ iss: key.sub_account, aud, iat, exp: iat + 3_600, ...claims }),
  ].join('.')
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const signature = sign('sha256', Buffer.from(text), { key: key.private_key, padding, saltLength: 32 })
  return `${text}.${signature.toString('base64url')}`
}

const post = async (body: unknown, { path = sendPath, bearer = jwt(), headers = {} } = {}) => {
  const all = {
    authorization: `Bearer ${bearer}`,
    'content-type': 'application/json',
    'push-type': '0',
    ...headers,
  }
  const answer = await client.request(path, all, JSON.stringify(body))
  const parsed = JSON.parse(answer.body) as Record<string, string>
  return { status: answer.status, ...parsed } as {
    status: number
    code: string
    msg: string
    requestId: string
  }
}
const sendPath = `/v3/${projectID}/messages:send`

const body = (change: object = {}, pushOptions: object = {}, tokens: readonly string[] = [token]) => ({
  payload: {
    notification: {
      category: 'IM',
      title: 'Ann',
      body: 'Hi',
      clickAction: { actionType: 0, data: { ext: '1' } },
      ...change,
    },
  },
  target: { token: tokens },
  pushOptions,
})
const send = (...args: Parameters<typeof body>) => post(body(...args))

const pushes = () => device.pushes.flatMap((push) => (push.vendor === 'huawei' ? [push] : []))

describe('access tokens of service accounts', () => {
  it.each<[string, () => string, string]>([
    ['in order', () => jwt(), '80000000'],
    ['of another key', () => jwt({}, { kid: 'x' }), '80200001'],
    ['of another algorithm', () => jwt({}, { alg: 'RS256' }), '80200001'],
    ['of another account', () => jwt({ iss: '1' }), '80200001'],
    ['for somebody else', () => jwt({ aud: 'https://example.com' }), '80200001'],
    [
      'of tomorrow',
      () => jwt({ iat: clock.now() / 1_000 + 86_400, exp: clock.now() / 1_000 + 90_000 }),
      '80200001',
    ],
    ['cut', () => jwt().slice(0, -8), '80200001'],
    ['ended', () => jwt({ iat: 1, exp: 2 }), '80200005'],
    ['for two days', () => jwt({ exp: clock.now() / 1_000 + 172_800 }), '80300036'],
  ])('%s', async (_, bearer, code) => {
    expect(await post(body(), { bearer: bearer() })).toMatchObject({ code })
  })

  it('are of one project, are taken by v2 too, and end with the account', async () => {
    const hms = new BareDevice()
    const message = { token: [newToken(hms)], data: 'x' }
    expect(await post({ message }, { path: `/v2/${projectID}/messages:send` })).toMatchObject({
      code: '80000000',
    })
    for (const path of ['/v3/1/messages:send', '/v2/1/messages:send', `/v1/${app.appID}/messages:send`])
      expect(await post(body(), { path })).toMatchObject({ status: 401, code: '80200001' })
    const other = await lab.huawei.createServiceAccount({ projectID, key: { ...account.key, key_id: 'k2' } })
    const bearer = jwt({}, {}, other)
    expect(await post(body(), { bearer })).toMatchObject({ code: '80000000' })
    lab.huawei.expireAccessTokens()
    expect(await post(body(), { bearer })).toMatchObject({ code: '80200005' })
    other.revoke()
    expect(await post(body(), { bearer: jwt({}, {}, other) })).toMatchObject({ code: '80200001' })
  })

  it('are not those of an OAuth client', async () => {
    const form = { grant_type: 'client_credentials', client_id: app.appID, client_secret: app.clientSecret }
    const answer = await client.request('/oauth2/v3/token', {}, new URLSearchParams(form).toString())
    const { access_token: bearer } = JSON.parse(answer.body) as { access_token: string }
    expect(await post(body(), { bearer })).toMatchObject({ code: '80200001' })
  })

  it('end after their hour, or on demand', async () => {
    const bearer = jwt()
    expect(await post(body(), { bearer })).toMatchObject({ code: '80000000' })
    clock.advance(HOUR)
    expect(await post(body(), { bearer })).toMatchObject({ status: 401, code: '80200005' })
    lab.huawei.faults.set('expired-auth', { times: 1 })
    expect(await send()).toMatchObject({ code: '80200005' })
  })
})

describe('a message of v3', () => {
  it('reaches the phone', async () => {
    const answer = await send(
      {
        notifyId: 7,
        badge: { setNum: 3, addNum: 1 },
        clickAction: { actionType: 1, action: 'im.chat', data: { ext: '{"a":1}', n: 1 } },
        foregroundShow: false,
        sound: 'ding.mp3',
      },
      { ttl: 60, biTag: 'm1', collapseKey: -1 },
    )
    expect(answer).toEqual({ status: 200, code: '80000000', msg: 'Success', requestId: expect.any(String) })
    expect(pushes()).toMatchObject([
      {
        token,
        messageID: answer.requestId,
        data: '{"ext":"{\\"a\\":1}","n":1}',
        notification: {
          click: { type: 1, action: 'im.chat' },
          messageClass: 'service',
          notifyID: 7,
          badge: { set: 3 },
          foregroundShow: false,
          sound: 'ding.mp3',
        },
      },
    ])
  })

  it.each<[string, object, object]>([
    ['category is missing', { category: undefined }, {}],
    ['category must be one of IM, VOIP', { category: 'CHAT' }, {}],
    ['title is missing', { title: '' }, {}],
    ['body is missing', { body: undefined }, {}],
    ['clickAction is missing', { clickAction: undefined }, {}],
    ['actionType is missing', { clickAction: {} }, {}],
    ['actionType must be a whole number from 0 to 1', { clickAction: { actionType: 3 } }, {}],
    ['action or uri is missing', { clickAction: { actionType: 1 } }, {}],
    ['data must be an object', { clickAction: { actionType: 0, data: '{}' } }, {}],
    ['notifyId must be a whole number from -1 to 2147483647', { notifyId: 2 ** 31 }, {}],
    ['appMessageId must be', { appMessageId: 'a.b' }, {}],
    ['badge needs addNum or setNum', { badge: {} }, {}],
    ['setNum must be a whole number from 0 to 99', { badge: { setNum: 100 } }, {}],
    ['soundDuration must be a whole number from 1 to 60', { soundDuration: 61 }, {}],
    ['inboxContent must be a list of 1 to 3', { style: 3, inboxContent: [] }, {}],
    ['style must be 0, 1 or 3', { style: 2 }, {}],
    ['foregroundShow must be true or false', { foregroundShow: 'no' }, {}],
    ['image must be an https URL', { image: 'http://a.b/c.png' }, {}],
    ['ttl must be a whole number from 0 to 1296000', {}, { ttl: '60s' }],
    ['biTag has more than 64 bytes', {}, { biTag: 'é'.repeat(33) }],
    ['collapseKey must be a whole number from -1 to 100', {}, { collapseKey: 101 }],
    ['testMessage must be true or false', {}, { testMessage: 1 }],
  ])('%s', async (msg, change, options) => {
    const answer = await send(change, options)
    expect(answer).toMatchObject({ status: 400, code: '80100003' })
    expect(answer.msg).toContain(msg)
    expect(device.pushes).toEqual([])
  })

  it.each([
    ['', '80100003'],
    ['x', '80100003'],
    ['7', '80300007'],
    ['10', '80300007'],
  ])('with push-type "%s": %s', async (pushType, code) => {
    const answer = await post(body(), { headers: { 'push-type': pushType } })
    expect(answer).toMatchObject({ code })
    expect(answer.msg).toContain(code === '80100003' ? 'push-type' : '{"illegalTokens":{"noPushTypeRight"')
  })

  it('in the background is data, for an app that runs', async () => {
    const background = { payload: { extraData: 'x' }, target: { token: [token] } }
    expect(await post(background, { headers: { 'push-type': '6' } })).toMatchObject({ code: '80000000' })
    expect(pushes()).toMatchObject([{ data: 'x' }])
    expect(pushes()[0]).not.toHaveProperty('notification')
  })

  it('may have 4096 bytes without its tokens', async () => {
    const bytes = Buffer.byteLength(JSON.stringify(body({ body: '' }, {}, [])))
    expect(await send({ body: 'x'.repeat(4_096 - bytes) })).toMatchObject({ code: '80000000' })
    expect(await send({ body: 'x'.repeat(4_097 - bytes) })).toMatchObject({ code: '80300008' })
  })

  it('may show pictures that were verified', async () => {
    const image = 'https://example.com/a.png'
    expect(await send({ image })).toMatchObject({ code: '80100022' })
    const path = `/v2/${projectID}/images:verify`
    const verified = (await post({ imageUrl: image }, { path })) as unknown as Record<string, string>
    expect(verified).toMatchObject({ code: '83010000', expireTime: 604_800 })
    expect(await send({ image: verified['downloadUrl'] })).toMatchObject({ code: '80000000' })
    clock.advance(8 * DAY)
    expect(await send({ image: verified['downloadUrl'] })).toMatchObject({ code: '80100022' })
    lab.huawei.settings.verifiedImagesOnly = false
    expect(await send({ image })).toMatchObject({ code: '80000000' })
  })

  it('with an appMessageId is shown once a day', async () => {
    for (const text of ['first', 'second']) await send({ appMessageId: 'm1', body: text })
    expect(pushes().map(({ notification }) => notification?.body)).toEqual(['first'])
    clock.advance(DAY + 1)
    await send({ appMessageId: 'm1', body: 'third' })
    expect(pushes()).toHaveLength(2)
  })
})

describe('batches of v3', () => {
  it('name the illegal tokens under their reasons', async () => {
    const hms = newToken(new BareDevice())
    const answer = await send({}, {}, [token, 'nobody', hms])
    expect(answer).toMatchObject({ status: 200, code: '80100000' })
    expect(JSON.parse(answer.msg)).toEqual({
      illegalTokens: { tokenFormatError: ['nobody'], noRight: [hms] },
      success: 1,
      failure: 2,
    })
    lab.huawei.unregister(token)
    const none = await send()
    expect(none).toMatchObject({ status: 200, code: '80300007' })
    expect(JSON.parse(none.msg)).toEqual({ illegalTokens: { tokenFormatError: [token] }, failure: 1 })
  })

  it('take 1 to 1000 tokens, and 10 for a test', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => `t${index}`)
    expect(await send({}, {}, [])).toMatchObject({ code: '80300010' })
    expect(await send({}, {}, many)).toMatchObject({ code: '80300010' })
    expect(await send({}, { testMessage: true }, many.slice(0, 11))).toMatchObject({ code: '80300030' })
    lab.huawei.settings.harmonyTestPerDay = 1
    expect(await send({}, { testMessage: true })).toMatchObject({ code: '80000000' })
    expect(await send({}, { testMessage: true })).toMatchObject({ code: '80300029' })
  })

  it('of v1 and v2 do not reach HarmonyOS NEXT', async () => {
    const message = { token: [token], data: 'x' }
    expect(await post({ message }, { path: `/v2/${projectID}/messages:send` })).toMatchObject({
      code: '80300007',
    })
  })
})

it('keeps what it has for a phone that is away, the latest of each collapseKey', async () => {
  device.online = false
  await send({ body: 'a' })
  await send({ body: 'b' }, { collapseKey: 5 })
  await send({ body: 'c' }, { collapseKey: 5 })
  await send({ body: 'd' }, { ttl: 60 })
  clock.advance(2 * MINUTE)
  device.online = true
  lab.huawei.deviceConnected(device)
  expect(pushes().map(({ notification }) => notification?.body)).toEqual(['a', 'c'])
})

describe('revoke', () => {
  const revoke = (change: object = {}, clientID = app.appID, headers = {}) =>
    post({ notifyId: 7, token: [token], ...change }, { path: `/v1/${clientID}/messages:revoke`, headers })

  it('takes it off the phone, and out of the store', async () => {
    await send({ notifyId: 7 })
    expect(await revoke()).toMatchObject({ code: '80000000' })
    expect(device.revoked).toEqual([7])
    device.online = false
    await send({ notifyId: 7 })
    await send({ notifyId: 8 })
    expect(await revoke()).toMatchObject({ code: '80000000' })
    expect(lab.huawei.storedCount(token)).toBe(1)
  })

  it('wants notifyId, push-type, and tokens of the one app', async () => {
    const sister = lab.huawei.createApp({ packageName, projectID })
    const hers = newToken(device, sister)
    expect(await revoke({ notifyId: undefined })).toMatchObject({ code: '80300032' })
    expect(await revoke({ notifyId: -1 })).toMatchObject({ code: '80100003' })
    expect(await revoke({}, app.appID, { 'push-type': '6' })).toMatchObject({ code: '80100003' })
    expect(await revoke({}, '1')).toMatchObject({ code: '80200001' })
    expect(await revoke({ token: [token, hers] })).toMatchObject({ code: '80300017' })
    expect(await revoke({ token: [hers] })).toMatchObject({ code: '80300028' })
    expect(await revoke({ token: ['nobody'] })).toMatchObject({ code: '80300007' })
    expect(await revoke({ token: [token, 'nobody'] })).toMatchObject({ code: '80100000' })
    expect(device.revoked).toEqual([7])
  })
})

it('posts receipts in the second form', async () => {
  await using callback = await startCallback()
  app.receipt = { url: callback.url }
  const { requestId } = await send({}, { biTag: 'm1' })
  for (let sent = 0; sent < 3; sent += 1) await send({ category: 'WORK' }, { biTag: 'm2' })
  await lab.huawei.receiptsSettled()
  const statuses = callback.received.flatMap(
    ({ body: text }) => (JSON.parse(text) as { statuses: Record<string, unknown>[] }).statuses,
  )
  expect(statuses[0]).toEqual({
    token,
    pushType: 0,
    appPackageName: packageName,
    biTag: 'm1',
    requestId,
    deliveryStatus: { result: 0, timestamp: clock.now() },
  })
  // WORK was not granted: shown as marketing, two a day.
  expect(statuses.map(({ deliveryStatus }) => (deliveryStatus as { result: number }).result)).toEqual([
    0, 0, 0, 256,
  ])
})
