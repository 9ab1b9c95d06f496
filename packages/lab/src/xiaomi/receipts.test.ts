import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { XiaomiDeliveredPush } from '../emulator/device.ts'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, ManualClock } from '../testing/wire.ts'
import type { XiaomiApp, XiaomiSettings } from './types.ts'

const clock = new ManualClock()
const packageName = 'com.example.chat'
let lab: Lab
let app: XiaomiApp
let device: BareDevice
let regID: string
let defaults: XiaomiSettings

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['xiaomi'] })
  defaults = { ...lab.xiaomi.settings }
})
afterAll(() => lab.close())
beforeEach(() => {
  Object.assign(lab.xiaomi.settings, defaults)
  app = lab.xiaomi.createApp({ packageName, channels: ['101556'] })
  app.addChannel({ channelID: '200', messageClass: 'public' })
  device = new BareDevice()
  regID = newRegID()
})

const newRegID = (on = device) =>
  lab.xiaomi.register(on, { appID: app.appID, appKey: app.appKey, packageName, installationID: '1' })

const send = async (change: Record<string, string>) => {
  const form = {
    registration_id: regID,
    restricted_package_name: packageName,
    title: '[Friend message] Alice',
    description: 'See you at 6?',
    'extra.channel_id': '101556',
    ...change,
  }
  const answer = await http1(`${lab.xiaomi.url}/v3/message/regid`, {
    ca: lab.ca,
    headers: { authorization: `key=${app.appSecret}` },
    body: new URLSearchParams(form).toString(),
  })
  return JSON.parse(answer.body) as { data?: { id?: string } }
}

const last = () => device.pushes.at(-1) as XiaomiDeliveredPush | undefined

describe('receipts', () => {
  const received: Record<string, Record<string, unknown>>[] = []
  let statuses: number[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8')
      received.push(JSON.parse(new URLSearchParams(body).get('data') ?? '') as (typeof received)[number])
      response.writeHead(statuses.shift() ?? 200).end()
    })
  })
  let callback: string
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r/mi/SECRET`
  })
  afterAll(() => server.close())
  beforeEach(() => {
    received.length = 0
    statuses = []
  })

  const tracked = (change: Record<string, string> = {}, type = '243') =>
    send({
      'extra.callback': callback,
      'extra.callback.param': 'm_123',
      'extra.callback.type': type,
      ...change,
    })
  const settled = async () => {
    await lab.xiaomi.receiptsSettled()
    return received
      .flatMap((data) => Object.values(data))
      .map(({ type, targets, barStatus }) => [type, targets, barStatus])
  }

  it('tell of delivery and click', async () => {
    const answer = await tracked({ 'extra.jobkey': 'j' })
    last()?.reportClick()
    expect(await settled()).toEqual([
      [1, regID, 'Enable'],
      [2, regID, 'Enable'],
    ])
    expect(received[0]).toEqual({
      [answer.data?.id ?? '']: {
        param: 'm_123',
        type: 1,
        targets: regID,
        jobkey: 'j',
        barStatus: 'Enable',
        timestamp: clock.now(),
      },
    })
  })

  it('gather the targets of a message', async () => {
    const second = newRegID(new BareDevice())
    await tracked({ registration_id: `${regID},${second},dead` })
    expect(await settled()).toEqual([
      [16, 'dead', 'Unknown'],
      [1, `${regID},${second}`, 'Enable'],
    ])
    expect(Object.values(received[0] ?? {})[0]).toMatchObject({ errorCode: 1 })
  })

  it.each([
    ['disabled', 32],
    ['filtered', 64],
  ] as const)('tell what the phone did: %s → %i', async (verdict, type) => {
    device.verdict = verdict
    device.notificationsAllowed = verdict !== 'disabled'
    await tracked()
    expect(await settled()).toEqual([[type, regID, verdict === 'disabled' ? 'Disable' : 'Enable']])
  })

  it('tell of the daily limit', async () => {
    lab.xiaomi.settings.publicPerDevice = 0
    await tracked({ 'extra.channel_id': '200' })
    expect(await settled()).toEqual([[128, regID, 'Enable']])
    expect(Object.values(received[0] ?? {})[0]).toMatchObject({ extra: { ack: 0, quota: 0 } })
  })

  it.each([
    ['1', [1]],
    ['2', [2]],
    ['', [1, 2]],
    ['246', []],
    ['4', []],
  ])('come for the types asked for: %s → %j', async (type, types) => {
    await tracked({}, type)
    last()?.reportClick()
    expect((await settled()).map(([found]) => found)).toEqual(types)
  })

  it('come when the phone is back and the gathering time is over', async () => {
    lab.xiaomi.settings.receiptDelayMs = 5_000
    device.online = false
    await tracked()
    expect(await settled()).toEqual([])
    device.online = true
    lab.xiaomi.deviceConnected(device)
    expect(clock.timerCount).toBe(1)
    clock.advance(5_000)
    expect(await settled()).toHaveLength(1)
  })

  it('tell of an app that has gone from the phone meanwhile', async () => {
    device.online = false
    await tracked()
    lab.xiaomi.unregister(regID)
    expect(await settled()).toEqual([[16, regID, 'Unknown']])
  })

  it('are posted again until they are taken', async () => {
    statuses = [500]
    await tracked()
    const done = lab.xiaomi.receiptsSettled()
    await expect.poll(() => lab.xiaomi.receipts.at(-1)?.status).toBe(500)
    await expect.poll(() => clock.timerCount).toBe(1)
    clock.advance(1_000)
    await done
    expect(lab.xiaomi.receipts.at(-1)).toMatchObject({ status: 200, attempts: 2, url: callback })
  })
})
