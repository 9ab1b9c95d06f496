import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { Http2Client, http1, ManualClock } from '../testing/wire.ts'
import type { OppoDeliveredPush } from './delivered.ts'
import type { OppoApp, OppoSettings } from './types.ts'

interface Answer {
  code: number
  message: string
  data?: any
}

// 12:00 in China.
const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
const packageName = 'com.example.chat'
const root = '/server/v1/message/notification/'
let lab: Lab
let client: Http2Client
let defaults: OppoSettings
let app: OppoApp
let authToken: string
let device: BareDevice
let id: string

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['oppo'] })
  client = new Http2Client(lab.oppo.url, lab.ca)
  defaults = { ...lab.oppo.settings }
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(() => {
  Object.assign(lab.oppo.settings, defaults)
  lab.oppo.faults.clear()
  app = lab.oppo.createApp({ packageName })
  authToken = lab.oppo.createAuthToken(app)
  device = new BareDevice()
  id = newID()
})

const newID = (on = device) => {
  const { appKey, appSecret } = app
  return lab.oppo.register(on, { appKey, appSecret, packageName, installationID: '1' })
}
const pushes = () => device.pushes as OppoDeliveredPush[]
const last = () => pushes().at(-1)

const call = async (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  JSON.parse((await client.request(path, headers, new URLSearchParams(form).toString())).body) as Answer

const chars = (count: number): string => '😀'.repeat(count)

const message = (notification: Record<string, unknown> = {}, change: Record<string, unknown> = {}) => ({
  target_type: 2,
  target_value: id,
  verify_registration_id: true,
  notification: { title: 'Alice', content: 'See you at 6?', category: 'IM', ...notification },
  ...change,
})

const send = (notification?: Record<string, unknown>, change?: Record<string, unknown>) =>
  call(`${root}unicast`, { auth_token: authToken, message: JSON.stringify(message(notification, change)) })

const batch = (messages: unknown) =>
  call(`${root}unicast_batch`, {
    auth_token: authToken,
    messages: typeof messages === 'string' ? messages : JSON.stringify(messages),
  })

describe('auth', () => {
  const sign = (timestamp: string, secret = app.masterSecret) =>
    createHash('sha256').update(`${app.appKey}${timestamp}${secret}`).digest('hex')
  const auth = (change: Record<string, string> = {}) => {
    const timestamp = change['timestamp'] ?? String(clock.now())
    return call('/server/v1/auth', { app_key: app.appKey, timestamp, sign: sign(timestamp), ...change })
  }

  it('gives a token for 24 hours', async () => {
    const answer = await auth()
    expect(answer).toEqual({
      code: 0,
      message: 'Success',
      data: { auth_token: expect.stringMatching(/^[0-9a-f]{24}$/) as string, create_time: clock.now() },
    })
    authToken = answer.data.auth_token as string
    expect((await send()).code).toBe(0)
    clock.advance(DAY - 1)
    expect((await send()).code).toBe(0)
    clock.advance(1)
    expect((await send()).code).toBe(11)
  })

  it.each([
    [() => ({ app_key: '' }), 15],
    [() => ({ app_key: 'x' }), 14],
    [() => ({ timestamp: '' }), 18],
    [() => ({ timestamp: '1767225600' }), 19],
    [() => ({ timestamp: String(clock.now() + 10 * MINUTE) }), 0],
    [() => ({ timestamp: String(clock.now() - 10 * MINUTE - 1) }), 19],
    [() => ({ sign: '' }), 17],
    [() => ({ sign: sign(String(clock.now()), app.appSecret) }), 16],
    [() => ({ sign: sign(String(clock.now())).toUpperCase() }), 16],
  ])('case %#', async (change, code) => {
    expect((await auth(change())).code).toBe(code)
  })

  it('knows the example of the documents', () => {
    const sum = createHash('sha256')
      .update('oppoAppKeyExample1767225600000oppoMasterSecretExample')
      .digest('hex')
    expect(sum).toBe('001a1fa9e2790186a820f337aa03a204ad826ea0e1ab3d1e2297aad3a56857fa')
  })

  it('takes the token as a form field or as a header', async () => {
    const form = { message: JSON.stringify(message()) }
    expect((await call(`${root}unicast`, form)).code).toBe(29)
    expect((await call(`${root}unicast`, form, { auth_token: authToken })).code).toBe(0)
    expect((await call(`${root}unicast`, { ...form, auth_token: 'x' })).code).toBe(11)
  })

  it.each([
    ['disabled', true, 28],
    ['pushAllowed', false, 30],
  ] as const)('%s %j → %i', async (name, value, code) => {
    Object.assign(app, { [name]: value })
    expect((await send()).code).toBe(code)
    expect((await auth()).code).toBe(code)
  })

  it('can fail by name', async () => {
    lab.oppo.faults.set('expired-auth', { times: 1 })
    expect((await send()).code).toBe(11)
    expect((await send()).code).toBe(0)
    lab.oppo.faults.set('refuse', { code: 13, on: ['token'] })
    expect((await auth()).code).toBe(13)
    expect((await send()).code).toBe(0)
  })
})

describe('one message', () => {
  it('reaches the phone', async () => {
    const answer = await send({
      sub_title: 'sub',
      style: 2,
      click_action_type: 4,
      click_action_activity: 'com.example.Main',
      action_parameters: '{"ext":"{\\"a\\":1}"}',
      channel_id: 'chat',
      notify_level: 2,
      notify_id: 7,
      badge_operation_type: 0,
      badge_message_count: 3,
      fix_speed: false,
    })
    expect(answer).toMatchObject({ code: 0, message: 'Success' })
    expect(answer.data.messageId).toMatch(new RegExp(`^${app.appID}-1-1-[0-9a-f]{24}$`))
    expect(pushes()).toEqual([
      {
        vendor: 'oppo',
        token: id,
        messageID: answer.data.messageId,
        sentAtMs: clock.now(),
        packageName,
        title: 'Alice',
        content: 'See you at 6?',
        subTitle: 'sub',
        style: 2,
        clickActionType: 4,
        clickActivity: 'com.example.Main',
        actionParameters: { ext: '{"a":1}' },
        channelID: 'chat',
        category: 'IM',
        notifyLevel: 2,
        notifyID: 7,
        badge: { set: 3 },
      },
    ])
  })

  it.each<[Record<string, unknown>, number]>([
    [{ title: '' }, 40],
    [{ title: chars(50) }, 0],
    [{ title: chars(51) }, 41],
    [{ title: 7 }, 41],
    [{ content: undefined }, 40],
    [{ content: chars(50) }, 0],
    [{ content: chars(51) }, 41],
    [{ content: chars(128), style: 2 }, 0],
    [{ content: chars(129), style: 2 }, 41],
    [{ style: 3, big_picture_id: 'x' }, 41],
    [{ style: 4 }, 41],
    [{ sub_title: chars(10) }, 0],
    [{ sub_title: chars(11) }, 41],
    [{ click_action_type: 3 }, 41],
    [{ click_action_type: 1 }, 40],
    [{ click_action_type: 4, click_action_activity: 'x'.repeat(501) }, 41],
    [{ click_action_type: 2 }, 40],
    [{ click_action_type: 2, click_action_url: 'no url' }, 41],
    [{ click_action_type: 5, click_action_url: `app://${'x'.repeat(1994)}` }, 0],
    [{ click_action_type: 5, click_action_url: `app://${'x'.repeat(1995)}` }, 41],
    [{ action_parameters: { ext: 'not text' } }, 41],
    [{ action_parameters: '[1]' }, 41],
    [{ action_parameters: `{"a":"${'x'.repeat(3992)}"}` }, 0],
    [{ action_parameters: `{"a":"${'x'.repeat(3993)}"}` }, 41],
    [{ category: 'CHAT' }, 67],
    [{ category: '', notify_level: 2 }, 67],
    [{ notify_level: 3 }, 41],
    [{ notify_level: 16 }, 67],
    [{ off_line: 'maybe' }, 41],
    [{ off_line_ttl: -1 }, 41],
    [{ off_line_ttl: 10 ** 9 }, 0],
    [{ notify_id: 2 ** 31 - 1 }, 0],
    [{ notify_id: 2 ** 31 }, 41],
    [{ badge_operation_type: 2 }, 41],
    [{ badge_message_count: '5' }, 0],
    [{ call_back_url: `https://x.example/${'x'.repeat(182)}` }, 0],
    [{ call_back_url: `https://x.example/${'x'.repeat(183)}` }, 41],
    [{ call_back_url: 'x.example' }, 41],
    [{ call_back_parameter: 'x'.repeat(101) }, 41],
    [{ private_title_parameters: 'x' }, 41],
    [{ private_msg_template_id: 'unknown' }, 41],
  ])('%j → %i', async (change, code) => {
    expect((await send(change)).code).toBe(code)
    expect(pushes()).toHaveLength(code === 0 ? 1 : 0)
  })

  it.each<[Record<string, unknown>, number]>([
    [{ target_type: 5 }, 41],
    [{ target_type: undefined }, 40],
    [{ target_value: '' }, 40],
    [{ target_value: 'not an id' }, 41],
    [{ target_value: `CN_${'0'.repeat(32)};CN_${'1'.repeat(32)}` }, 41],
    [{ target_value: `CN_${'0'.repeat(32)}` }, 10000],
    [{ target_value: 'f'.repeat(32) }, 10000],
    [{ notification: 'x' }, 40],
  ])('to %j → %i', async (change, code) => {
    const answer = await send({}, change)
    expect(answer.code).toBe(code)
    expect(answer).not.toHaveProperty('data')
  })

  it('that is no JSON, or missing', async () => {
    expect((await call(`${root}unicast`, { auth_token: authToken, message: '{' })).code).toBe(41)
    expect((await call(`${root}unicast`, { auth_token: authToken })).code).toBe(40)
  })

  it('with an app_message_id is pushed to a phone once', async () => {
    expect((await send({ app_message_id: 'm' })).code).toBe(0)
    expect((await send({ app_message_id: 'm' })).code).toBe(32)
    lab.oppo.settings.duplicateCode = 0
    expect((await send({ app_message_id: 'm' })).code).toBe(0)
    expect(pushes()).toHaveLength(1)
    expect((await send({ app_message_id: 'n' })).code).toBe(0)
    expect((await send({ app_message_id: 'm' }, { target_value: newID(new BareDevice()) })).code).toBe(0)
    expect(pushes()).toHaveLength(2)
  })

  it('may be too long for the SDK only, hold words the vendor does not like, or need a grant', async () => {
    lab.oppo.settings.maxContentChars = 200
    expect((await send({ content: chars(200) })).code).toBe(0)
    app.forbiddenWords = [/测试|test/i]
    expect(await send({ title: 'A Test' })).toMatchObject({
      code: 41,
      message: expect.stringMatching(/sensitive/),
    })
    app.bannerApproved = true
    expect((await send({ notify_level: 16 })).code).toBe(0)
    app.categories = new Set(['NEWS'])
    expect((await send()).code).toBe(67)
  })

  it('to an app of another owner is none', async () => {
    authToken = lab.oppo.createAuthToken(lab.oppo.createApp({ packageName: 'com.other' }))
    expect((await send()).code).toBe(10000)
  })
})

describe('templates', () => {
  const templated = (change: Record<string, unknown> = {}) =>
    send({
      private_msg_template_id: app.addTemplate({ title: '$ {name} $ wrote', content: '${text}$' }),
      private_title_parameters: { name: 'Ann' },
      private_content_parameters: { text: 'Hi $& there' },
      ...change,
    })

  it('make title and content, from objects or their text', async () => {
    expect((await templated()).code).toBe(0)
    expect(last()).toMatchObject({ title: 'Ann wrote', content: 'Hi $& there' })
    expect((await templated({ private_title_parameters: '{"name":"Bo"}' })).code).toBe(0)
    expect(last()).toMatchObject({ title: 'Bo wrote' })
  })

  it('want all their variables', async () => {
    expect((await templated({ private_title_parameters: {} })).code).toBe(41)
  })

  it('may be demanded for chat', async () => {
    app.templateRequired = true
    expect(await send()).toMatchObject({ code: 54, message: 'private_msg_template_id is null: IM' })
    expect((await send({ category: 'ORDER' })).code).toBe(0)
    expect((await templated()).code).toBe(0)
  })
})

describe('batches', () => {
  it('fail in parts', async () => {
    const second = new BareDevice()
    const secondID = newID(second)
    const dead = `CN_${'0'.repeat(32)}`
    const answer = await batch([
      message(),
      message({ title: 'Bob' }, { target_value: secondID }),
      message({}, { target_value: dead }),
    ])
    expect(answer).toMatchObject({
      code: 0,
      data: [
        { registrationId: id, messageId: expect.stringContaining(app.appID) },
        { registrationId: secondID },
        { registrationId: dead, errorCode: 10000, errorMessage: 'Invalid RegistrationId' },
      ],
    })
    expect(answer.data[0]).not.toHaveProperty('errorCode')
    expect([last()?.title, second.pushes]).toMatchObject(['Alice', [{ title: 'Bob' }]])
  })

  it.each<[() => unknown, number]>([
    [() => '', 40],
    [() => '{', 41],
    [() => [], 41],
    [() => ({}), 41],
    [() => [null], 41],
    [() => Array.from({ length: 1_001 }, () => message()), 41],
    [() => [message(), message({}, { target_value: 'bad id' })], 41],
    [() => [message(), message({ title: '' })], 40],
  ])('case %#: nothing is sent', async (messages, code) => {
    expect((await batch(messages())).code).toBe(code)
    expect(pushes()).toHaveLength(0)
  })
})

describe('broadcasts', () => {
  const save = (change: Record<string, string> = {}) =>
    call(`${root}save_message_content`, {
      auth_token: authToken,
      title: 'Alice',
      content: 'Hi',
      category: 'IM',
      notify_id: '4',
      off_line: 'true',
      ...change,
    })
  const broadcast = (form: Record<string, string>) =>
    call(`${root}broadcast`, { auth_token: authToken, ...form })

  it('go to ids, the failed ones under their code', async () => {
    const { data } = await save({ app_message_id: 'a', style: '3', big_picture_id: 'p' })
    expect((await save({ app_message_id: 'a' })).data).toEqual(data)
    const answer = await broadcast({
      message_id: data.message_id,
      target_type: '2',
      target_value: `${id};dead`,
    })
    expect(answer).toMatchObject({ code: 0, data: { ...data, 10000: ['dead'] } })
    expect(last()).toMatchObject({ messageID: data.message_id, notifyID: 4, style: 3 })
  })

  it('go to all', async () => {
    const second = new BareDevice()
    newID(second)
    const { data } = await save()
    await broadcast({ message_id: data.message_id, target_type: '1' })
    expect([pushes().length, second.pushes.length]).toEqual([1, 1])
  })

  it.each([
    [{}, 40],
    [{ message_id: 'x' }, 31],
    [{ message_id: '?', target_type: '6' }, 41],
    [{ message_id: '?', target_type: '2' }, 40],
    [
      {
        message_id: '?',
        target_type: '2',
        target_value: Array.from({ length: 1_001 }, (_, i) => i).join(';'),
      },
      41,
    ],
  ])('%j → %i', async (form: Record<string, string>, code) => {
    const { data } = await save()
    expect(
      (await broadcast(form['message_id'] === '?' ? { ...form, message_id: data.message_id } : form)).code,
    ).toBe(code)
    expect((await save({ title: '' })).code).toBe(40)
  })
})

describe('quotas', () => {
  it('of content: a day, an app, a phone; none for chat', async () => {
    for (let count = 0; count < 4; count += 1) expect((await send({ category: 'MARKETING' })).code).toBe(0)
    expect(pushes()).toHaveLength(2)
    for (let count = 0; count < 7; count += 1) await send({ category: 'NEWS' })
    expect(pushes()).toHaveLength(7)
    for (let count = 0; count < 9; count += 1) await send()
    expect(pushes()).toHaveLength(16)
    lab.oppo.settings.contentDailyFloor = 11
    expect((await send({ category: '' })).code).toBe(33)
    // 00:00 UTC+8 is 16:00 UTC.
    clock.advance(12 * HOUR)
    authToken = lab.oppo.createAuthToken(app)
    expect((await send({ category: '' })).code).toBe(0)
    expect(pushes()).toHaveLength(17)
  })

  it('do not count channels of before the categories', async () => {
    app.privateChannels = new Set(['chat'])
    for (let count = 0; count < 4; count += 1) await send({ category: '', channel_id: 'chat' })
    expect(pushes()).toHaveLength(4)
  })

  it.each([-2, 13, 55] as const)('of messages a second → %i', async (code) => {
    Object.assign(lab.oppo.settings, { messagesPerSecond: 2, rateCode: code })
    expect([(await send()).code, (await send()).code, (await send()).code]).toEqual([0, 0, code])
    clock.advance(SECOND)
    expect((await batch([message(), message(), message()])).code).toBe(code)
    lab.oppo.settings.quotasEnforced = false
    expect((await send()).code).toBe(0)
  })
})

describe('a phone that is away', () => {
  it('gets what was stored, without what ran out or was for now only', async () => {
    device.online = false
    await send({ title: 'default' })
    await send({ title: 'short', off_line_ttl: 1 })
    await send({ title: 'now', off_line: false })
    await send({ title: 'long', off_line_ttl: 10 ** 9 })
    expect(lab.oppo.storedCount(id)).toBe(3)
    clock.advance(2 * HOUR)
    device.online = true
    lab.oppo.deviceConnected(device)
    expect(pushes().map(({ title }) => title)).toEqual(['long'])
  })

  it('keeps it for ten days at most', async () => {
    device.online = false
    await send({ off_line_ttl: 10 ** 9 })
    clock.advance(10 * DAY)
    expect(lab.oppo.storedCount(id)).toBe(0)
  })
})

describe('registration ids', () => {
  it('are the same for one installation, and die', async () => {
    expect(id).toMatch(/^CN_[0-9a-f]{32}$/)
    expect(newID()).toBe(id)
    lab.oppo.unregister(id)
    expect(lab.oppo.tokenState(id)).toBe('dead')
    expect((await send()).code).toBe(10000)
    expect(lab.oppo.tokenState(newID())).toBe('valid')
    expect(lab.oppo.tokenState('x')).toBeUndefined()
  })

  it.each([
    [{ appKey: 'x' }, '14'],
    [{ appSecret: 'x' }, '16'],
    [{ packageName: 'com.other' }, '14'],
  ])('are not given for %j', (change, code) => {
    const { appKey, appSecret } = app
    expect(() =>
      lab.oppo.register(device, { appKey, appSecret, packageName, installationID: '1', ...change }),
    ).toThrow(expect.objectContaining({ code }) as Error)
  })
})

describe('faults', () => {
  it.each([-2, -1, 11, 13, 14, 16, 19, 28, 30, 31, 33, 40, 41, 42, 54, 55, 67, 69, 10000, 12345])(
    'refuse with %i',
    async (code) => {
      lab.oppo.faults.set('refuse', { code })
      expect(await send()).toMatchObject({ code, message: expect.stringMatching(/./) })
      lab.oppo.faults.set('refuse', { code: String(code), message: 'my words' })
      expect(await send()).toEqual({ code, message: 'my words' })
      expect(pushes()).toHaveLength(0)
    },
  )

  it('declare ids dead', async () => {
    const second = newID(new BareDevice())
    lab.oppo.faults.set('dead-token', { tokens: [second] })
    expect((await batch([message(), message({}, { target_value: second })])).data).toMatchObject([
      { registrationId: id },
      { registrationId: second, errorCode: 10000 },
    ])
    lab.oppo.faults.set('dead-token')
    expect((await send()).code).toBe(10000)
  })

  it.each([
    ['unavailable', 503],
    ['too-many-requests', 429],
  ] as const)('%s is no JSON', async (fault, status) => {
    lab.oppo.faults.set(fault)
    expect(await client.request(`${root}unicast`, {}, '')).toMatchObject({
      status,
      headers: { 'content-type': 'text/html;charset=UTF-8' },
    })
  })
})

it.each([
  ['POST', '/server/v1/message/notification/alias', 404, ''],
  ['GET', '/', 404, ''],
  ['GET', `${root}unicast`, 200, '{"code":12,'],
  ['DELETE', '/server/v1/auth', 200, '{"code":12,'],
])('%s %s → %i %s', async (method, path, status, start) => {
  const answer = await client.request(path, { ':method': method })
  expect([answer.status, answer.body.startsWith(start)]).toEqual([status, true])
})

it('speaks UTF-8, over HTTP/1.1 too', async () => {
  const options = {
    ca: lab.ca,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=gbk', auth_token: authToken },
    body: new URLSearchParams({ message: JSON.stringify(message()) }).toString(),
  }
  expect(JSON.parse((await http1(`${lab.oppo.url}${root}unicast`, options)).body)).toMatchObject({ code: 25 })
  options.headers['content-type'] = 'application/x-www-form-urlencoded; charset=utf-8'
  expect(JSON.parse((await http1(`${lab.oppo.url}${root}unicast`, options)).body)).toMatchObject({ code: 0 })
})
