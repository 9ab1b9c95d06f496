import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { startCallback, type Callback } from '../testing/callback.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, ManualClock } from '../testing/wire.ts'
import type { MeizuDeliveredPush } from './delivered.ts'
import type { MeizuApp, MeizuSettings } from './types.ts'

const startMs = Date.UTC(2026, 10, 23, 4)
const packageName = 'com.example.chat'
const directPath = '/garcia/api/server/push/varnished/pushByPushId'
let clock: ManualClock
let lab: Lab
let callback: Callback
let app: MeizuApp
let device: BareDevice
let pushID: string
let defaults: MeizuSettings

beforeAll(async () => {
  clock = new ManualClock(startMs)
  lab = await startLab({ clock, vendors: ['meizu'] })
  callback = await startCallback()
  defaults = { ...lab.meizu.settings }
})
afterAll(async () => {
  await lab.close()
  await callback[Symbol.asyncDispose]()
})
beforeEach(() => {
  // Each case has a noon of its own: shares of the day before are forgotten.
  clock.advance(DAY - ((clock.now() - startMs) % DAY))
  lab.meizu.faults.clear()
  Object.assign(lab.meizu.settings, defaults)
  callback.received.length = 0
  app = lab.meizu.createApp({ packageName })
  device = new BareDevice()
  pushID = newPushID()
})

const newPushID = (on = device) =>
  lab.meizu.register(on, { appID: app.appID, appKey: app.appKey, packageName, installationID: '1' })

interface Answer {
  code: string
  message: string
  value: Record<string, unknown> | ''
  redirect: string
  msgId?: string
}

const signed = (fields: Record<string, string>, secret = app.appSecret): string => {
  const joined = Object.keys(fields).toSorted()
  const text = joined.map((name) => `${name}=${fields[name]}`).join('') + secret
  const sign = createHash('md5').update(text).digest('hex')
  return new URLSearchParams({ ...fields, sign }).toString()
}

const post = async (path: string, body: string): Promise<Answer> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
  const answer = await http1(lab.meizu.url + path, { ca: lab.ca, headers, body })
  expect(answer.status).toBe(200)
  return JSON.parse(answer.body) as Answer
}

const notice = (change: object = {}) => ({ noticeMsgType: 1, title: 'Alice', content: 'Hi', ...change })
const send = (parts: object = {}, fields: Record<string, string> = {}) =>
  post(
    directPath,
    signed({
      appId: app.appID,
      pushIds: pushID,
      messageJson: JSON.stringify({ noticeBarInfo: notice(), ...parts }),
      ...fields,
    }),
  )
const last = () => device.pushes.at(-1) as MeizuDeliveredPush | undefined

