import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../clock.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { startCallback, type Callback } from '../testing/callback.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, ManualClock } from '../testing/wire.ts'
import type { VivoApp } from './types.ts'

const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
let lab: Lab
let callback: Callback
let app: VivoApp
let device: BareDevice
let regID: string
let token = ''

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['vivo'] })
  callback = await startCallback()
})
afterAll(async () => {
  await lab.close()
  await callback[Symbol.asyncDispose]()
})
beforeEach(async () => {
  callback.received.length = 0
  Object.assign(lab.vivo.settings, { oldReceipts: false, unreachableRefused: true, receiptAttempts: 1 })
  app = lab.vivo.createApp({ packageName: 'com.example.chat' })
  device = new BareDevice()
  regID = lab.vivo.register(device, {
    appID: String(app.appID),
    appKey: app.appKey,
    packageName: 'com.example.chat',
    installationID: '1',
  })
  const { appID, appKey, appSecret } = app
  const timestamp = clock.now()
  const sign = createHash('md5').update(`${appID}${appKey}${timestamp}${appSecret}`).digest('hex')
  token = (await post('/message/auth', { appId: appID, appKey, timestamp, sign }))['authToken'] ?? ''
})

const post = async (path: string, body: object): Promise<Record<string, string>> => {
  const headers = { authtoken: token }
  const answer = await http1(lab.vivo.url + path, { ca: lab.ca, headers, body: JSON.stringify(body) })
  return JSON.parse(answer.body) as Record<string, string>
}

const send = async (change: Record<string, unknown> = {}): Promise<string> => {
  const answer = await post('/message/send', {
    regId: regID,
    notifyType: 4,
    title: 'Alice',
    content: 'Hi',
    skipType: 1,
    classification: 1,
    requestId: 'r',
    extra: { callback: callback.url, 'callback.param': 'm_123' },
    ...change,
  })
  await lab.vivo.receiptsSettled()
  return answer['taskId'] ?? ''
}

const operational = { classification: 0, category: 'NEWS' }

describe('receipts', () => {
  it('tell what became of a message', async () => {
    const taskID = await send()
    const entry = { param: 'm_123', targets: regID, ackTime: clock.now(), ackType: '0' }
    expect(callback.received).toEqual([
      { contentType: 'application/json;charset=UTF-8', body: JSON.stringify({ [taskID]: entry }) },
    ])
    expect(lab.vivo.receipts.at(-1)).toMatchObject({ status: 200, attempts: 1, data: { [taskID]: entry } })
  })

  it('have an old form', async () => {
    lab.vivo.settings.oldReceipts = true
    const taskID = await send()
    expect(JSON.parse(callback.received[0]?.body ?? '')).toEqual({
      [taskID]: { param: 'm_123', targets: regID },
    })
  })

  it('go to the registered address rather than to callback', async () => {
    const id = app.addReceiptURL(`${callback.url}/registered`)
    await send({ extra: { callback: 'http://127.0.0.1:1', 'callback.id': id } })
    expect(callback.received).toHaveLength(1)
    expect(lab.vivo.receipts.at(-1)?.url).toBe(`${callback.url}/registered`)
  })

  it.each(['disabled', 'filtered'] as const)('%s', async (verdict) => {
    device.verdict = verdict
    await send()
    expect(callback.received[0]?.body).toContain(`"ackType":"${verdict === 'disabled' ? 104 : 1040}"`)
  })

  it('of operational messages tell of repetition and the phone’s share', async () => {
    for (const content of ['a', 'a', 'b', 'c']) await send({ ...operational, content })
    const types = callback.received.map(({ body }) => /"ackType":"(\d+)"/.exec(body)?.[1])
    expect(types).toEqual(['0', '2124', '0', '12000'])
  })

  it('of a message that ran out', async () => {
    device.online = false
    await send({ timeToLive: 60 })
    clock.advance(MINUTE)
    device.online = true
    lab.vivo.deviceConnected(device)
    await lab.vivo.receiptsSettled()
    expect(callback.received[0]?.body).toContain('"ackType":"2144"')
  })

  it('of a message whose app has gone from the phone', async () => {
    device.online = false
    await send()
    lab.vivo.unregister(regID)
    await lab.vivo.receiptsSettled()
    expect(callback.received.map(({ body }) => /"ackType":"(\d+)"/.exec(body)?.[1])).toEqual(['2183'])
  })

  it('are not posted in test mode', async () => {
    app.testDevices.add(regID)
    await send({ pushMode: 1 })
    expect(callback.received).toEqual([])
    expect(device.pushes).toHaveLength(1)
  })

  it('are posted once, unless set otherwise', async () => {
    callback.statuses = [500]
    await send()
    expect(callback.received).toHaveLength(1)
    expect(lab.vivo.receipts.at(-1)).toMatchObject({ status: 500, attempts: 1 })
  })

  it('are gathered', async () => {
    lab.vivo.settings.receiptDelayMs = 1_000
    const body = { notifyType: 4, title: 'A', content: 'b', skipType: 1, classification: 1, requestId: 'r' }
    const sent = { regId: regID, ...body, extra: { callback: callback.url } }
    const first = await post('/message/send', sent)
    const second = await post('/message/send', sent)
    expect(callback.received).toEqual([])
    clock.advance(1_000)
    await lab.vivo.receiptsSettled()
    lab.vivo.settings.receiptDelayMs = 0
    const posted = JSON.parse(callback.received[0]?.body ?? '') as object
    expect(callback.received).toHaveLength(1)
    expect(new Set(Object.keys(posted))).toEqual(new Set([first['taskId'], second['taskId']]))
  })
})
