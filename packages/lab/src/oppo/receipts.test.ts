import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import { startCallback, type Callback } from '../testing/callback.ts'
import { BareDevice } from '../testing/devices.ts'
import { http1, ManualClock } from '../testing/wire.ts'
import type { OppoApp, OppoReceiptEvent, OppoSettings } from './types.ts'

const clock = new ManualClock()
const packageName = 'com.example.chat'
let lab: Lab
let callback: Callback
let app: OppoApp
let authToken: string
let device: BareDevice
let id: string
let defaults: OppoSettings

beforeAll(async () => {
  lab = await startLab({ clock, vendors: ['oppo'] })
  callback = await startCallback()
  defaults = { ...lab.oppo.settings }
})
afterAll(async () => {
  await lab.close()
  await callback[Symbol.asyncDispose]()
})
beforeEach(() => {
  Object.assign(lab.oppo.settings, defaults)
  callback.received.length = 0
  app = lab.oppo.createApp({ packageName })
  authToken = lab.oppo.createAuthToken(app)
  device = new BareDevice()
  id = newID()
})

const newID = (on = device) => {
  const { appKey, appSecret } = app
  return lab.oppo.register(on, { appKey, appSecret, packageName, installationID: '1' })
}

const post = async (endpoint: string, form: Record<string, string>) => {
  const options = { ca: lab.ca, body: new URLSearchParams({ auth_token: authToken, ...form }).toString() }
  const answer = await http1(`${lab.oppo.url}/server/v1/message/notification/${endpoint}`, options)
  return JSON.parse(answer.body) as { code: number; data?: any }
}

const tracked = (change: Record<string, unknown> = {}) => ({
  title: 'Alice',
  content: 'Hi',
  category: 'IM',
  call_back_url: callback.url,
  call_back_parameter: 'm_1',
  ...change,
})

const send = (change?: Record<string, unknown>) =>
  post('unicast', {
    message: JSON.stringify({ target_type: 2, target_value: id, notification: tracked(change) }),
  })

const posted = async (): Promise<OppoReceiptEvent[][]> => {
  await lab.oppo.receiptsSettled()
  return callback.received.map(({ body }) => JSON.parse(body) as OppoReceiptEvent[])
}

describe('receipts', () => {
  it('tell of arrival, whether it is shown or not', async () => {
    device.verdict = 'disabled'
    const { data } = await send()
    expect(await posted()).toEqual([
      [
        {
          messageId: data.messageId,
          appId: app.appID,
          taskId: data.messageId,
          registrationIds: id,
          eventTime: String(clock.now()),
          param: 'm_1',
          eventType: 'push_arrive',
        },
      ],
    ])
    expect(callback.received[0]?.contentType).toBe('application/json')
  })

  it('of one address come as one array, of one broadcast as one element', async () => {
    const second = newID(new BareDevice())
    const { data: saved } = await post('save_message_content', tracked())
    const { data } = await post('broadcast', {
      message_id: saved.message_id,
      target_type: '2',
      target_value: `${id};${second}`,
    })
    await send({ call_back_parameter: 'm_2' })
    const all = await posted()
    expect(all.flat()).toMatchObject([
      { taskId: data.task_id, registrationIds: `${id},${second}`, param: 'm_1' },
      { param: 'm_2' },
    ])
  })

  it('tell of the daily limit of a phone', async () => {
    for (let count = 0; count < 3; count += 1) await send({ category: 'MARKETING' })
    expect((await posted()).flat().map(({ eventType }) => eventType)).toEqual([
      'push_arrive',
      'push_arrive',
      'user_daily_limit',
    ])
  })

  it('tell of ids that turn out to be dead', async () => {
    lab.oppo.settings.deadTokensAccepted = true
    device.online = false
    await send()
    lab.oppo.unregister(id)
    expect((await send({ call_back_parameter: 'm_2' })).code).toBe(0)
    expect((await posted()).flat()).toMatchObject([
      { eventType: 'regid_invalid', registrationIds: id, param: 'm_1' },
      { eventType: 'regid_invalid', registrationIds: id, param: 'm_2' },
    ])
  })

  it('come only where they were asked for', async () => {
    await send({ call_back_url: '' })
    expect(await posted()).toEqual([])
  })

  it('come when the phone is back and the gathering time is over', async () => {
    lab.oppo.settings.receiptDelayMs = 5_000
    device.online = false
    await send()
    expect(await posted()).toEqual([])
    device.online = true
    lab.oppo.deviceConnected(device)
    expect(clock.timerCount).toBe(1)
    clock.advance(5_000)
    expect((await posted()).flat()).toHaveLength(1)
  })

  it('are posted again until they are taken', async () => {
    callback.statuses = [500]
    await send()
    const done = lab.oppo.receiptsSettled()
    await expect.poll(() => lab.oppo.receipts.at(-1)?.status).toBe(500)
    await expect.poll(() => clock.timerCount).toBe(1)
    clock.advance(1_000)
    await done
    expect(lab.oppo.receipts.at(-1)).toMatchObject({ status: 200, attempts: 2, url: callback.url })
  })
})
