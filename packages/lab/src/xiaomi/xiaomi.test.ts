import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, SECOND } from '../clock.ts'
import type { XiaomiDeliveredPush } from '../emulator/device.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, Http2Client, ManualClock } from '../testing/wire.ts'
import type { XiaomiApp, XiaomiSettings } from './types.ts'

const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
const packageName = 'com.example.chat'
let lab: Lab
let client: Http2Client
let app: XiaomiApp
let device: BareDevice
let regID: string
let defaults: XiaomiSettings

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['xiaomi'] })
  client = new Http2Client(lab.xiaomi.url, lab.ca)
  defaults = { ...lab.xiaomi.settings }
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(() => {
  lab.xiaomi.faults.clear()
  Object.assign(lab.xiaomi.settings, defaults)
  app = lab.xiaomi.createApp({ packageName, channels: ['101556'] })
  app.addChannel({ channelID: '200', messageClass: 'public' })
  device = new BareDevice()
  regID = newRegID()
})

const newRegID = (on = device) =>
  lab.xiaomi.register(on, { appID: app.appID, appKey: app.appKey, packageName, installationID: '1' })

interface Answer {
  result: string
  code: number
  reason?: string
  description: string
  trace_id: string
  info?: string
  data?: {
    id?: string
    bad_regids?: string
    channel_exceed_quota?: string
    list?: string[]
    day_quota?: string
    day_acked?: string
  }
}

const call = async (path: string, form: Record<string, string>, secret = app.appSecret): Promise<Answer> => {
  const answer = await client.request(
    path,
    { authorization: `key=${secret}`, 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    new URLSearchParams(form).toString(),
  )
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body) as Answer
}

const get = async (path: string): Promise<Answer> => {
  const headers = { authorization: `key=${app.appSecret}` }
  const answer = await http1(lab.xiaomi.url + path, { ca: lab.ca, method: 'GET', headers })
  return JSON.parse(answer.body) as Answer
}

const message = (change: Record<string, string> = {}): Record<string, string> => ({
  registration_id: regID,
  restricted_package_name: packageName,
  title: '[Friend message] Alice',
  description: 'See you at 6?',
  'extra.channel_id': '101556',
  ...change,
})

const send = (change: Record<string, string> = {}, path = '/v3/message/regid') => call(path, message(change))
const pushes = () => device.pushes as XiaomiDeliveredPush[]
const last = () => pushes().at(-1)

describe('a message', () => {
  it.each(['/v2/message/regid', '/v3/message/regid', '/v4/message/regid'])(
    'to %s reaches the phone',
    async (path) => {
      const answer = await send(
        {
          payload: '{"conv":"c2c_alice"}',
          pass_through: '0',
          notify_type: '-1',
          notify_id: '183746',
          time_to_live: '86400000',
          'extra.notify_effect': '2',
          'extra.intent_uri': `intent:#Intent;action=com.example.OPEN;package=${packageName};S.ext=1;end`,
          'extra.notify_foreground': '0',
          'extra.callback.param': 'm_123',
          'extra.own': 'x',
          'extra.sound_uri': '',
        },
        path,
      )
      expect(answer).toEqual({
        result: 'ok',
        trace_id: expect.stringMatching(/^Xlm/),
        code: 0,
        data: { id: expect.stringMatching(/^slm/) },
        description: '成功',
        info: 'Received push messages for 1 REGID',
      })
      expect(last()).toEqual({
        vendor: 'xiaomi',
        token: regID,
        messageID: answer.data?.id,
        sentAtMs: clock.now(),
        packageName,
        title: '[Friend message] Alice',
        description: 'See you at 6?',
        payload: '{"conv":"c2c_alice"}',
        passThrough: false,
        notifyType: -1,
        notifyID: 183746,
        extra: {
          channel_id: '101556',
          notify_effect: '2',
          intent_uri: `intent:#Intent;action=com.example.OPEN;package=${packageName};S.ext=1;end`,
          notify_foreground: '0',
          own: 'x',
        },
        reportClick: expect.any(Function),
      })
    },
  )

  it('to many names the bad ones; to none but bad ones fails', async () => {
    const second = new BareDevice()
    const answer = await send({ registration_id: `${regID},dead1,${newRegID(second)},dead2` })
    expect(answer).toMatchObject({
      code: 0,
      data: { bad_regids: 'dead1,dead2' },
      info: 'Received push messages for 2 REGID',
    })
    expect([device.pushes.length, second.pushes.length]).toEqual([1, 1])
    expect(await send({ registration_id: 'dead1' })).toMatchObject({
      result: 'error',
      code: 20301,
      reason: 'No valid targets!',
    })
  })

  it('does not reach a regId of another app', async () => {
    const other = lab.xiaomi.createApp({ packageName, channels: ['101556'] })
    expect(await call('/v3/message/regid', message(), other.appSecret)).toMatchObject({ code: 20301 })
  })

  it('may wait for its time', async () => {
    await send({ time_to_send: String(clock.now() + HOUR) })
    expect(pushes()).toHaveLength(0)
    clock.advance(HOUR)
    expect(pushes()).toHaveLength(1)
  })

  it('with the job key of an earlier one is dropped', async () => {
    await send({ 'extra.jobkey': 'm1' })
    await send({ 'extra.jobkey': 'm1' })
    await send({ 'extra.jobkey': 'm2' })
    expect(pushes()).toHaveLength(2)
  })
})

