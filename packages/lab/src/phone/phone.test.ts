import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { DiaryApp, hello, only, openPhoneLab, packageName } from '../testing/phone-lab.ts'
import { http1 } from '../testing/wire.ts'
import type { Phone, PhoneEvent, PhoneOptions } from './types.ts'

const { clock, lab, project, xiaomiApp, phoneWith, toFcm, toXiaomi, registerXiaomi } = await openPhoneLab()
afterAll(() => lab.close())
beforeEach(async () => {
  await Promise.all(lab.phones.map((phone) => phone.close()))
})

const screen = (phone: Phone) => phone.notifications.map(({ title, body }) => `${title}: ${body}`)
const fates = (phone: Phone) => phone.receivedPushes.map(({ fate }) => fate)

describe('the life of an app', () => {
  it('is told in order', async () => {
    const [phone, app] = phoneWith()
    const states: string[] = []
    phone.onChange((event) => event.type === 'app-state' && states.push(event.state))
    expect(phone.state).toBe('killed')
    await phone.launch()
    await phone.goHome()
    await phone.goHome()
    await phone.launch()
    await phone.lock()
    await phone.unlock()
    await phone.goHome()
    await phone.lock()
    await phone.launch()
    await phone.kill()
    await phone.kill()
    expect(app.diary).toEqual([
      'launch launcher foreground',
      'background',
      'foreground',
      'background',
      'foreground',
      'background',
      'foreground',
      'killed',
    ])
    expect(states).toEqual([
      'foreground',
      'background',
      'foreground',
      'locked',
      'foreground',
      'background',
      'locked',
      'foreground',
      'killed',
    ])
    expect(phone.process).toBeUndefined()
    await phone.uninstall()
    expect(phone.state).toBe('not-installed')
    await expect(phone.launch()).rejects.toThrow(/no app on/)
  })

  it('ends by a kill at once, also while the app starts or dawdles', async () => {
    const [phone, app] = phoneWith()
    app.started = new Promise(() => {})
    const starting = phone.launch()
    await phone.kill()
    await starting
    app.started = Promise.resolve()
    await phone.launch()
    expect(app.context.state).toBe('foreground')
    const { context } = app
    await phone.kill()
    expect(context.state).toBe('killed')
    expect(context.signal.aborted).toBe(true)
  })

  it('reports what the app throws', async () => {
    const phone = lab.createPhone({ maker: 'google' })
    phone.install({ packageName, app: { launch: () => Promise.reject(new Error('crash at start')) } })
    await expect(phone.launch()).rejects.toThrow(/crash at start/)
    expect(() => phone.install({ packageName, app: new DiaryApp() })).toThrow(/has an app already/)
  })

  it('keeps its storage over kills, not over a reinstall or cleared data', async () => {
    const [phone, app] = phoneWith()
    await phone.launch()
    await app.context.storage.setItem('a', '1')
    await app.context.storage.setItem('b', '2')
    await app.context.storage.removeItem('b')
    await phone.kill()
    await phone.launch()
    expect(await app.context.storage.getItem('a')).toBe('1')
    expect(await app.context.storage.getAllKeys()).toEqual(['a'])
    await phone.reinstall()
    await phone.launch()
    expect(await app.context.storage.getItem('a')).toBeNull()
    await app.context.storage.setItem('a', '2')
    await phone.clearData()
    expect(phone.state).toBe('killed')
    await phone.launch()
    expect(await app.context.storage.getAllKeys()).toEqual([])
  })

  it('after its end neither writes nor hears', async () => {
    const [phone, app] = phoneWith()
    await phone.launch()
    const { context } = app
    const settled: string[] = []
    await phone.kill()
    void context.storage.setItem('a', '1').then(() => settled.push('set'))
    void context.pushServices.fcm?.getToken().then(() => settled.push('token'))
    context.setBadge(5)
    context.createChannel({ id: 'x', name: 'x' })
    await phone.launch()
    expect(await app.context.storage.getItem('a')).toBeNull()
    expect(phone.badge).toBe(0)
    expect(phone.channels.size).toBe(0)
    expect(settled).toEqual([])
  })
})

