import type { SelfTestParams, SelfTestResult } from '@carillon/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'

import { TimPushPlugin } from '../plugin.ts'
import { FakeChat } from '../testing/fake-chat.ts'
import { fakeVendors, FakeNative } from '../testing/fake-native.ts'
import { FakeTimer } from '../testing/fake-timer.ts'
import type { SelfTestReport } from './types.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** A phone on which all is well, after init; the echo lies in its tray as soon as the server is asked. */
const setUp = async (native = new FakeNative({ manufacturer: 'Xiaomi' })) => {
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const plugin = new TimPushPlugin({ native, chat, timer, onFault: () => {} })
  onTestFinished(() => plugin.dispose())
  await plugin.init({
    mi_buz_id: 2,
    mi_app_id: 'i',
    mi_app_key: 'k',
    oppo_buz_id: 3,
    oppo_app_key: 'k',
    oppo_app_secret: 's',
  })
  const asked: SelfTestParams[] = []
  const server = {
    result: {
      msgID: '0-0-ab',
      stage: 'accepted',
      reason: 'vendor-accepted',
      vendor: 'xiaomi',
    } as SelfTestResult,
    code: 0,
    deliver: ({ title, ext }: SelfTestParams): void => {
      void ext
      native.tray.push({ notificationID: '1', title, content: '', channelID: '', raw: {} })
    },
  }
  chat.selfTest = (test) => {
    asked.push(test)
    if (server.code !== 0) return Promise.resolve({ code: server.code, desc: 'one in 10 s' })
    server.deliver(test)
    return Promise.resolve({ code: 0, desc: '', data: server.result })
  }
  return { native, chat, timer, plugin, server, asked }
}

const okHops = ({ hops }: SelfTestReport): string[] => hops.filter(({ ok }) => ok).map(({ hop }) => hop)

it('goes the whole way, and takes its notification out of the tray', async () => {
  const { plugin, native, asked } = await setUp()
  const report = await plugin.selfTest()
  expect(report).toMatchObject({ ok: true, msgID: '0-0-ab' })
  expect(okHops(report)).toEqual([
    'login',
    'vendor',
    'permission',
    'switch',
    'channel',
    'token',
    'registration',
    'echo',
    'arrival',
  ])
  expect(asked).toEqual([
    { title: 'Push test I00000', desc: 'Sent through xiaomi.', ext: '{"carillonSelfTest":"I00000"}' },
  ])
  expect([native.tray, native.listenerCount]).toEqual([[], 1])
})

it('is content when the vendor gives the notification to the app in front', async () => {
  const { plugin, native, server } = await setUp()
  server.deliver = ({ ext }) =>
    native.emit({ type: 'message', message: { vendor: 'xiaomi', isShown: false, raw: { extra: { ext } } } })
  expect((await plugin.selfTest()).hops.at(-1)).toMatchObject({ what: 'It arrived: given to the app.' })
})

it('asks for the permission where it was never asked for', async () => {
  const { plugin, native } = await setUp()
  native.settings = { ...native.settings, permission: 'not-determined' }
  expect((await plugin.selfTest()).ok).toBe(true)
})

type Bench = Awaited<ReturnType<typeof setUp>>