describe('fields', () => {
  const chars = (count: number) => '文'.repeat(count)
  it.each<[Record<string, string>, number]>([
    [{ title: '' }, 10016],
    [{ description: '' }, 10016],
    [{ registration_id: '' }, 10016],
    [{ restricted_package_name: '' }, 10016],
    [{ title: ' ' }, 10017],
    [{ title: chars(49) }, 0],
    [{ title: chars(50) }, 10017],
    [{ description: ' ' }, 10017],
    [{ description: chars(127) }, 0],
    [{ description: chars(128) }, 10017],
    [{ payload: 'x'.repeat(4_096) }, 0],
    [{ payload: 'x'.repeat(4_097) }, 65009],
    [{ restricted_package_name: 'com.other' }, 22022],
    [{ restricted_package_name: `com.other,${packageName}` }, 0],
    [{ registration_id: Array.from({ length: 1_001 }, (_, index) => `r${index}`).join(',') }, 10017],
    [{ 'extra.channel_id': '' }, 27001],
    [{ 'extra.channel_id': '1' }, 27001],
    [{ pass_through: '2' }, 10017],
    [{ pass_through: '1' }, 21303],
    [{ notify_type: '7' }, 0],
    [{ notify_type: '8' }, 10017],
    [{ notify_type: 'x' }, 10017],
    [{ notify_id: '2147483647' }, 0],
    [{ notify_id: '2147483648' }, 10017],
    [{ notify_id: '-1' }, 10017],
    [{ time_to_live: String(14 * DAY) }, 0],
    [{ time_to_live: String(14 * DAY + 1) }, 10017],
    [{ time_to_live: '1h' }, 10017],
    [{ time_to_send: '0' }, 0],
    [{ time_to_send: String(Date.UTC(2026, 11, 31)) }, 10017],
    [{ 'extra.notify_effect': '4' }, 10017],
    [{ 'extra.notify_effect': '2' }, 10016],
    [{ 'extra.notify_effect': '2', 'extra.intent_uri': 'com.example' }, 10017],
    [{ 'extra.notify_effect': '2', 'extra.intent_uri': 'intent:#Intent;package=com.other;end' }, 10017],
    [
      { 'extra.notify_effect': '2', 'extra.intent_uri': 'intent:#Intent;component=com.other/.Main;end' },
      10017,
    ],
    [{ 'extra.notify_effect': '3' }, 10016],
    [{ 'extra.notify_effect': '3', 'extra.web_uri': 'ftp://x' }, 10017],
    [{ 'extra.notify_effect': '3', 'extra.web_uri': 'https://example.com' }, 0],
    [{ 'extra.notify_foreground': 'no' }, 10017],
    [{ 'extra.jobkey': 'a_b-C9' }, 0],
    [{ 'extra.jobkey': '_a' }, 10017],
    [{ 'extra.jobkey': 'x'.repeat(21) }, 10017],
    [Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`extra.k${index}`, 'v'])), 0],
    [Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`extra.k${index}`, 'v'])), 65014],
    [{ 'extra.a': 'x'.repeat(1_024) }, 0],
    [{ 'extra.a': 'x'.repeat(1_025) }, 65015],
    [{ 'extra.a': 'x'.repeat(1_024), 'extra.b': 'x'.repeat(1_020) }, 65015],
    [{ 'extra.callback.param': 'x'.repeat(257) }, 65036],
    [{ 'extra.callback': `https://example.com/${'x'.repeat(1_024)}` }, 65037],
    [{ 'extra.callback': 'example.com' }, 65038],
  ])('%j → %i', async (change, code) => {
    expect((await send(change)).code).toBe(code)
    expect(pushes()).toHaveLength(code === 0 ? 1 : 0)
  })

  it('v2 takes no list of packages', async () => {
    const change = { restricted_package_name: `com.other,${packageName}` }
    expect((await send(change, '/v2/message/regid')).code).toBe(22022)
  })

  it('follow the switches', async () => {
    Object.assign(lab.xiaomi.settings, {
      strictNotifyID: false,
      passThroughAllowed: true,
      channelRequired: false,
    })
    await send({ notify_id: '1700000000000', pass_through: '1', 'extra.channel_id': '' })
    expect(last()).toMatchObject({ notifyID: 1_700_000_000_000, passThrough: true, extra: {} })
  })

  it('may hold words the vendor does not like', async () => {
    app.forbiddenWords = [/测试|test/i]
    expect((await send({ title: 'A Test' })).code).toBe(10041)
    expect((await send({ description: '测试' })).code).toBe(10041)
  })
})