describe('tokens', () => {
  it('of FCM stay over kills, change with reinstall, cleared data and rotation', async () => {
    const [phone, app] = phoneWith()
    const tokens: (string | undefined)[] = []
    const next = async () => {
      const token = await phone.pushServices.fcm?.getToken()
      const before = tokens.at(-1)
      expect(tokens).not.toContain(token)
      if (before !== undefined) expect(lab.fcm.tokenState(before)).toBe('unregistered')
      tokens.push(token)
    }
    const heard: string[] = []
    await phone.launch()
    app.context.pushServices.fcm?.onTokenRefresh((token) => heard.push(token))
    await next()
    await phone.kill()
    expect(await phone.pushServices.fcm?.getToken()).toBe(tokens[0])
    await phone.rotateFcmToken()
    await next()
    await phone.reinstall()
    await next()
    await phone.clearData()
    await next()
    await phone.pushServices.fcm?.deleteToken()
    await next()
    expect(heard).toEqual([tokens[0]])
  })

  it('need the network, an app and its google-services.json', async () => {
    const phone = lab.createPhone({ maker: 'samsung' })
    const getToken = () => phone.pushServices.fcm?.getToken()
    await expect(getToken()).rejects.toMatchObject({ code: 'NOT_INSTALLED' })
    phone.install({ packageName, app: new DiaryApp() })
    await expect(getToken()).rejects.toMatchObject({ code: 'INVALID_SENDER' })
    await phone.uninstall()
    phone.install({ packageName, app: new DiaryApp(), firebase: { senderID: project.senderID } })
    phone.network.goOffline()
    await expect(getToken()).rejects.toMatchObject({ code: 'SERVICE_NOT_AVAILABLE' })
  })

  it('of Mi Push stay the same until the app is gone', async () => {
    const [phone] = phoneWith({ maker: 'xiaomi' })
    const { xiaomi } = phone.pushServices
    expect(xiaomi?.getRegID()).toBeNull()
    const regID = await registerXiaomi(phone)
    expect(await registerXiaomi(phone)).toBe(regID)
    expect(xiaomi?.getRegID()).toBe(regID)
    await phone.reinstall()
    expect(lab.xiaomi.tokenState(regID)).toBe('dead')
    const second = await registerXiaomi(phone)
    expect(second).not.toBe(regID)
    await xiaomi?.unregister()
    expect(lab.xiaomi.tokenState(second)).toBe('dead')
    await expect(xiaomi?.register('1', '2')).rejects.toMatchObject({ code: '22006' })
    phone.network.goOffline()
    await expect(registerXiaomi(phone)).rejects.toMatchObject({ code: '70000001' })
  })

  it('come from the services the maker builds in', () => {
    const services = (maker: PhoneOptions['maker']) => Object.keys(lab.createPhone({ maker }).pushServices)
    expect([services('google'), services('samsung'), services('xiaomi'), services('redmi')]).toEqual([
      ['fcm'],
      ['fcm'],
      ['xiaomi'],
      ['xiaomi'],
    ])
    const both = lab.createPhone({ maker: 'redmi', name: 'both', pushServices: ['fcm', 'xiaomi'] })
    expect(both).toMatchObject({
      name: 'both',
      manufacturer: 'Redmi',
      systemProperties: { 'ro.miui.ui.version.name': 'V816' },
    })
    expect(Object.keys(both.pushServices)).toEqual(['fcm', 'xiaomi'])
  })
})

