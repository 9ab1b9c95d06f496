import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import { DiaryApp, only, packageName } from '../testing/phone-lab.ts'
import { http1, ManualClock } from '../testing/wire.ts'

const openVivoLab = async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 23, 4))
  const lab = await startLab({ clock, vendors: ['vivo'] })
  const vivoApp = lab.vivo.createApp({ packageName })
  const phone = lab.createPhone({ maker: 'vivo' })
  const app = new DiaryApp()
  phone.install({ packageName, app, vivo: { appID: String(vivoApp.appID), appKey: vivoApp.appKey } })
  const post = async (path: string, body: object, authtoken = ''): Promise<Record<string, unknown>> => {
    const options = { ca: lab.ca, headers: { authtoken }, body: JSON.stringify(body) }
    return JSON.parse((await http1(lab.vivo.url + path, options)).body) as Record<string, unknown>
  }
  const { appID, appKey, appSecret } = vivoApp
  const timestamp = clock.now()
  const sign = createHash('md5').update(`${appID}${appKey}${timestamp}${appSecret}`).digest('hex')
  const { authToken } = await post('/message/auth', { appId: appID, appKey, timestamp, sign })
  return {
    lab,
    phone,
    app,
    async push(change: Record<string, unknown> = {}): Promise<unknown> {
      const regId = await phone.pushServices.vivo?.turnOnPush()
      const body = { regId, notifyType: 4, title: 'Ann', content: 'Hi', skipType: 1, classification: 1 }
      const answer = await post('/message/send', { ...body, requestId: 'r', ...change }, String(authToken))
      return answer['result']
    },
    [Symbol.asyncDispose]: () => lab.close(),
  }
}

describe('a vivo phone', () => {
  it('keeps its regId until the app’s data are gone', async () => {
    await using opened = await openVivoLab()
    const { phone, lab } = opened
    const service = phone.pushServices.vivo
    expect(phone).toMatchObject({ manufacturer: 'vivo', systemProperties: { 'ro.vivo.os.version': '15.0' } })
    expect(service?.getRegID()).toBeNull()
    const regID = (await service?.turnOnPush()) ?? ''
    expect(await service?.turnOnPush()).toBe(regID)
    expect(service?.getRegID()).toBe(regID)
    await phone.clearData()
    expect(lab.vivo.tokenState(regID)).toBe('dead')
    const second = (await service?.turnOnPush()) ?? ''
    await service?.turnOffPush()
    expect(lab.vivo.tokenState(second)).toBe('dead')
  })

  it('gives no regId without network, or for other keys', async () => {
    await using opened = await openVivoLab()
    const { phone, lab } = opened
    phone.network.goOffline()
    await expect(phone.pushServices.vivo?.turnOnPush()).rejects.toMatchObject({ code: 'NO_NETWORK' })
    for (const [vivo, code] of [
      [undefined, '10005'],
      [{ appID: '1', appKey: 'x' }, '10005'],
      [{ appID: String(lab.vivo.createApp({ packageName }).appID), appKey: 'x' }, '10004'],
    ] as const) {
      await using other = lab.createPhone({ maker: 'iqoo' })
      const app = new DiaryApp()
      other.install({ packageName, app, ...(vivo === undefined ? {} : { vivo }) })
      await expect(other.pushServices.vivo?.turnOnPush()).rejects.toMatchObject({ code })
    }
  })

  it('replaces by notifyId and adds to the badge once', async () => {
    await using opened = await openVivoLab()
    const { phone, push } = opened
    await push({ notifyId: 7, addBadge: true })
    await push({ notifyId: 7, addBadge: true, content: 'Again' })
    expect(only(phone)).toMatchObject({ body: 'Again', revision: 2, slot: '7', audible: true })
    expect(phone.badge).toBe(1)
    await push()
    await push()
    expect(phone.notifications).toHaveLength(3)
  })

  it('is silent for operational messages and for notifyType 1 and 3', async () => {
    await using opened = await openVivoLab()
    const { phone, push } = opened
    await push({ classification: 0 })
    for (const notifyType of [1, 3]) await push({ notifyType })
    // 4 rings and vibrates, 2 rings.
    for (const notifyType of [2, 4]) await push({ notifyType })
    expect(phone.notifications.map(({ audible }) => audible)).toEqual([false, false, false, true, true])
  })

  it('gives it to the app in front when foregroundShow is false', async () => {
    await using opened = await openVivoLab()
    const { phone, push, app } = opened
    await phone.launch()
    await push({ foregroundShow: false })
    expect(phone.notifications).toEqual([])
    expect(app.diary).toContain('push vivo')
    await push()
    expect(phone.notifications).toHaveLength(1)
  })

  it('shows nothing when notifications or the channel are off', async () => {
    await using opened = await openVivoLab()
    const { phone, push, lab } = opened
    await push()
    phone.clearNotifications()
    phone.setChannelEnabled('vivo_push_channel', false)
    expect(await push()).toBe(0)
    phone.setSwitches({ notificationsAllowed: false })
    expect(await push()).toBe(10311)
    lab.vivo.settings.unreachableRefused = false
    lab.vivo.settings.quotasEnforced = false
    expect(await push()).toBe(0)
    expect(phone.notifications).toEqual([])
  })

  it('opens what skipType says, with the params', async () => {
    await using opened = await openVivoLab()
    const { phone, push, app } = opened
    await push({ clientCustomMap: { ext: '{"a":1}' } })
    await phone.tap(only(phone))
    expect(app.taps.length + (app.contexts.at(-1)?.takeTaps().length ?? 0)).toBe(1)
    await phone.launch()
    const skipContent = `intent://chat#Intent;package=${packageName};S.a=b%20c;end`
    await push({ skipType: 4, skipContent, clientCustomMap: { ext: 'x' } })
    await phone.tap(only(phone))
    expect(app.taps.at(-1)).toMatchObject({
      vendor: 'vivo',
      message: { title: 'Ann', content: 'Hi', params: { ext: 'x' } },
      intentURI: skipContent,
      extras: { a: 'b c' },
    })
    await push({ skipType: 2, skipContent: 'https://example.com/' })
    await phone.tap(only(phone))
    expect(phone.openedURLs).toEqual(['https://example.com/'])
    const tapCount = app.taps.length
    await push({ skipType: 3, skipContent: 'own' })
    await phone.tap(only(phone))
    expect(app.taps).toHaveLength(tapCount)
  })
})