describe('names the hop that fails, with what to do', () => {
  it.each<[string, (bench: Bench) => void, RegExp, RegExp]>([
    ['login', ({ chat }) => (chat.userID = undefined), /Nobody is logged in/, /Log in/],
    [
      'vendor',
      ({ native }) => (native.device = { ...native.device, vendors: fakeVendors('android', ['xiaomi']) }),
      /library of xiaomi is not in this build/,
      /carillon-push doctor/,
    ],
    [
      'permission',
      ({ native }) => (native.settings = { ...native.settings, permission: 'denied' }),
      /not permitted/,
      /openNotificationSettings/,
    ],
    [
      'permission',
      ({ native }) => {
        native.settings = { ...native.settings, permission: 'not-determined' }
        native.permissionAnswer = false
      },
      /not permitted/,
      /openNotificationSettings/,
    ],
    [
      'switch',
      ({ native }) => (native.settings = { ...native.settings, notifications: 'off' }),
      /switched off/,
      /OPPO they are off/,
    ],
    [
      'token',
      ({ native }) => (native.token = new Error('70000004 invalid appid')),
      /refused to register: 70000004 invalid appid/,
      /carillon-push doctor/,
    ],
    [
      'registration',
      ({ chat }) => chat.answers.push({ code: 800_020, desc: 'app 1 has no certificate 2' }),
      /no certificate 2/,
      /carillon cert list/,
    ],
    ['echo', ({ chat }) => (chat.selfTest = undefined), /cannot ask for a test/, /Update @carillon\/client/],
    ['echo', ({ server }) => (server.code = 9506), /9506/, /ten seconds/],
    [
      'echo',
      ({ server }) =>
        (server.result = {
          msgID: 'm',
          stage: 'refused',
          reason: 'token-dead-by-vendor',
          vendorWords: { code: '20301', text: 'invalid regid' },
        }),
      /20301 invalid regid \[token-dead-by-vendor\]/,
      /./,
    ],
    [
      'echo',
      ({ server }) => (server.result = { msgID: 'm', stage: 'suppressed', reason: 'certificate-missing' }),
      /certificate the token was reported with does not exist/,
      /Create a certificate/,
    ],
  ])('%s', async (hop, spoil, what, remedy) => {
    const bench = await setUp()
    spoil(bench)
    const report = await bench.plugin.selfTest()
    expect(report.failed).toEqual({
      hop,
      ok: false,
      what: expect.stringMatching(what) as string,
      remedy: expect.stringMatching(remedy) as string,
    })
    expect(report).toMatchObject({ ok: false })
    expect(report.hops.at(-1)).toBe(report.failed)
  })

  it('arrival, after the time that is given for it', async () => {
    const { plugin, timer, server, native } = await setUp()
    server.deliver = () => {}
    const testing = plugin.selfTest({ arrivalTimeoutMs: 2000 })
    for (let second = 0; second < 3; second += 1) {
      for (let turn = 0; turn < 10; turn += 1) await settled()
      timer.advance(1000)
    }
    const report = await testing
    expect(report).toMatchObject({ ok: false, failed: { hop: 'arrival' }, msgID: '0-0-ab' })
    expect(native.listenerCount).toBe(1)
  })
})

describe('channels', () => {
  const channel = { channelID: 'chat', channelName: 'Chat', importance: 4 }
  it.each([
    ['OPPO', [], undefined, false, /OPPO shows nothing without one/],
    ['OPPO', [channel], undefined, true, /All channels are on/],
    ['Xiaomi', [], undefined, true, /No channels are needed/],
    ['Xiaomi', [{ ...channel, importance: 0 }], undefined, true, /Switched off: chat/],
    ['Xiaomi', [{ ...channel, importance: 0 }], 'chat', false, /switched channel chat off/],
    ['Xiaomi', [channel], 'calls', false, /no channel calls/],
    ['Xiaomi', [channel], 'chat', true, /there and on/],
  ])('%s with %j, wanted %s', async (manufacturer, channels, channelID, ok, what) => {
    const { plugin, native } = await setUp(new FakeNative({ manufacturer }))
    native.channelStates = channels
    const { hops } = await plugin.selfTest(channelID === undefined ? {} : { channelID })
    expect(hops.find(({ hop }) => hop === 'channel')).toMatchObject({
      ok,
      what: expect.stringMatching(what) as string,
    })
  })
})

it('off the phone says that it needs one', async () => {
  const plugin = new TimPushPlugin({ chat: new FakeChat() })
  await expect(plugin.selfTest()).rejects.toMatchObject({ code: 7013 })
})