describe('a push by FCM', () => {
  it.each(['killed', 'background', 'locked'] as const)('is shown when the app is %s', async (state) => {
    const [phone, app] = phoneWith()
    if (state !== 'killed') await phone.launch()
    if (state === 'background') await phone.goHome()
    if (state === 'locked') await phone.lock()
    const shown = phone.waitForNotification(({ title }) => title === 'Ann')
    await toFcm(phone, hello)
    expect(await shown).toMatchObject({
      id: 1,
      vendor: 'fcm',
      body: 'Hi',
      channelID: 'fcm_fallback_notification_channel',
      revision: 1,
      atMs: clock.now(),
      push: { data: { ext: '{"a":1}' } },
    })
    expect(app.diary).not.toContain('push fcm')
    expect(fates(phone)).toEqual(['shown'])
  })

  it('goes to the app in front and not to the tray', async () => {
    const [phone, app] = phoneWith()
    await phone.launch()
    await toFcm(phone, hello)
    expect((await phone.waitForPush()).fate).toBe('handed-to-app')
    expect(app.diary.at(-1)).toBe('push fcm')
    expect(phone.notifications).toEqual([])
  })

  it('replaces the one with its tag, and only that', async () => {
    const [phone] = phoneWith()
    const tagged = (tag: string, title: string) =>
      toFcm(phone, { notification: { title }, android: { notification: { tag } } })
    await tagged('a', 'first')
    await tagged('b', 'other')
    await tagged('a', 'second')
    await toFcm(phone, hello)
    await toFcm(phone, hello)
    expect(
      phone.notifications.map(({ id, title, slot, revision }) => [
        id,
        title,
        slot.length > 1 ? 'own' : slot,
        revision,
      ]),
    ).toEqual([
      [2, 'other', 'b', 1],
      [1, 'second', 'a', 2],
      [3, 'Ann', 'own', 1],
      [4, 'Ann', 'own', 1],
    ])
    expect(fates(phone)).toEqual(['shown', 'shown', 'replaced', 'shown', 'shown'])
  })

  it('uses the channel named, else the default, else Miscellaneous', async () => {
    const [phone] = phoneWith()
    const channelOf = async (channelID: string) => {
      phone.clearNotifications()
      await toFcm(phone, { ...hello, android: { notification: { channel_id: channelID } } })
      return only(phone).channelID
    }
    expect(await channelOf('chat')).toBe('fcm_fallback_notification_channel')
    phone.createChannel({ id: 'chat', name: 'Chat' })
    expect(await channelOf('chat')).toBe('chat')
    phone.setChannelEnabled('chat', false)
    await toFcm(phone, { ...hello, android: { notification: { channel_id: 'chat' } } })
    expect(fates(phone).at(-1)).toBe('hidden-by-switch')
    // What the user set outlives the app's next createChannel.
    phone.createChannel({ id: 'chat', name: 'Chat', enabled: true })
    expect(phone.channels.get('chat')?.enabled).toBe(false)
  })

  it('without a notification goes to a process or nowhere', async () => {
    const [phone, app] = phoneWith()
    await toFcm(phone, { data: { a: '1' } })
    await phone.launch()
    await phone.goHome()
    await toFcm(phone, { data: { a: '1' } })
    expect(fates(phone)).toEqual(['dropped-no-process', 'data-to-app'])
    await expect.poll(() => app.diary.at(-1)).toBe('data')
    const [sleeper, sleepingApp] = phoneWith({}, true)
    await toFcm(sleeper, { data: { a: '1' } })
    await expect.poll(() => sleepingApp.diary).toEqual(['launch data-message background', 'data'])
    expect(sleeper.state).toBe('background')
  })

  it('sets the badge', async () => {
    const [phone] = phoneWith()
    await toFcm(phone, { ...hello, android: { notification: { notification_count: 7 } } })
    expect(phone.badge).toBe(7)
    phone.setSwitches({ badge: false })
    expect(phone.badge).toBe(0)
    expect(() => phone.setBadge(-1)).toThrow(/badge/)
  })

  it.each([
    [{ notificationsAllowed: false }, undefined, undefined],
    [{}, true, true],
    [{ sound: false }, false, true],
    [{ doNotDisturb: true }, false, true],
    [{ lockScreen: false }, true, false],
  ])('obeys the switches %j', async (switches, audible, onLockScreen) => {
    const [phone] = phoneWith({ switches })
    await toFcm(phone, { ...hello, android: { notification: { sound: 'default' } } })
    if (audible === undefined) {
      expect(phone.notifications).toEqual([])
      expect(fates(phone)).toEqual(['hidden-by-switch'])
    } else expect(only(phone)).toMatchObject({ audible, onLockScreen })
  })

  it('waits with Google while the phone is offline', async () => {
    const [phone] = phoneWith()
    await phone.pushServices.fcm?.getToken()
    phone.network.goOffline()
    expect(await toFcm(phone, hello)).toBe(200)
    expect(phone.notifications).toEqual([])
    phone.network.goOnline()
    expect(screen(phone)).toEqual(['Ann: Hi'])
  })
})