describe('templates', () => {
  let templateID: string
  beforeEach(() => {
    templateID = app.addTemplate({ title: '[Message] {$name$}', description: '{$text$}' })
  })
  const filled = (param: unknown) =>
    send({
      title: '',
      description: '',
      'extra.template_id': templateID,
      'extra.template_param': typeof param === 'string' ? param : JSON.stringify(param),
    })

  it('make title and description', async () => {
    expect((await filled({ name: 'Alice', text: 'Hi $& there' })).code).toBe(0)
    expect(last()).toMatchObject({
      title: '[Message] Alice',
      description: 'Hi $& there',
      extra: { channel_id: '101556' },
    })
  })

  it.each<[unknown]>([
    ['{'],
    ['[]'],
    [{ name: 'Alice' }],
    [{ name: 'Alice', text: 'Hi', more: 'x' }],
    [{ name: 'Alice', text: 1 }],
    [{ name: 'Alice', text: ' ' }],
    [{ name: 'Alice', text: 'x'.repeat(129) }],
    [{ name: 'Alice 😀', text: 'Hi' }],
    [{ name: 'Alice', text: '\u{e0080}' }],
  ])('refuse %j', async (param) => {
    expect((await filled(param)).code).toBe(10017)
  })

  it('must be approved, and are asked for where they are enforced', async () => {
    expect((await send({ 'extra.template_id': 'T0' })).code).toBe(10017)
    lab.xiaomi.settings.templatesEnforced = true
    lab.xiaomi.settings.templateErrorCode = 27001
    expect((await send()).code).toBe(27001)
    expect((await send({ 'extra.channel_id': '200' })).code).toBe(0)
    expect(() => app.addTemplate({ title: '{$name$} wrote', description: 'x' })).toThrow(
      /start with a variable/,
    )
  })
})

describe('many messages at once', () => {
  const multi = (messages: unknown, form: Record<string, string> = {}) =>
    call('/v2/multi_messages/regids', {
      messages: typeof messages === 'string' ? messages : JSON.stringify(messages),
      ...form,
    })
  const item = (target: string, change: Record<string, unknown> = {}) => ({
    target,
    message: {
      title: 'Alice',
      description: 'Hi',
      restricted_package_name: packageName,
      notify_type: -1,
      notify_id: 5,
      pass_through: 0,
      time_to_live: 1000,
      time_to_send: 0,
      extra: { channel_id: '101556' },
      ...change,
    },
  })

  it('go each to its phone, numbers as JSON numbers', async () => {
    const second = new BareDevice()
    const answer = await multi([item(regID), item(newRegID(second), { title: 'Bob' }), item('dead')])
    expect(answer).toMatchObject({ code: 0, data: { bad_regids: 'dead' } })
    expect(last()).toMatchObject({ title: 'Alice', notifyID: 5, messageID: answer.data?.id })
    expect(second.pushes).toMatchObject([{ title: 'Bob' }])
    expect((await multi([item('dead')])).code).toBe(20301)
  })

  it('count what is over a quota by channel', async () => {
    Object.assign(lab.xiaomi.settings, { publicDailyFloor: 1, channelRequired: false })
    const publicly = item(regID, { extra: { channel_id: '200' } })
    const unclassed = item(regID, { extra: {} })
    const answer = await multi([publicly, publicly, publicly, publicly, unclassed, item(regID)])
    expect(answer).toMatchObject({ code: 0, data: { channel_exceed_quota: '200:2 no_channel:1' } })
    expect(pushes()).toHaveLength(3)
  })

  it('may wait for their time', async () => {
    await multi([item(regID)], { time_to_send: String(clock.now() + SECOND) })
    expect(pushes()).toHaveLength(0)
    clock.advance(SECOND)
    expect(pushes()).toHaveLength(1)
  })

  it.each<[unknown, number]>([
    ['', 10016],
    ['{', 10017],
    ['{}', 10017],
    ['[]', 10017],
    [[{ message: {} }], 10016],
    [[{ target: 'x' }], 10016],
    [[null], 10016],
    [[{ target: 'x', message: { restricted_package_name: 'com.other' } }], 22022],
    [
      [{ target: 'x', message: { restricted_package_name: packageName, extra: { channel_id: '101556' } } }],
      10016,
    ],
  ])('%j → %i', async (messages, code) => {
    expect((await multi(messages)).code).toBe(code)
  })
})

