import { afterEach, describe, expect, it, onTestFinished } from 'vitest'

import type { NativeDeviceInfo } from '../native/spec.ts'
import type { PushTap } from '../taps/normalise.ts'
import { FakeChat } from '../testing/fake-chat.ts'
import { FakeNative } from '../testing/fake-native.ts'
import { FakeTimer } from '../testing/fake-timer.ts'
import { PushSession } from './push-session.ts'

const appInfo = {
  google_buz_id: 1,
  mi_buz_id: 2,
  mi_app_id: 'i',
  mi_app_key: 'k',
  oppo_buz_id: 3,
  oppo_app_key: 'k',
  oppo_app_secret: 's',
  hw_buz_id: 4,
  honor_buz_id: 5,
  mz_buz_id: 6,
  mz_app_id: 'i',
  mz_app_key: 'k',
  vivo_buz_id: 7,
  apple_buz_id: 8,
}

const faults: string[] = []
afterEach(() => expect(faults.splice(0)).toEqual([]))

const setUp = (device: Partial<NativeDeviceInfo> = {}) => {
  const native = new FakeNative(device)
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const session = new PushSession({
    native,
    chat,
    timer,
    unreadCount: () => Promise.resolve(chat.unreadCount),
    onFault: (what) => faults.push(what),
    isUseGoogleFCM: () => false,
  })
  onTestFinished(() => session.close())
  return { native, chat, timer, session }
}

// Every fake answers within microtasks, so one turn of the loop settles all that was started.
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('init', () => {
  it.each([
    ['Google', 'fcm', 1, {}],
    ['Xiaomi', 'xiaomi', 2, { appID: 'i', appKey: 'k' }],
    ['OPPO', 'oppo', 3, { appKey: 'k', appSecret: 's' }],
    ['HUAWEI', 'huawei', 4, {}],
    ['HONOR', 'honor', 5, {}],
    ['Meizu', 'meizu', 6, { appID: 'i', appKey: 'k' }],
    ['vivo', 'vivo', 7, {}],
  ])('on a phone made by %s registers with %s', async (manufacturer, vendor, certificateID, credentials) => {
    const { native, chat, session } = setUp({ manufacturer })
    expect(await session.init(appInfo)).toEqual({ code: 0, desc: '', data: true })
    expect(native.registrations).toEqual([{ vendor, credentials }])
    expect(chat.taken('config')).toEqual([`config ${certificateID} token-1`])
  })

  it('on an iPhone registers with APNs', async () => {
    const { native, chat, session } = setUp({ system: 'ios', manufacturer: 'Apple' })
    await session.init({ appInfo })
    expect(native.registrations).toEqual([{ vendor: 'apns', credentials: {} }])
    expect(chat.taken('config')).toEqual(['config 8 token-1'])
  })

  it('falls through to Google where the maker has no certificate', async () => {
    const { native, session } = setUp({ manufacturer: 'OPPO' })
    await session.init({ google_buz_id: 1 })
    expect(native.registrations[0]?.vendor).toBe('fcm')
  })

  it('says which parameter would fit when none does', async () => {
    const { native, chat, session } = setUp({ manufacturer: 'OPPO' })
    expect(await session.init({ vivo_buz_id: 7 })).toMatchObject({
      code: 6017,
      desc: expect.stringMatching(/maker "oppo".*google_buz_id/) as string,
      data: false,
    })
    expect(native.registrations).toEqual([])
    expect(chat.taken('config')).toEqual([])
  })

  it('before login answers 6014 and loses nothing', async () => {
    const { native, chat, session } = setUp()
    chat.userID = undefined
    native.tap('fcm', { ext: 'cold' })
    const taps: string[] = []
    const params = { ...appInfo, pushClickAction: (tap: PushTap) => taps.push(tap.ext) }
    expect(await session.init(params)).toMatchObject({ code: 6014, data: false })
    expect([chat.taken(), taps, native.registrations]).toEqual([[], [], []])
    chat.userID = 'alice'
    expect(await session.init(params)).toMatchObject({ code: 0 })
    expect(chat.taken()).toEqual(['foreground', 'config 1 token-1'])
    expect(taps).toEqual(['cold'])
  })

  it("gives the vendor's words when it refuses, and taps all the same", async () => {
    const { native, session } = setUp()
    native.token = new Error('SERVICE_NOT_AVAILABLE')
    native.tap('fcm', { ext: 'cold' })
    const taps: string[] = []
    expect(await session.init({ ...appInfo, pushClickAction: (tap: PushTap) => taps.push(tap.ext) })).toEqual(
      {
        code: 800005,
        desc: "The phone's push service (fcm) refused to register: SERVICE_NOT_AVAILABLE",
        data: false,
      },
    )
    expect(taps).toEqual(['cold'])
  })

  it('after close answers that it was disposed of', async () => {
    const { native, session } = setUp()
    await session.init(appInfo)
    session.close()
    session.close()
    expect(native.listenerCount).toBe(0)
    expect(await session.init(appInfo)).toMatchObject({ code: 6023 })
  })
})

