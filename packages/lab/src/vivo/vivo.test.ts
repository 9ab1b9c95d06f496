import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { Http2Client, ManualClock } from '../testing/wire.ts'
import type { VivoDeliveredPush } from './delivered.ts'
import type { VivoApp, VivoSettings } from './types.ts'

/** Noon in China. */
const startMs = Date.UTC(2026, 10, 23, 4)
const packageName = 'com.example.chat'
let clock: ManualClock
let lab: Lab
let client: Http2Client
let app: VivoApp
let device: BareDevice
let regID: string
let token: string
let defaults: VivoSettings

beforeAll(async () => {
  clock = new ManualClock(startMs)
  lab = await startLab({ clock, vendors: ['vivo'] })
  client = new Http2Client(lab.vivo.url, lab.ca)
  defaults = { ...lab.vivo.settings }
})
afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await lab.close()
})
beforeEach(async () => {
  // Each case has a noon of its own: quotas of the day before are forgotten.
  clock.advance(DAY - ((clock.now() - startMs) % DAY))
  lab.vivo.faults.clear()
  Object.assign(lab.vivo.settings, defaults)
  app = lab.vivo.createApp({ packageName })
  device = new BareDevice()
  regID = newRegID()
  token = (await auth()).authToken ?? ''
})

const newRegID = (on = device) =>
  lab.vivo.register(on, {
    appID: String(app.appID),
    appKey: app.appKey,
    packageName,
    installationID: '1',
  })

interface Answer {
  result: number
  desc: string
  authToken?: string
  taskId?: string
  requestId?: string
  invalidUser?: { status: number; userid: string }
  invalidUsers?: { status: number; userid: string }[]
}

const call = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> => {
  const answer = await client.request(
    path,
    { 'content-type': 'application/json;charset=UTF-8', ...headers },
    JSON.stringify(body),
  )
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body) as Answer
}

const auth = (change: Record<string, unknown> = {}): Promise<Answer> => {
  const { appID, appKey, appSecret } = app
  const timestamp = clock.now()
  const sign = createHash('md5').update(`${appID}${appKey}${timestamp}${appSecret}`).digest('hex')
  return call('/message/auth', { appId: appID, appKey, timestamp, sign, ...change })
}

const message = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  appId: app.appID,
  regId: regID,
  notifyType: 4,
  title: 'Alice',
  content: 'See you at 6?',
  skipType: 1,
  classification: 1,
  category: 'IM',
  requestId: '01J9Z3A6QK8',
  ...change,
})

const post = (path: string, body: object) => call(path, body, { authtoken: token })
const send = (change: Record<string, unknown> = {}) => post('/message/send', message(change))
const last = () => device.pushes.at(-1) as VivoDeliveredPush | undefined

describe('access tokens', () => {
  it('are given for a signature, by numbers or texts, several at once', async () => {
    const first = await auth()
    expect(first).toEqual({ result: 0, desc: '请求成功', authToken: expect.any(String) })
    expect((await auth({ appId: String(app.appID), timestamp: String(clock.now()) })).result).toBe(0)
    token = first.authToken ?? ''
    expect((await send()).result).toBe(0)
  })

  it.each([
    [{ appId: '' }, 10200],
    [{ appKey: '' }, 10201],
    [{ appKey: 'other' }, 10202],
    [{ timestamp: '' }, 10203],
    [{ sign: '' }, 10204],
    [{ appId: 1 }, 10205],
    [{ sign: 'ABC' }, 10206],
    [{ timestamp: startMs - HOUR }, 10207],
    [{ timestamp: 1_767_225_600 }, 10207],
  ])('with %j answer %i', async (change, result) => {
    expect((await auth(change)).result).toBe(result)
  })

  it('are given 10 times a second', async () => {
    // One has been given already.
    for (let count = 1; count < 10; count += 1) expect((await auth()).result).toBe(0)
    expect((await auth()).result).toBe(10093)
    clock.advance(100)
    expect((await auth()).result).toBe(0)
  })

  it('end after 24 hours, and when the vendor says so', async () => {
    clock.advance(DAY - 1)
    expect((await send()).result).toBe(0)
    clock.advance(1)
    expect((await send()).result).toBe(10000)
    token = (await auth()).authToken ?? ''
    lab.vivo.expireAuthTokens()
    expect((await send()).result).toBe(10000)
  })

  it('belong to one app', async () => {
    expect((await call('/message/send', message())).result).toBe(10000)
    expect((await send({ appId: 1 })).result).toBe(10094)
    expect((await send({ appId: String(app.appID) })).result).toBe(0)
    expect((await send({ appId: undefined })).result).toBe(0)
  })
})

