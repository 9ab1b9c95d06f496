import { expect, it } from 'vitest'
import { startLab } from '../lab.ts'
import { DiaryApp, only, packageName } from '../testing/phone-lab.ts'
import { Http2Client } from '../testing/wire.ts'
import type { PhoneSwitches } from './types.ts'

const openIPhone = async (switches: Partial<PhoneSwitches> = {}) => {
  const lab = await startLab({ vendors: ['apns'] })
  const own = lab.apns.createApp({ bundleID: packageName }).createCertificate()
  const client = new Http2Client(lab.apns.url, lab.ca, { cert: own.certificate, key: own.key })
  const phone = lab.createPhone({ maker: 'apple', switches })
  const app = new DiaryApp()
  phone.install({ packageName, app })
  const token = (): Promise<string> =>
    phone.pushServices.apns?.getToken() ?? Promise.reject(new Error('no APNs'))
  return {
    lab,
    phone,
    app,
    client,
    token,
    push: async (aps: object, headers: Record<string, string> = {}, further: object = {}): Promise<number> =>
      (await client.request(`/3/device/${await token()}`, headers, JSON.stringify({ aps, ...further })))
        .status,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await lab.close()
    },
  }
}
const hello = { alert: { title: 'Lin', body: 'See you at 6?' }, badge: 7, sound: 'default' }

it('shows an alert and hands userInfo to the app on tap, also when it starts the app', async () => {
  await using iphone = await openIPhone()
  const { phone, app } = iphone
  expect(await iphone.push(hello, { 'apns-collapse-id': 'm_1' }, { ext: '{"v":1}' })).toBe(200)
  expect(only(phone)).toMatchObject({ title: 'Lin', body: 'See you at 6?', slot: 'm_1', audible: true })
  expect(phone.badge).toBe(7)
  app.leaveTaps = true
  await phone.tap(only(phone))
  expect(app.context.takeTaps()).toMatchObject([
    { vendor: 'apns', coldStart: true, userInfo: { aps: hello, ext: '{"v":1}' } },
  ])
})

it('replaces by collapse id, and by nothing else', async () => {
  await using iphone = await openIPhone()
  await iphone.push(hello, { 'apns-collapse-id': 'm_1' })
  await iphone.push({ alert: 'Recalled' }, { 'apns-collapse-id': 'm_1' })
  expect(only(iphone.phone)).toMatchObject({ title: '', body: 'Recalled', revision: 2, audible: false })
  const sameID = { 'apns-id': '1b0d5c0e-7f0a-4b6e-9a57-0f1b7f5f2a10' }
  await iphone.push(hello, sameID)
  await iphone.push(hello, sameID)
  expect(iphone.phone.notifications).toHaveLength(3)
})

it.each([
  ['passive', { ...hello, 'interruption-level': 'passive' }],
  ['without a sound', { alert: 'Hi' }],
])('is silent when it is %s', async (_, aps) => {
  await using iphone = await openIPhone()
  await iphone.push(aps)
  expect(only(iphone.phone).audible).toBe(false)
})

it('shows nothing to an app in front, nor when notifications are off', async () => {
  await using iphone = await openIPhone()
  await iphone.phone.launch()
  await iphone.push(hello)
  await iphone.phone.goHome()
  iphone.phone.setSwitches({ notificationsAllowed: false })
  await iphone.push(hello)
  expect(iphone.phone.notifications).toEqual([])
  expect(iphone.phone.receivedPushes.map(({ fate }) => fate)).toEqual(['handed-to-app', 'hidden-by-switch'])
})

it('gives a background push to the running app, and starts none for it', async () => {
  await using iphone = await openIPhone()
  const headers = { 'apns-push-type': 'background', 'apns-priority': '5' }
  await iphone.push({ 'content-available': 1 }, headers)
  await iphone.phone.launch()
  await iphone.phone.goHome()
  await iphone.push({ 'content-available': 1 }, headers)
  expect(iphone.phone.receivedPushes.map(({ fate }) => fate)).toEqual(['dropped-no-process', 'data-to-app'])
})