describe('the token', () => {
  it('is reported when it comes later, and when it is replaced, but not twice', async () => {
    const { native, chat, session } = setUp()
    native.token = ''
    expect(await session.init(appInfo)).toMatchObject({ code: 0 })
    expect(chat.taken('config')).toEqual([])
    for (const token of ['late', 'late', 'rotated']) {
      native.emit({ type: 'token', vendor: 'fcm', token })
      await settled()
    }
    expect(chat.taken('config')).toEqual(['config 1 late', 'config 1 rotated'])
    expect(native.listenerCount).toBe(1)
  })

  it("of another vendor's push service is none of ours", async () => {
    const { native, chat, session } = setUp({ manufacturer: 'Xiaomi' })
    await session.init(appInfo)
    native.emit({ type: 'token', vendor: 'fcm', token: 'other' })
    await settled()
    expect(chat.taken('config')).toEqual(['config 2 token-1'])
  })

  it('goes to the next user after a switch of accounts', async () => {
    const { chat, session } = setUp()
    await session.init(appInfo)
    chat.userID = 'bob'
    await session.init(appInfo)
    expect(chat.taken('config')).toEqual(['config 1 token-1', 'bob: config 1 token-1'])
  })

  it('is reported for the user who logged in without init, when the app comes to the front', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.userID = 'bob'
    chat.taken()
    native.moveTo('active')
    await settled()
    expect(chat.taken()).toEqual(['bob: config 1 token-1'])
    native.moveTo('active')
    await settled()
    expect(chat.taken()).toEqual([])
  })

  it('is reported again for a user who logged out and came back', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.userID = undefined
    native.moveTo('active')
    await settled()
    chat.taken()
    chat.userID = 'alice'
    native.moveTo('active')
    await settled()
    expect(chat.taken('config')).toEqual(['config 1 token-1'])
  })

  it('is tried again with backoff while the network is gone, until it is taken', async () => {
    const { chat, timer, session } = setUp()
    chat.gate = undefined
    const answers = [
      { code: 0, desc: '' },
      { code: 9508, desc: 'no network' },
      { code: 6200, desc: 'no network' },
    ]
    chat.answers.push(...answers)
    expect(await session.init(appInfo)).toMatchObject({
      code: 9508,
      desc: expect.stringMatching(/no network/) as string,
    })
    expect(timer.waitingMs).toEqual([750])
    timer.advance(750)
    await settled()
    expect(timer.waitingMs).toEqual([1500])
    timer.advance(1500)
    await settled()
    expect(timer.waitingMs).toEqual([])
    expect(chat.taken('config')).toHaveLength(3)
  })

  it('is not tried again when the server refuses it, or the user has logged out', async () => {
    const { chat, timer, session } = setUp()
    chat.answers.push({ code: 0, desc: '' }, { code: 800_020, desc: 'no such certificate' })
    expect(await session.init(appInfo)).toMatchObject({ code: 800_020 })
    expect(timer.waitingMs).toEqual([])
    chat.answers.push({ code: 0, desc: '' }, { code: 9508, desc: 'no network' })
    await session.init(appInfo)
    chat.taken()
    chat.userID = undefined
    timer.advance(60_000)
    await settled()
    expect([chat.taken('config'), timer.waitingMs]).toEqual([[], []])
  })

  it('can be taken back, and then stays away until asked for', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    expect(await session.clearToken(undefined)).toMatchObject({ code: 0 })
    native.emit({ type: 'token', vendor: 'fcm', token: 'rotated' })
    await settled()
    expect(chat.taken('config')).toEqual(['config 1 token-1', 'config 1 '])
    native.token = 'rotated'
    expect(await session.uploadToken(appInfo)).toMatchObject({ code: 0 })
    expect(chat.taken('config')).toEqual(['config 1 rotated'])
  })

  it('is waited for at most 20 s', async () => {
    const { native, timer, session } = setUp()
    native.token = ''
    await session.init(appInfo)
    const token = session.deviceToken()
    const upload = session.uploadToken(appInfo)
    await settled()
    timer.advance(20_000)
    expect(await token).toBe('')
    expect(await upload).toMatchObject({ code: 800_009 })
    const late = session.deviceToken()
    native.emit({ type: 'token', vendor: 'fcm', token: 'late' })
    expect(await late).toBe('late')
  })
})