describe('a message', () => {
  it('reaches the phone', async () => {
    const skipContent = `intent://chat#Intent;package=${packageName};S.a=1;end`
    const answer = await send({
      skipType: 4,
      skipContent,
      timeToLive: 86_400,
      networkType: -1,
      clientCustomMap: { ext: '{"a":1}' },
      notifyId: 183_746,
      foregroundShow: false,
      addBadge: true,
      pushMode: 0,
    })
    expect(answer).toEqual({ result: 0, desc: '请求成功', taskId: expect.stringMatching(/^\d{19}$/) })
    expect(last()).toEqual({
      vendor: 'vivo',
      token: regID,
      messageID: answer.taskId,
      sentAtMs: clock.now(),
      packageName,
      title: 'Alice',
      content: 'See you at 6?',
      notifyType: 4,
      skipType: 4,
      skipContent,
      params: { ext: '{"a":1}' },
      classification: 1,
      category: 'IM',
      notifyID: 183_746,
      foregroundShow: false,
      addBadge: true,
    })
  })

  it('takes numbers as texts, as some clients send them', async () => {
    const change = { notifyType: '4', skipType: '1', classification: '1', notifyId: '7', timeToLive: '60' }
    expect((await send(change)).result).toBe(0)
    expect(last()).toMatchObject({ notifyType: 4, skipType: 1, classification: 1, notifyID: 7 })
  })

  it.each([
    [{ regId: '' }, 10050],
    [{ classification: 2 }, 10051],
    [{ notifyType: undefined }, 10054],
    [{ notifyType: 5 }, 10054],
    [{ title: ' ' }, 10055],
    [{ title: '你'.repeat(41) }, 10056],
    [{ content: '' }, 10057],
    [{ content: '👍'.repeat(101) }, 10058],
    [{ timeToLive: 59 }, 10059],
    [{ timeToLive: 86_401 }, 10059],
    [{ skipType: 0 }, 10060],
    [{ skipType: 2, skipContent: 'ftp://x' }, 10060],
    [{ skipType: 4 }, 10060],
    [{ networkType: 2 }, 10065],
    [{ clientCustomMap: { ext: 'x'.repeat(1022) } }, 10067],
    [{ clientCustomMap: { ext: 1 } }, 10067],
    [{ notifyId: 0 }, 10095],
    [{ notifyId: 2 ** 31 }, 10095],
    [{ category: 'CHAT' }, 10096],
    [{ category: 'im' }, 10096],
    [{ classification: 0 }, 10097],
    [{ category: 'NEWS' }, 10097],
    [{ extra: { other: '1' } }, 10304],
    [{ extra: { callback: `https://x.example/${'x'.repeat(128)}` } }, 10305],
    [{ extra: { 'callback.param': 'x'.repeat(193) } }, 10306],
    [{ requestId: '' }, 10352],
    [{ requestId: 'x'.repeat(65) }, 10353],
  ])('with %j answers %i', async (change, result) => {
    expect((await send(change)).result).toBe(result)
    expect(device.pushes).toEqual([])
  })

  it.each([
    [{ title: '你'.repeat(40), content: '👍'.repeat(100) }],
    [{ timeToLive: 60 }],
    [{ clientCustomMap: { ext: 'x'.repeat(1021) } }],
    [{ requestId: 'x'.repeat(64), notifyId: 2 ** 31 - 1 }],
  ])('is taken at its limits', async (change) => {
    expect((await send(change)).result).toBe(0)
  })

  it('with an unknown, a dead or a strange regId names it', async () => {
    lab.vivo.unregister(regID)
    expect(lab.vivo.tokenState(regID)).toBe('dead')
    expect(await send()).toEqual({
      result: 10302,
      desc: 'regId不合法',
      invalidUser: { status: 2, userid: regID },
    })
    expect((await send({ regId: 'v2-none' })).invalidUser?.status).toBe(1)
    const fresh = newRegID()
    expect(fresh).not.toBe(regID)
    lab.vivo.faults.set('dead-token', { tokens: [fresh] })
    expect((await send({ regId: fresh })).invalidUser?.status).toBe(2)
  })

  it('waits for a phone that is away', async () => {
    device.online = false
    await send({ timeToLive: 60, content: 'one' })
    await send({ timeToLive: 120, content: 'two' })
    await send({ sendOnline: true, content: 'three' })
    expect(lab.vivo.storedCount(regID)).toBe(2)
    clock.advance(MINUTE)
    device.online = true
    lab.vivo.deviceConnected(device)
    expect(device.pushes).toMatchObject([{ content: 'two' }])
  })
})

