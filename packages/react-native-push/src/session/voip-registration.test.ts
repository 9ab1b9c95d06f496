import { afterEach, expect, it, onTestFinished } from 'vitest'

import { FakeChat } from '../testing/fake-chat.ts'
import { FakeNative } from '../testing/fake-native.ts'
import { FakeTimer } from '../testing/fake-timer.ts'
import { PushSession } from './push-session.ts'

const appInfo = { apple_buz_id: 8, apple_voip_buz_id: 9 }
const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

const setUp = (system: 'android' | 'ios' = 'ios') => {
  const native = new FakeNative({ system, manufacturer: system === 'ios' ? 'Apple' : 'Google' })
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const session = new PushSession({
    native,
    chat,
    timer,
    unreadCount: () => Promise.resolve(0),
    onFault: (what) => faults.push(what),
    isUseGoogleFCM: () => false,
  })
  onTestFinished(() => session.close())
  const bindings = () => chat.taken().filter((call) => /config|voip/.test(call))
  return { native, chat, timer, session, bindings }
}

// Every fake answers within microtasks, so one turn of the loop settles all that was started.
const settled = () => new Promise((resolve) => setImmediate(resolve))

it.each(['apple_voip_buz_id', 'apple_push_voip_buz_id'])(
  "init with %s binds PushKit's token beside the one for notifications",
  async (name) => {
    const { session, bindings } = setUp()
    expect(await session.init({ apple_buz_id: 8, [name]: 9 })).toMatchObject({ code: 0 })
    await settled()
    expect(bindings().toSorted()).toEqual(['config 8 token-1', 'voip 9 voip-1'])
  },
)

it('carillon-push.json with apnsVoip does the same', async () => {
  const { native, session, bindings } = setUp()
  native.appConfig = JSON.stringify({
    version: 1,
    server: 'wss://chat.example.com',
    sdkAppID: 1,
    vendors: { apns: { certificateID: 8 }, apnsVoip: { certificateID: 9 } },
  })
  await session.init(undefined)
  await settled()
  expect(bindings().toSorted()).toEqual(['config 8 token-1', 'voip 9 voip-1'])
})

it('a token that comes later, a new one, and none any more are told once each', async () => {
  const { native, session, bindings } = setUp()
  native.voipToken = ''
  await session.init(appInfo)
  await settled()
  expect(bindings()).toEqual(['config 8 token-1'])
  for (const token of ['voip-1', 'voip-1', 'voip-2', '']) {
    native.emit({ type: 'voip-token', token })
    await settled()
  }
  expect(bindings()).toEqual(['voip 9 voip-1', 'voip 9 voip-2', 'voip 9 '])
})

it('without a VoIP certificate, and on Android, PushKit is left alone', async () => {
  const { native, session, bindings } = setUp()
  await session.init({ apple_buz_id: 8 })
  native.emit({ type: 'voip-token', token: 'voip-1' })
  await settled()
  expect(bindings()).toEqual(['config 8 token-1'])

  const android = setUp('android')
  await android.session.init({ google_buz_id: 1, ...appInfo })
  await settled()
  expect(android.bindings()).toEqual(['config 1 token-1'])
})

it('clearToken ends it until the next init', async () => {
  const { native, session, bindings } = setUp()
  await session.init(appInfo)
  await settled()
  bindings()
  await session.clearToken(undefined)
  native.emit({ type: 'voip-token', token: 'voip-2' })
  native.moveTo('active')
  await settled()
  expect(bindings()).toEqual(['config 8 '])
  await session.init(appInfo)
  await settled()
  expect(bindings().toSorted()).toEqual(['config 8 token-1', 'voip 9 voip-1'])
})

it('the next user of the phone gets it', async () => {
  const { native, chat, session, bindings } = setUp()
  await session.init(appInfo)
  await settled()
  bindings()
  chat.userID = 'bob'
  native.moveTo('active')
  await settled()
  expect(bindings().toSorted()).toEqual(['bob: config 8 token-1', 'bob: voip 9 voip-1'])
})

it('is tried again while the network is gone, and does not hold up the notifications', async () => {
  const { native, chat, timer, session, bindings } = setUp()
  native.voipToken = ''
  expect(await session.init(appInfo)).toMatchObject({ code: 0 })
  await settled()
  bindings()
  chat.answers.push({ code: 9508, desc: 'no network' })
  native.emit({ type: 'voip-token', token: 'voip-1' })
  await settled()
  expect(faults.splice(0)).toEqual([expect.stringMatching(/certificate ID 9.*no network/)])
  timer.advance(1000)
  await settled()
  expect(bindings()).toEqual(['voip 9 voip-1', 'voip 9 voip-1'])
})

it('says why PushKit gave none, and lets init succeed', async () => {
  const { native, session, bindings } = setUp()
  native.voipToken = new Error('Info.plist lacks CarillonPushVoip = YES.')
  expect(await session.init(appInfo)).toMatchObject({ code: 0 })
  await settled()
  expect(bindings()).toEqual(['config 8 token-1'])
  expect(faults.splice(0)).toEqual([
    'PushKit gave no token for calls: Info.plist lacks CarillonPushVoip = YES.',
  ])
})

it('an SDK without setVOIP is said to be too old', async () => {
  const { chat, session } = setUp()
  const manager = chat.getOfflinePushManager()
  chat.getOfflinePushManager = () => {
    const { setVOIP, ...older } = manager
    void setVOIP
    return older as typeof manager
  }
  await session.init(appInfo)
  await settled()
  expect(faults.splice(0)).toEqual([expect.stringMatching(/no setVOIP: update @carillon\/client/)])
})