describe('background and foreground', () => {
  it('are reported in their order with the unread count, once each', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.taken()
    chat.unreadCount = 3
    for (const state of ['inactive', 'background', 'active', 'active', 'background'] as const) {
      native.moveTo(state)
      await settled()
    }
    expect(chat.taken()).toEqual(['background 3', 'foreground', 'background 3'])
  })

  it('a slow report never lands after the one that follows it', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.taken()
    let open = (): void => {}
    chat.gate = new Promise((resolve) => {
      open = resolve
    })
    native.moveTo('background')
    await settled()
    native.moveTo('active')
    native.moveTo('background')
    native.moveTo('active')
    await settled()
    expect(chat.taken()).toEqual(['background 0'])
    open()
    await settled()
    expect(chat.taken()).toEqual(['foreground'])
  })

  it('a state left before its unread count was known is not reported', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.taken()
    native.moveTo('background')
    native.moveTo('active')
    await settled()
    expect(chat.taken()).toEqual([])
  })

  it('an app that logs in while it is in the background says so', async () => {
    const { native, chat, session } = setUp()
    native.appState = 'background'
    await session.init(appInfo)
    expect(chat.taken()).toContain('background 0')
  })

  it('what could not be told is told at the next change', async () => {
    const { native, chat, session } = setUp()
    await session.init(appInfo)
    chat.taken()
    chat.answers.push({ code: 6014, desc: 'not logged in' })
    native.moveTo('background')
    await settled()
    native.moveTo('background')
    await settled()
    expect(chat.taken()).toEqual(['background 0', 'background 0'])
  })
})

describe('taps', () => {
  it('come once each, in their order, the one that started the app first', async () => {
    const { native, session } = setUp()
    native.tap('fcm', { ext: 'cold' })
    const taps: string[] = []
    await session.init({ ...appInfo, pushClickAction: (tap: PushTap) => taps.push(tap.ext) })
    native.tap('fcm', { ext: 'warm' })
    native.tap('fcm', { ext: 'next' })
    await settled()
    await session.init({ ...appInfo, pushClickAction: (tap: PushTap) => taps.push(tap.ext) })
    expect(taps).toEqual(['cold', 'warm', 'next'])
  })

  it('that the phone queues again are dropped', async () => {
    const { native, session } = setUp()
    const taps: string[] = []
    await session.init({ ...appInfo, pushClickAction: (tap: PushTap) => taps.push(tap.ext) })
    native.tap('fcm', { ext: 'one' }, { tapID: 'same' })
    await settled()
    native.tap('fcm', { ext: 'one' }, { tapID: 'same' })
    await settled()
    expect(taps).toEqual(['one'])
  })

  it('wait with the phone while the app has no action for them', async () => {
    const { native, session } = setUp()
    native.tap('fcm', { ext: 'cold' })
    await session.init(appInfo)
    const taps: string[] = []
    await session.taps.setAction((tap) => taps.push(tap.ext))
    expect(taps).toEqual(['cold'])
  })

  it('an action that throws does not lose the others', async () => {
    const { native, session } = setUp()
    native.tap('fcm', { ext: 'bad' })
    native.tap('fcm', { ext: 'good' })
    const taps: string[] = []
    await session.init(appInfo)
    await session.taps.setAction((tap) => {
      if (tap.ext === 'bad') throw new Error('no such chat')
      taps.push(tap.ext)
    })
    expect(taps).toEqual(['good'])
    expect(faults.splice(0)).toEqual(['pushClickAction threw: no such chat'])
  })
})