describe('a push by Mi Push', () => {
  const xiaomiPhone = () => phoneWith({ maker: 'xiaomi' })

  it('is shown by the system, in front too unless it says otherwise', async () => {
    const [phone, app] = xiaomiPhone()
    await toXiaomi(phone, { notify_id: '1' })
    await phone.launch()
    await toXiaomi(phone, { notify_id: '2' })
    await toXiaomi(phone, { notify_id: '3', 'extra.notify_foreground': '0' })
    expect(phone.notifications.map(({ slot, channelID }) => [slot, channelID])).toEqual([
      ['1', `mipush|${packageName}|101556`],
      ['2', `mipush|${packageName}|101556`],
    ])
    expect(fates(phone)).toEqual(['shown', 'shown', 'handed-to-app'])
    await expect.poll(() => app.diary).toEqual(['launch launcher foreground', 'push xiaomi', 'push xiaomi'])
  })

  it('has one slot unless notify_id says otherwise, and ten in all', async () => {
    const [phone] = xiaomiPhone()
    await toXiaomi(phone)
    await toXiaomi(phone)
    expect(only(phone)).toMatchObject({ slot: '0', revision: 2 })
    expect(phone.badge).toBe(1)
    const removed: PhoneEvent[] = []
    phone.onChange((event) => event.type === 'notification-removed' && removed.push(event))
    for (let slot = 1; slot <= 10; slot += 1) await toXiaomi(phone, { notify_id: String(slot) })
    expect(phone.notifications.map(({ slot }) => slot)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
    ])
    expect(removed).toMatchObject([{ by: 'overflow', notification: { slot: '0' } }])
    await toXiaomi(phone, { notify_id: '11', 'extra.badge': '42' })
    expect(phone.badge).toBe(42)
  })

  it('can be withdrawn', async () => {
    const [phone] = xiaomiPhone()
    await toXiaomi(phone, { notify_id: '5' })
    await http1(`${lab.xiaomi.url}/v3/message/regid/revoke`, {
      ca: lab.ca,
      headers: { authorization: `key=${xiaomiApp.appSecret}` },
      body: new URLSearchParams({
        registration_ids: await registerXiaomi(phone),
        restricted_package_name: packageName,
        notify_id: '5',
      }).toString(),
    })
    expect(phone.notifications).toEqual([])
  })

  it('passed through needs a process', async () => {
    lab.xiaomi.settings.passThroughAllowed = true
    const [phone, app] = xiaomiPhone()
    await toXiaomi(phone, { pass_through: '1' })
    await phone.launch()
    await toXiaomi(phone, { pass_through: '1' })
    lab.xiaomi.settings.passThroughAllowed = false
    expect(fates(phone)).toEqual(['dropped-no-process', 'data-to-app'])
    await expect.poll(() => app.diary.at(-1)).toBe('data')
  })

  it('is not shown with notifications off', async () => {
    const [phone] = xiaomiPhone()
    phone.setSwitches({ notificationsAllowed: false })
    await toXiaomi(phone)
    expect(fates(phone)).toEqual(['hidden-by-switch'])
  })
})

it('after the app is gone nothing is left of it', async () => {
  const [phone] = phoneWith()
  await toFcm(phone, { ...hello, android: { notification: { notification_count: 3 } } })
  const token = (await phone.pushServices.fcm?.getToken()) ?? ''
  await phone.uninstall()
  expect([phone.notifications.length, phone.badge, phone.channels.size]).toEqual([0, 0, 0])
  expect(lab.fcm.tokenState(token)).toBe('unregistered')
})

it('a wait that comes to nothing says what it waited for', async () => {
  const [phone] = phoneWith({ name: 'Pixel' })
  await expect(phone.waitForNotification(undefined, { timeoutMs: 1 })).rejects.toThrow(
    /A matching notification on Pixel did not come within 1 ms/,
  )
  await expect(
    phone.waitForPush(undefined, { signal: AbortSignal.abort(new Error('enough')) }),
  ).rejects.toThrow(/enough/)
})
