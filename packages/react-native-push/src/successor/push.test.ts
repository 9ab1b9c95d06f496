import { afterEach, describe, expect, it, onTestFinished } from 'vitest'

import { PluginState } from '../plugin-state.ts'
import { FakeChat } from '../testing/fake-chat.ts'
import { FakeNative } from '../testing/fake-native.ts'
import { FakeTimer } from '../testing/fake-timer.ts'
import { TimPushPlugin } from '../plugin.ts'
import { EVENT, messageIDOf } from './events.ts'
import { PushApi } from './push.ts'

const file = {
  version: 1,
  server: 'wss://chat.example.com',
  sdkAppID: 1400000001,
  vendors: { fcm: { certificateID: 7 }, xiaomi: { certificateID: 8, appID: 'i', appKey: 'k' } },
}

const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

const setUp = (native = new FakeNative()) => {
  native.appConfig = JSON.stringify(file)
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const state = new PluginState({ native, chat, timer, onFault: (what) => faults.push(what) })
  onTestFinished(() => state.dispose())
  return { push: new PushApi(state), native, chat, timer }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const register = (push: PushApi) =>
  new Promise((resolve) => {
    push.registerPush(
      1400000001,
      'key',
      (token) => resolve(token),
      (code, desc) => resolve([code, desc]),
    )
  })

describe('registerPush', () => {
  it("registers with the app's carillon-push.json and answers with the token", async () => {
    const { push, native, chat } = setUp(new FakeNative({ manufacturer: 'Xiaomi' }))
    expect(await register(push)).toBe('token-1')
    expect(native.registrations).toEqual([{ vendor: 'xiaomi', credentials: { appID: 'i', appKey: 'k' } }])
    expect(chat.taken()).toEqual(['config 8 token-1', 'foreground'])
    expect(native.isForegroundPostDisabled).toBe(false)
  })

  it('before login registers, and binds as soon as somebody logs in', async () => {
    const { push, chat, timer } = setUp()
    chat.userID = undefined
    expect(await register(push)).toBe('token-1')
    expect(chat.taken('config')).toEqual([])
    timer.advance(2000)
    await settled()
    chat.userID = 'alice'
    timer.advance(2000)
    await settled()
    expect(chat.taken('config')).toEqual(['config 7 token-1'])
    expect(timer.waitingMs).toEqual([])
  })

  it('waits for a token that comes late, and says so when the vendor refuses it', async () => {
    const { push, native } = setUp()
    native.token = ''
    const late = register(push)
    await settled()
    native.emit({ type: 'token', vendor: 'fcm', token: 'late' })
    expect(await late).toBe('late')
    const refused = register(push)
    await settled()
    native.emit({ type: 'registration-failed', vendor: 'fcm', code: '', message: 'SERVICE_NOT_AVAILABLE' })
    const words = "The phone's push service (fcm) refused to register: SERVICE_NOT_AVAILABLE"
    expect(await refused).toEqual([800005, words])
    expect(faults.splice(0)).toEqual([words])
  })

  it.each([
    ['', 6017, /No certificate ID.*carillon-push\.json/],
    ['{"version":1}', 6017, /carillon-push\.json cannot be used: .*server: is missing/],
  ])('with a file %j answers %i', async (appConfig, code, desc) => {
    const { push, native } = setUp()
    native.appConfig = appConfig
    expect(await register(push)).toEqual([code, expect.stringMatching(desc)])
  })

  it('is set up by setConfig in place of the file', async () => {
    const { push, native, chat } = setUp()
    native.appConfig = ''
    push.setConfig({ ...file, vendors: { fcm: { certificateID: 9 } } })
    await register(push)
    expect(chat.taken('config')).toEqual(['config 9 token-1'])
  })

  it('names a wrong SDKAppID, to the console when nobody listens', async () => {
    const { push } = setUp()
    push.registerPush(0)
    await settled()
    expect(faults.splice(0)).toEqual(['6017 SDKAppID must be the number of the app, found 0.'])
  })
})

it('unRegisterPush unbinds the token and takes the registration back', async () => {
  const { push, native, chat } = setUp()
  await register(push)
  chat.taken()
  await new Promise<void>((resolve) => push.unRegisterPush(() => resolve()))
  expect([chat.taken('config'), native.unregistered]).toEqual([['config 7 '], ['fcm']])
})

it('knows the registration ID that was set, else the chat user', async () => {
  const { push } = setUp()
  const id = () => new Promise((resolve) => push.getRegistrationID(resolve))
  expect(await id()).toBe('alice')
  push.setRegistrationID('ann-7')
  expect(await id()).toBe('ann-7')
})

describe('taps', () => {
  const extInfo = (push: PushApi) => new Promise((resolve) => push.getNotificationExtInfo(resolve))

  it('that started the app go to getNotificationExtInfo or to the listener, never to both', async () => {
    for (const first of ['ext-info', 'listener']) {
      const { push, native } = setUp()
      native.tap('fcm', { ext: 'cold' }, { coldStart: true })
      const clicked: string[] = []
      if (first === 'ext-info') expect(await extInfo(push)).toBe('cold')
      push.addPushListener(EVENT.NOTIFICATION_CLICKED, (ext) => clicked.push(ext))
      await settled()
      if (first === 'listener') expect(await extInfo(push)).toBe('')
      native.tap('fcm', { ext: 'warm' })
      await settled()
      expect(clicked).toEqual(first === 'listener' ? ['cold', 'warm'] : ['warm'])
    }
  })

  it('that did not start the app are not its ext info, and are kept for listeners', async () => {
    const { push, native } = setUp()
    native.tap('fcm', { ext: 'warm' })
    expect(await extInfo(push)).toBe('')
    const clicked: string[] = []
    push.addPushListener('notification_clicked', (ext) => clicked.push(ext))
    await settled()
    expect(clicked).toEqual(['warm'])
  })

  it('go to the classic plugin and the successor once each', async () => {
    const native = new FakeNative()
    const plugin = new TimPushPlugin({ native, chat: new FakeChat() })
    onTestFinished(() => plugin.dispose())
    const taps: string[] = []
    const stop = plugin.addTapListener(({ ext }) => taps.push(`hook ${ext}`))
    await plugin.init({ google_buz_id: 1, pushClickAction: ({ ext }) => taps.push(`init ${ext}`) })
    native.tap('fcm', { ext: 'a' })
    await settled()
    stop()
    native.tap('fcm', { ext: 'b' })
    await settled()
    expect(taps).toEqual(['hook a', 'init a', 'init b'])
  })
})

describe('messages', () => {
  it('that arrive and that are taken back go to their listeners until those are removed', async () => {
    const { push, native } = setUp()
    const heard: unknown[] = []
    const listener = (data: unknown) => heard.push(data)
    push.addPushListener(EVENT.MESSAGE_RECEIVED, listener)
    push.addPushListener(EVENT.MESSAGE_REVOKED, () => {
      throw new Error('no such message')
    })
    push.addPushListener(EVENT.MESSAGE_REVOKED, listener)
    await settled()
    const raw = { notification: { title: 'Ann', body: 'hello' }, data: { ext: '{"a":1}', msgID: 'm1' } }
    native.emit({ type: 'message', message: { vendor: 'fcm', isShown: false, raw } })
    native.emit({ type: 'message-revoked', messageID: 'm1' })
    expect(heard).toEqual([{ title: 'Ann', desc: 'hello', ext: '{"a":1}', messageID: 'm1' }, 'm1'])
    expect(faults.splice(0)).toEqual(['a listener of message_revoked threw: no such message'])
    push.removePushListener(EVENT.MESSAGE_RECEIVED, listener)
    push.removePushListener(EVENT.MESSAGE_REVOKED)
    await settled()
    expect(native.listenerCount).toBe(1)
    native.emit({ type: 'message-revoked', messageID: 'm2' })
    expect(heard).toHaveLength(2)
  })

  it.each([
    [{ msgID: 'm' }],
    [{ data: '{"msgID":"m"}' }],
    [{ params: { msgID: 'm' } }],
    [{ payload: '{"ext":"e","msgID":"m"}' }],
    [{ selfDefineContentString: '{"msgID":"m"}' }],
  ])('find their ID in %j', (raw) => {
    expect(messageIDOf(raw)).toBe('m')
  })
})

it('keeps notifications off the tray in front when told so, before registering too', async () => {
  const { push, native } = setUp()
  push.disablePostNotificationInForeground(true)
  await register(push)
  expect(native.isForegroundPostDisabled).toBe(true)
})

it('creates channels and answers the callback', async () => {
  const { push, native } = setUp()
  const answers: unknown[] = []
  push.createNotificationChannel(
    { channelID: 'chat', channelName: 'Chat', channelDesc: 'New', channelSound: 'ring.mp3' },
    (answer) => answers.push(answer),
  )
  push.createNotificationChannel({ channelID: '', channelName: 'Chat' }, (answer) => answers.push(answer))
  await settled()
  expect(native.channels).toEqual([
    { channelID: 'chat', channelName: 'Chat', channelDescription: 'New', channelSound: 'ring' },
  ])
  expect(answers).toEqual([
    { code: 6017, desc: 'channelId must be a text that is not empty.' },
    { code: 0, desc: '' },
  ])
})

it('off the phone answers what to do', async () => {
  const state = new PluginState({ chat: new FakeChat(), onFault: (what) => faults.push(what) })
  const push = new PushApi(state)
  expect(await register(push)).toEqual([7013, expect.stringMatching(/needs a phone/)])
  push.addPushListener('message_received', () => {})
  push.addPushListener('clicked' as 'message_received', () => {})
  await settled()
  expect(faults.splice(0)).toEqual([
    expect.stringMatching(/addPushListener: give one of message_received/),
    expect.stringMatching(/7013 Offline push needs a phone/),
  ])
})