describe('apps and their classes', () => {
  it.each([
    [{ closed: true }, 10043],
    [{ underReview: true }, 10045],
    [{ systemMessages: false }, 10082],
    [{ forbiddenWords: [/at 6/] }, 10103],
  ])('%j: %i', async (change, result) => {
    Object.assign(app, change)
    expect((await send()).result).toBe(result)
  })

  it.each(['12345', 'hello', '!?', '1-2', '测试一下', '[图片] 你好', '{你好}'])(
    '%j looks like a test',
    async (content) => {
      expect((await send({ content })).result).toBe(0)
      lab.vivo.settings.placeholdersRefused = true
      expect((await send({ title: '小明', content })).result).toBe(10104)
      expect((await send({ title: '小明', content: '六点见' })).result).toBe(0)
    },
  )

  it('in test mode reaches test devices only, also under review', async () => {
    app.underReview = true
    expect((await send({ pushMode: 1 })).invalidUser).toEqual({ status: 4, userid: regID })
    app.testDevices.add(regID)
    expect((await send({ pushMode: 1 })).result).toBe(0)
  })

  it('has a day’s share of system messages', async () => {
    lab.vivo.settings.systemPerEnabledDevice = 2
    expect((await send()).result).toBe(0)
    expect((await send()).result).toBe(0)
    expect((await send()).result).toBe(10073)
    // 00:00 UTC+8.
    clock.advance(12 * HOUR)
    expect((await send()).result).toBe(0)
  })

  it('has a day’s share of operational messages, for the app and for each phone', async () => {
    const operational = (content: string) => send({ classification: 0, category: 'MARKETING', content })
    lab.vivo.settings.operationalDailyFloor = 3
    for (const text of ['a', 'a', 'b', 'c']) expect((await operational(text)).result).toBe(0)
    expect(device.pushes.map((push) => (push as VivoDeliveredPush).content)).toEqual(['a', 'b'])
    lab.vivo.settings.operationalDailyFloor = 0
    expect((await operational('d')).result).toBe(10070)
    lab.vivo.settings.quotasEnforced = false
    expect((await operational('e')).result).toBe(0)
  })

  it('sends operational messages by day only, and without a class it is one', async () => {
    clock.advance(11 * HOUR)
    const noClass = { classification: undefined, category: undefined }
    expect((await send(noClass)).result).toBe(10071)
    expect((await send()).result).toBe(0)
    clock.advance(8 * HOUR)
    expect((await send(noClass)).result).toBe(0)
  })

  it('has a rate', async () => {
    lab.vivo.settings.messagesPerSecond = 2
    const results = [await send(), await send(), await send()].map(({ result }) => result)
    expect(results).toEqual([0, 0, 10072])
    clock.advance(500)
    expect((await send()).result).toBe(0)
  })

  it('refuses phones with notifications off, or tells by a receipt', async () => {
    device.notificationsAllowed = false
    expect((await send()).result).toBe(10311)
    lab.vivo.settings.unreachableRefused = false
    lab.vivo.settings.quotasEnforced = false
    expect((await send()).result).toBe(0)
  })
})

describe('the list form', () => {
  const save = (change: Record<string, unknown> = {}) =>
    post('/message/saveListPayload', message({ regId: undefined, ...change }))
  const push = (taskId: unknown, regIds: unknown) =>
    post('/message/pushToList', { appId: app.appID, regIds, taskId, requestId: 'r1' })

  it('reaches many and names the bad ones', async () => {
    const second = new BareDevice()
    const { taskId } = await save({ extra: { callback: 'http://127.0.0.1:1/r' } })
    expect(await push(taskId, [regID, 'v2-none', newRegID(second)])).toEqual({
      requestId: 'r1',
      result: 0,
      desc: '请求成功',
      taskId,
      invalidUsers: [{ status: 1, userid: 'v2-none' }],
    })
    expect([device.pushes.length, second.pushes.length]).toEqual([1, 1])
    await lab.vivo.receiptsSettled()
    expect(lab.vivo.receipts).toEqual([])
  })

  it('has its limits', async () => {
    const { taskId } = await save({ timeToLive: 60 })
    expect((await push(taskId, [])).result).toBe(10150)
    expect((await push('', [regID, 'b'])).result).toBe(10151)
    expect((await push('1', [regID, 'b'])).result).toBe(10152)
    expect((await push(taskId, [regID])).result).toBe(10153)
    const tooMany = Array.from({ length: 1001 }, (_, index) => `v2-${index}`)
    expect((await push(taskId, tooMany)).result).toBe(10153)
    expect((await push(taskId, tooMany.slice(1))).result).toBe(0)
    clock.advance(MINUTE)
    expect((await push(taskId, [regID, 'b'])).result).toBe(10155)
    lab.vivo.settings.savedMessagesPerDay = 1
    expect((await save()).result).toBe(10252)
  })
})

describe('faults', () => {
  it.each([10000, 10040, 10070, 10085, 10250, 10254, 10302, 99999])('refuse with %i', async (code) => {
    lab.vivo.faults.set('refuse', { code, times: 1 })
    expect((await send()).result).toBe(code)
    expect(device.pushes).toEqual([])
    expect((await send()).result).toBe(0)
  })

  it('expired-auth', async () => {
    lab.vivo.faults.set('expired-auth', { times: 1 })
    expect((await send()).result).toBe(10000)
    lab.vivo.faults.set('expired-auth', { on: ['token'] })
    expect((await auth()).result).toBe(10206)
  })

  it('a code that is no number is the test’s own mistake', async () => {
    lab.vivo.faults.set('refuse', { code: 'BUSY' })
    const answer = await client.request('/message/send', { authtoken: token }, '{}')
    expect(answer).toMatchObject({ status: 500, body: expect.stringContaining('codes are numbers') })
  })

  it('other paths and bodies are a page', async () => {
    const status = async (path: string, body: string) =>
      (await client.request(path, { authtoken: token }, body)).status
    expect(await status('/message/other', '{}')).toBe(404)
    expect(await status('/message/send', 'x')).toBe(400)
  })
})
