import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import { DiaryApp, only, packageName } from '../testing/phone-lab.ts'
import { http1 } from '../testing/wire.ts'

const openMeizuLab = async () => {
  const lab = await startLab({ vendors: ['meizu'] })
  const { appID, appKey, appSecret } = lab.meizu.createApp({ packageName })
  const phone = lab.createPhone({ maker: 'meizu' })
  const app = new DiaryApp()
  phone.install({ packageName, app })
  const service = phone.pushServices.meizu
  return {
    lab,
    phone,
    app,
    service,
    register: async () => (await service?.register(appID, appKey)) ?? '',
    async push(parts: object = {}, content = 'Hi'): Promise<unknown> {
      const pushIds = (await service?.register(appID, appKey)) ?? ''
      const noticeBarInfo = { noticeMsgType: 1, title: 'Ann', content }
      const messageJson = JSON.stringify({ noticeBarInfo, ...parts })
      const text = `appId=${appID}messageJson=${messageJson}pushIds=${pushIds}${appSecret}`
      const sign = createHash('md5').update(text).digest('hex')
      const body = new URLSearchParams({ appId: appID, pushIds, messageJson, sign }).toString()
      const url = `${lab.meizu.url}/garcia/api/server/push/varnished/pushByPushId`
      return (JSON.parse((await http1(url, { ca: lab.ca, body })).body) as { value: unknown }).value
    },
    [Symbol.asyncDispose]: () => lab.close(),
  }
}

describe('a Meizu phone', () => {
  it('keeps its pushId until the app’s data are gone', async () => {
    await using opened = await openMeizuLab()
    const { phone, lab, service, register } = opened
    expect(phone.systemProperties['ro.build.display.id']).toMatch(/flyme/i)
    expect(service?.getPushID()).toBeNull()
    const pushID = await register()
    expect(pushID).toMatch(/^\w{40,46}$/)
    expect([await register(), service?.getPushID()]).toEqual([pushID, pushID])
    await phone.clearData()
    expect(lab.meizu.tokenState(pushID)).toBe('dead')
    const second = await register()
    await service?.unregister()
    expect(lab.meizu.tokenState(second)).toBe('dead')
    phone.network.goOffline()
    await expect(register()).rejects.toMatchObject({ code: 'NO_NETWORK' })
  })

  it('gives no pushId for other keys', async () => {
    await using opened = await openMeizuLab()
    const { lab, service } = opened
    const other = lab.meizu.createApp({ packageName: 'com.example.other' })
    for (const [appID, appKey, code] of [
      ['1', 'x', '110000'],
      [other.appID, 'x', '110001'],
      [other.appID, other.appKey, '110031'],
    ] as const)
      await expect(service?.register(appID, appKey)).rejects.toMatchObject({ code })
  })

  it('replaces by notifyKey, also in front, and rings unless told not to', async () => {
    await using opened = await openMeizuLab()
    const { phone, push } = opened
    await push({ advanceInfo: { notifyKey: 'k' } })
    await phone.launch()
    await push({ advanceInfo: { notifyKey: 'k', notificationType: { sound: 0 } } }, 'Again')
    expect(only(phone)).toMatchObject({ body: 'Again', revision: 2, slot: 'k', audible: false })
    await push()
    await push()
    expect(phone.notifications.map(({ audible }) => audible)).toEqual([false, true, true])
    expect(phone.badge).toBe(0)
  })

  it('shows nothing when notifications or the channel are off', async () => {
    await using opened = await openMeizuLab()
    const { phone, push, service } = opened
    phone.setChannelEnabled('flyme_push_channel', false)
    expect(await push()).toEqual({})
    phone.setSwitches({ notificationsAllowed: false })
    expect(await push()).toEqual({ 110010: [service?.getPushID()] })
    expect(phone.notifications).toEqual([])
  })

  it('opens what clickType says, with the parameters', async () => {
    await using opened = await openMeizuLab()
    const { phone, push, app } = opened
    const parameters = { ext: '{"a":1}' }
    const tapAfter = async (clickTypeInfo: object): Promise<void> => {
      await push({ clickTypeInfo })
      await phone.tap(only(phone))
    }
    await phone.launch()
    await tapAfter({ clickType: 0, parameters })
    await tapAfter({ clickType: 1, activity: 'com.example.Chat', parameters })
    await tapAfter({ clickType: 2, url: 'chat://open', parameters })
    const message = { title: 'Ann', content: 'Hi', selfDefineContentString: '{"ext":"{\\"a\\":1}"}' }
    const tap = { vendor: 'meizu', message, extras: parameters }
    expect(app.taps).toMatchObject([
      tap,
      { ...tap, activity: 'com.example.Chat' },
      { ...tap, uri: 'chat://open' },
    ])
    await tapAfter({ clickType: 2, url: 'https://example.com/' })
    await tapAfter({ clickType: 3, customAttribute: 'own' })
    expect(phone.openedURLs).toEqual(['https://example.com/'])
    expect(app.taps).toHaveLength(3)
  })
})