describe('a message', () => {
  it('reaches the phone', async () => {
    const answer = await send({
      clickTypeInfo: { clickType: 1, activity: 'com.example.chat.Main', parameters: { ext: '{"a":1}' } },
      pushTimeInfo: { offLine: 1, validTime: 24 },
      advanceInfo: { notificationType: { sound: 0 }, notifyKey: 'c2calice' },
    })
    expect(answer).toEqual({
      code: '200',
      message: '',
      value: {},
      redirect: '',
      msgId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(last()).toEqual({
      vendor: 'meizu',
      token: pushID,
      messageID: answer.msgId,
      sentAtMs: clock.now(),
      packageName,
      title: 'Alice',
      content: 'Hi',
      noticeMsgType: 1,
      clickType: 1,
      activity: 'com.example.chat.Main',
      url: '',
      parameters: { ext: '{"a":1}' },
      sound: false,
      notifyKey: 'c2calice',
      reportClick: expect.any(Function),
    })
  })

  it('takes booleans and empty texts, as the vendor’s Java SDK sends them', async () => {
    const answer = await send({
      clickTypeInfo: { clickType: 0, activity: '', url: '', parameters: '', customAttribute: '' },
      pushTimeInfo: { offLine: true, validTime: '' },
      advanceInfo: { suspend: true, notificationType: { sound: false }, notifyKey: '' },
      vipInfo: { subtitle: '' },
    })
    expect(answer.code).toBe('200')
    expect(last()).toMatchObject({ sound: false, notifyKey: '' })
  })

  it.each([
    [{ noticeBarInfo: notice({ title: '' }) }],
    [{ noticeBarInfo: notice({ title: '你'.repeat(33) }) }],
    [{ noticeBarInfo: notice({ content: '' }) }],
    [{ noticeBarInfo: notice({ content: '👍'.repeat(101) }) }],
    [{ noticeBarInfo: notice({ noticeMsgType: 2 }) }],
    [{ clickTypeInfo: { clickType: 4 } }],
    [{ clickTypeInfo: { clickType: 1 } }],
    [{ clickTypeInfo: { clickType: 2, url: `https://x.example/${'x'.repeat(1000)}` } }],
    [{ clickTypeInfo: { parameters: ['a'] } }],
    [{ pushTimeInfo: { validTime: 0 } }],
    [{ pushTimeInfo: { validTime: 73 } }],
    [{ pushTimeInfo: { validTime: 1.5 } }],
    [{ advanceInfo: { notifyKey: 'c2c_alice' } }],
    [{ advanceInfo: { notifyKey: 'c2c/alic' } }],
    [{ extra: { callback: `https://x.example/${'x'.repeat(128)}` } }],
    [{ extra: { 'callback.param': 'x'.repeat(65) } }],
    [{ extra: { 'callback.type': '4' } }],
  ])('with %j answers 1005', async (parts) => {
    expect(await send(parts)).toMatchObject({ code: '1005', value: '' })
    expect(device.pushes).toEqual([])
  })

  it('is taken at its limits', async () => {
    const noticeBarInfo = notice({ title: '你'.repeat(32), content: '👍'.repeat(100) })
    const advanceInfo = { notifyKey: 'aZ0_-123' }
    expect((await send({ noticeBarInfo, advanceInfo, pushTimeInfo: { validTime: 72 } })).code).toBe('200')
  })

  it.each([
    [{ messageJson: '' }, '110004'],
    [{ messageJson: '[]' }, '1005'],
    [{ pushIds: '' }, '110004'],
    [{ pushIds: Array.from({ length: 101 }, (_, index) => `p${index}`).join(',') }, '1005'],
    [{ appId: '1' }, '110000'],
    [{ restrictedPackageNames: 'com.other' }, '110031'],
    [{ restrictedPackageNames: `com.other,${packageName}` }, '200'],
  ])('with fields %j answers %s', async (fields, code) => {
    expect((await send({}, fields)).code).toBe(code)
  })

  it('must be signed, over the raw values', async () => {
    const messageJson = JSON.stringify({ noticeBarInfo: notice({ content: 'a+b & c=d 你好' }) })
    const fields = { appId: app.appID, pushIds: pushID, messageJson }
    expect((await post(directPath, signed(fields, 'wrong'))).code).toBe('1006')
    expect((await post(directPath, new URLSearchParams(fields).toString())).code).toBe('1006')
    expect((await post(directPath, signed(fields).replaceAll('+', '%20'))).code).toBe('200')
    expect(last()?.content).toBe('a+b & c=d 你好')
    app.blacklisted = true
    expect((await post(directPath, signed(fields))).code).toBe('110009')
  })

  it('names the bad ones of a batch, by their codes', async () => {
    const [gone, off] = [new BareDevice(), new BareDevice()]
    const [goneID, offID] = [newPushID(gone), newPushID(off)]
    lab.meizu.unregister(goneID)
    off.notificationsAllowed = false
    const answer = await send({}, { pushIds: [goneID, pushID, offID, 'none', 'nil'].join(',') })
    expect(answer.value).toEqual({ 110002: [goneID], 110003: ['none', 'nil'], 110010: [offID] })
    expect(device.pushes).toHaveLength(1)
    expect([lab.meizu.tokenState(goneID), lab.meizu.tokenState(pushID)]).toEqual(['dead', 'valid'])
    lab.meizu.faults.set('dead-token', { tokens: [pushID] })
    expect((await send()).value).toEqual({ 110002: [pushID] })
  })

  it('to aliases is for nobody: phones of this emulator have none', async () => {
    const path = '/garcia/api/server/push/varnished/pushByAlias'
    const messageJson = JSON.stringify({ noticeBarInfo: notice() })
    const to = (alias: string) => post(path, signed({ appId: app.appID, alias, messageJson }))
    expect(await to('lin,ann')).toMatchObject({ code: '200', value: { 110005: ['lin', 'ann'] } })
    expect(await to('')).toMatchObject({ code: '110004' })
    expect(device.pushes).toEqual([])
  })

  it('waits for a phone that is away', async () => {
    device.online = false
    await send({ pushTimeInfo: { validTime: 1 } })
    await send({ pushTimeInfo: { validTime: 2 }, noticeBarInfo: notice({ content: 'two' }) })
    await send({ pushTimeInfo: { offLine: 0 } })
    expect(lab.meizu.storedCount(pushID)).toBe(2)
    clock.advance(HOUR)
    device.online = true
    lab.meizu.deviceConnected(device)
    expect(device.pushes).toMatchObject([{ content: 'two' }])
  })
})

describe('shares', () => {
  it('of a phone: five a minute, then folded', async () => {
    for (let count = 0; count < 5; count += 1) expect((await send()).value).toEqual({})
    expect((await send()).value).toEqual({ 520: [pushID] })
    clock.advance(MINUTE)
    expect((await send()).value).toEqual({})
  })

  it('of a phone: three public ones a day, private ones without end', async () => {
    const sendPublic = () => send({ noticeBarInfo: { title: 'A', content: 'b' } })
    for (let count = 0; count < 3; count += 1) expect((await sendPublic()).value).toEqual({})
    expect((await sendPublic()).value).toEqual({ 110011: [pushID] })
    expect((await send()).value).toEqual({})
    // 00:00 UTC+8.
    clock.advance(12 * HOUR)
    expect((await sendPublic()).value).toEqual({})
  })

  it('of an app: calls a second, messages a day, private status', async () => {
    lab.meizu.settings.requestsPerSecond = 1
    expect((await send()).code).toBe('200')
    expect((await send()).code).toBe('110010')
    clock.advance(SECOND)
    lab.meizu.settings.appDaily = 1
    expect((await send()).code).toBe('110019')
    lab.meizu.settings.quotasEnforced = false
    expect((await send()).code).toBe('200')
    lab.meizu.settings.privateGranted = false
    expect((await send()).value).toEqual({ 201: [pushID] })
  })
})

describe('tasks and switches', () => {
  const pushPath = '/garcia/api/server/push'
  const create = (change: Record<string, string> = {}) => {
    const messageJson = JSON.stringify({ noticeBarInfo: notice(), extra: { callback: callback.url } })
    const fields = { appId: app.appID, pushType: '0', messageJson, ...change }
    return post(`${pushPath}/pushTask/getTaskId`, signed(fields))
  }
  const push = (taskId: string) =>
    post(
      `${pushPath}/task/varnished/pushByPushId`,
      signed({ appId: app.appID, taskId, pushIds: `${pushID},none` }),
    )

  it('sends a task, without receipts', async () => {
    app.receiptURLs.add(callback.url)
    const { value } = await create()
    expect(value).toEqual({ taskId: expect.any(Number), pushType: 0, appId: Number(app.appID) })
    const taskID = String(value === '' ? '' : value['taskId'])
    expect((await push(taskID)).value).toEqual({ 110003: ['none'] })
    await lab.meizu.receiptsSettled()
    expect([device.pushes.length, callback.received.length]).toEqual([1, 0])
    expect((await push('1')).code).toBe('110032')
    expect((await create({ pushType: '1' })).code).toBe('110053')
  })

  it('tells the switches of a pushId', async () => {
    const ask = async (pushId: string): Promise<Answer> => {
      const query = signed({ appId: app.appID, pushId })
      const url = `${lab.meizu.url}/garcia/api/server/message/getRegisterSwitch?${query}`
      return JSON.parse((await http1(url, { ca: lab.ca, method: 'GET' })).body) as Answer
    }
    expect((await ask(pushID)).value).toEqual({ pushId: pushID, barTypeSwitch: 1, directTypeSwitch: 1 })
    device.notificationsAllowed = false
    expect((await ask(pushID)).value).toMatchObject({ barTypeSwitch: 0 })
    expect((await ask('none')).code).toBe('110002')
  })
})

describe('receipts', () => {
  const withReceipt = (change: Record<string, string> = {}) =>
    send({ extra: { callback: callback.url, 'callback.param': 'm_123', ...change } })
  const posted = () => callback.received.map(({ body }) => new URLSearchParams(body))

  it('tell of delivery and of the tap, once each', async () => {
    app.receiptURLs.add(callback.url)
    callback.statuses = [500]
    const { msgId } = await withReceipt()
    await lab.meizu.receiptsSettled()
    last()?.reportClick()
    await lab.meizu.receiptsSettled()
    const entries = posted().map((form) => JSON.parse(form.get('cb') ?? '') as object)
    const entry = { param: 'm_123', targets: [pushID] }
    expect(entries).toEqual([
      { [`${msgId}-1`]: { ...entry, type: 1 } },
      { [`${msgId}-2`]: { ...entry, type: 2 } },
    ])
    expect(posted().map((form) => form.get('access_token'))).toEqual([app.receiptToken, app.receiptToken])
    expect(callback.received[0]?.contentType).toBe('application/x-www-form-urlencoded; charset=UTF-8')
    expect(lab.meizu.receipts.at(-2)).toMatchObject({ status: 500, attempts: 1 })
  })

  it('come only for what was asked, to registered addresses', async () => {
    await withReceipt()
    app.receiptURLs.add(callback.url)
    await withReceipt({ 'callback.type': '2' })
    device.verdict = 'filtered'
    await withReceipt()
    await lab.meizu.receiptsSettled()
    expect(callback.received).toEqual([])
  })

  it('are gathered, also over phones', async () => {
    app.receiptURLs.add(callback.url)
    lab.meizu.settings.receiptDelayMs = SECOND
    const second = newPushID(new BareDevice())
    await send({ extra: { callback: callback.url } }, { pushIds: `${pushID},${second}` })
    await withReceipt()
    expect(callback.received).toEqual([])
    clock.advance(SECOND)
    await lab.meizu.receiptsSettled()
    const [form] = posted()
    const data = JSON.parse(form?.get('cb') ?? '') as Record<string, { targets: string[] }>
    expect(posted()).toHaveLength(1)
    expect(Object.values(data).map(({ targets }) => targets)).toEqual([[pushID, second], [pushID]])
  })
})

describe('faults', () => {
  it.each([300, 500, 1001, 1003, 110001, 110002, 110010, 110033, 110051, 99999])(
    'refuse the whole with %i',
    async (code) => {
      lab.meizu.faults.set('refuse', { code, times: 1 })
      expect(await send()).toMatchObject({ code: String(code), value: '' })
      expect(device.pushes).toEqual([])
      expect((await send()).code).toBe('200')
    },
  )

  it.each([201, 501, 513, 518, 519, 520, 110005, 110011])('refuse each token with %i', async (code) => {
    lab.meizu.faults.set('refuse', { code, times: 1 })
    expect(await send({}, { pushIds: `${pushID},b` })).toMatchObject({
      code: '200',
      value: { [code]: [pushID, 'b'] },
    })
    expect(device.pushes).toEqual([])
  })

  it('expired-auth, other paths', async () => {
    lab.meizu.faults.set('expired-auth')
    expect((await send()).code).toBe('1006')
    const body = signed({ appId: app.appID })
    expect((await http1(`${lab.meizu.url}/other`, { ca: lab.ca, body })).status).toBe(404)
  })
})