it('sets the number of an alert push without an alert, whether or not the app runs', async () => {
  await using iphone = await openIPhone()
  await iphone.push({ badge: 3, 'content-available': 1 })
  expect(iphone.phone.badge).toBe(3)
  await iphone.phone.launch()
  await iphone.phone.goHome()
  await iphone.push({ badge: 0, 'content-available': 1 })
  expect(iphone.phone.badge).toBe(0)
  expect(iphone.phone.notifications).toEqual([])
  expect(iphone.app.diary).toContain('data')
})

it('keeps a background push off the screen, whatever else its payload holds', async () => {
  await using iphone = await openIPhone()
  await iphone.phone.launch()
  const headers = { 'apns-push-type': 'background', 'apns-priority': '5' }
  expect(await iphone.push({ ...hello, 'content-available': 1 }, headers)).toBe(200)
  await iphone.phone.goHome()
  await iphone.push({ ...hello, 'content-available': 1 }, headers)
  expect(iphone.phone.notifications).toEqual([])
  expect(iphone.phone.badge).toBe(0)
  expect(iphone.app.diary.filter((entry) => entry === 'data')).toHaveLength(2)
  // Such a push is never urgent.
  expect(await iphone.push({ 'content-available': 1 }, { ...headers, 'apns-priority': '10' })).toBe(400)
})

it('rings for a VoIP push, which has a token and a topic of its own and starts the app', async () => {
  await using iphone = await openIPhone({ notificationsAllowed: false })
  const { phone, app, client } = iphone
  const token = (await phone.pushServices.apns?.getVoIPToken()) ?? ''
  expect(token).not.toBe(await iphone.token())
  const topic = `${packageName}.voip`
  const voip = { 'apns-push-type': 'voip', 'apns-topic': topic, 'apns-expiration': '0' }
  const call = (to: string, headers: Record<string, string>) =>
    client.request(`/3/device/${to}`, headers, JSON.stringify({ call: 'c_1' }))
  expect((await call(token, voip)).status).toBe(200)
  expect(phone.calls).toMatchObject([{ audible: true, push: { topic, payload: { call: 'c_1' } } }])
  expect(phone.notifications).toEqual([])
  expect(app.diary).toEqual(['launch voip-push background', 'call'])
  phone.setSwitches({ doNotDisturb: true })
  expect((await call(token, voip)).status).toBe(200)
  expect(phone.calls.map(({ audible }) => audible)).toEqual([true, false])

  // Apple takes it under that topic only, and for that token only.
  const wrongTopic = await call(token, { ...voip, 'apns-topic': packageName })
  expect(JSON.parse(wrongTopic.body)).toEqual({ reason: 'BadTopic' })
  const wrongToken = await call(await iphone.token(), voip)
  expect(JSON.parse(wrongToken.body)).toEqual({ reason: 'DeviceTokenNotForTopic' })
  await phone.uninstall()
  expect((await call(token, voip)).status).toBe(410)
})

it('gets no token without a network, and a new one after a reinstall', async () => {
  await using iphone = await openIPhone()
  const { phone, lab } = iphone
  const before = await iphone.token()
  phone.network.goOffline()
  await expect(phone.pushServices.apns?.getToken()).rejects.toMatchObject({ code: 'NSURLErrorDomain -1009' })
  phone.network.goOnline()
  await phone.reinstall()
  expect(lab.apns.tokenState(before)).toBe('unregistered')
  expect(await iphone.token()).not.toBe(before)
})

it('of a build run from Xcode has a sandbox token', async () => {
  await using lab = await startLab({ vendors: ['apns'] })
  lab.apns.createApp({ bundleID: packageName })
  const phone = lab.createPhone({ maker: 'apple' })
  phone.install({ packageName, app: new DiaryApp(), apsEnvironment: 'development' })
  const token = await phone.pushServices.apns?.getToken()
  await using client = new Http2Client(lab.apns.url, lab.ca)
  const key = await client.request(`/3/device/${token}`, { 'apns-topic': packageName }, '{}')
  expect(key.status).toBe(403)
  expect(lab.apns.tokenState(token ?? '')).toBe('valid')
})