describe('credentials', () => {
  it.each([
    [() => ({ authorization: 'key=wrong' }), 21301],
    [() => ({ authorization: `Key=${app.appSecret}` }), 21301],
    [() => ({}), 21301],
    [() => ({ authorization: `key=${app.appSecret}` }), 0],
  ])('case %#', async (headers, code) => {
    const body = new URLSearchParams(message()).toString()
    const answer = await client.request('/v3/message/regid', headers(), body)
    expect(JSON.parse(answer.body)).toMatchObject({ code })
  })

  it('of a blacklisted app → 10026', async () => {
    app.blacklisted = true
    expect((await send()).code).toBe(10026)
  })

  it('may answer with another HTTP status', async () => {
    lab.xiaomi.settings.authFailureStatus = 401
    expect((await client.request('/v3/message/regid')).status).toBe(401)
  })
})

describe('faults', () => {
  it.each([-1, 1, 10001, 10041, 20301, 21302, 22022, 27001, 65015, 66007, 200001, 200002, 99999])(
    'refuse with %i',
    async (code) => {
      lab.xiaomi.faults.set('refuse', { code })
      expect(await send()).toMatchObject({ result: 'error', code, reason: expect.stringMatching(/./) })
      lab.xiaomi.faults.set('refuse', { code: String(code), message: 'my words' })
      expect(await send()).toMatchObject({ code, reason: 'my words', description: 'my words' })
    },
  )

  it('declare tokens dead, or the secret wrong', async () => {
    const second = newRegID(new BareDevice())
    lab.xiaomi.faults.set('dead-token', { tokens: [second] })
    expect(await send({ registration_id: `${regID},${second}` })).toMatchObject({
      code: 0,
      data: { bad_regids: second },
    })
    lab.xiaomi.faults.set('dead-token')
    expect((await send()).code).toBe(20301)
    lab.xiaomi.faults.set('expired-auth')
    lab.xiaomi.faults.clear('dead-token')
    expect((await send()).code).toBe(21301)
  })

  it.each([
    ['unavailable', 503],
    ['too-many-requests', 429],
  ] as const)('%s is no JSON', async (fault, status) => {
    lab.xiaomi.faults.set(fault)
    const answer = await client.request('/v3/message/regid', {}, '')
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'text/html;charset=UTF-8' } })
  })
})

describe('quotas', () => {
  const publicly = () => send({ 'extra.channel_id': '200' })

  it('of public messages: a day, an app, a phone', async () => {
    for (let count = 0; count < 7; count += 1) expect((await publicly()).code).toBe(0)
    expect(pushes()).toHaveLength(5)
    lab.xiaomi.settings.publicDailyFloor = 5
    const second = newRegID(new BareDevice())
    expect((await send({ registration_id: second, 'extra.channel_id': '200' })).code).toBe(200001)
    expect((await send()).code).toBe(0)
    // 00:00 UTC+8 is 16:00 UTC.
    clock.advance(12 * HOUR)
    expect(await publicly()).toMatchObject({ code: 0, data: { day_quota: '5', day_acked: '1' } })
  })

  it('of messages without a class: one a phone and day', async () => {
    lab.xiaomi.settings.channelRequired = false
    await send({ 'extra.channel_id': '' })
    await send({ 'extra.channel_id': '' })
    expect(pushes()).toHaveLength(1)
  })

  it('of requests a second', async () => {
    lab.xiaomi.settings.requestsPerSecond = 2
    expect([(await send()).code, (await send()).code, (await send()).code]).toEqual([0, 0, 200002])
    clock.advance(500)
    expect((await send()).code).toBe(0)
    lab.xiaomi.settings.quotasEnforced = false
    expect((await send()).code).toBe(0)
  })

  it('can be asked for, once a second', async () => {
    expect(await get('/v1/trace/quota/get')).toMatchObject({
      code: 0,
      data: { day_quota: '10000', day_acked: '0' },
    })
    expect((await get('/v1/trace/quota/get')).code).toBe(10032)
  })
})

describe('regIds', () => {
  it('are the same for one installation, new for another', () => {
    expect(newRegID()).toBe(regID)
    const { appID, appKey } = app
    expect(lab.xiaomi.register(device, { appID, appKey, packageName, installationID: '2' })).not.toBe(regID)
  })

  it.each([
    [{ appID: '1' }, '22006'],
    [{ appKey: '1' }, '22007'],
    [{ packageName: 'com.other' }, '22022'],
  ])('are not given for %j', (change, code) => {
    const { appID, appKey } = app
    expect(() =>
      lab.xiaomi.register(device, { appID, appKey, packageName, installationID: '1', ...change }),
    ).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('that died are in the feed, once', async () => {
    lab.xiaomi.unregister(regID)
    expect(lab.xiaomi.tokenState(regID)).toBe('dead')
    expect((await send()).code).toBe(20301)
    expect((await get('/v1/feedback/fetch_invalid_regids')).data).toEqual({ list: [regID] })
    lab.xiaomi.settings.feedbackIntervalMs = SECOND
    expect((await get('/v1/feedback/fetch_invalid_regids')).code).toBe(10030)
    clock.advance(SECOND)
    expect((await get('/v1/feedback/fetch_invalid_regids')).data).toEqual({ list: [] })
  })
})

describe('a phone that is away', () => {
  const back = () => {
    device.online = true
    lab.xiaomi.deviceConnected(device)
    return pushes().map(({ title }) => title)
  }
  beforeEach(() => {
    device.online = false
  })

  it('gets what was stored, without what ran out or was for now only', async () => {
    await send({ title: 'short', time_to_live: '1000' })
    await send({ title: 'online only', 'extra.only_send_once': '1' })
    await send({ title: 'public', 'extra.channel_id': '200', time_to_live: String(5 * DAY) })
    await send({ title: 'long', time_to_live: String(5 * DAY) })
    expect(lab.xiaomi.storedCount(regID)).toBe(3)
    clock.advance(2 * DAY)
    expect(back()).toEqual(['long'])
  })

  it('does not get what was revoked', async () => {
    await send({ title: 'a', notify_id: '1' })
    await send({ title: 'b', notify_id: '2' })
    await call('/v3/message/regid/revoke', {
      registration_ids: regID,
      restricted_package_name: packageName,
      notify_id: '1',
    })
    expect(back()).toEqual(['b'])
  })
})

describe('revoke', () => {
  const form = () => ({ registration_ids: regID, restricted_package_name: packageName, notify_id: '7' })
  const revoke = (change: Record<string, string> = {}, version = 'v3') =>
    call(`/${version}/message/regid/revoke`, { ...form(), ...change })

  it('withdraws from the phone', async () => {
    expect(await revoke({ registration_ids: `${regID},dead` })).toMatchObject({
      code: 0,
      data: { bad_regids: 'dead' },
    })
    expect(device.revoked).toEqual([7])
  })

  it.each([
    [{ registration_ids: '' }, 10016],
    [{ notify_id: '' }, 10016],
    [{ notify_id: 'x' }, 10017],
    [{ restricted_package_name: '' }, 10016],
    [{ restricted_package_name: 'com.other' }, 22022],
    [{ registration_ids: 'dead' }, 20301],
  ])('%j → %i', async (change, code) => {
    expect((await revoke(change)).code).toBe(code)
  })

  it('has its old form behind a switch', async () => {
    const headers = { authorization: `key=${app.appSecret}` }
    expect((await client.request('/v1/message/regid/revoke', headers)).status).toBe(404)
    lab.xiaomi.settings.revokeV1 = true
    expect((await revoke({}, 'v1')).code).toBe(0)
  })
})

it.each([
  ['GET', '/v3/message/regid'],
  ['POST', '/v1/message/regid'],
  ['POST', '/v3/message/alias'],
  ['DELETE', '/v3/message/regid'],
])('%s %s → 404', async (method, path) => {
  const answer = await client.request(path, { ':method': method, authorization: `key=${app.appSecret}` })
  expect(answer.status).toBe(404)
})
