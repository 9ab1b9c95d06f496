import { expect, it } from 'vitest'

import { TimPushPlugin } from './index.ts'
import { FakeChat } from './testing/fake-chat.ts'
import { FakeNative } from './testing/fake-native.ts'
import { FakeTimer } from './testing/fake-timer.ts'

const setUp = (native = new FakeNative({ manufacturer: 'Xiaomi' })) => {
  const chat = new FakeChat()
  const timer = new FakeTimer()
  const plugin = new TimPushPlugin({ native, chat, timer, onFault: () => {} })
  return { plugin, native, chat, timer }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('the documented call is all that is needed', async () => {
  const { plugin, chat } = setUp()
  const answer = await plugin.init({ mi_buz_id: 5218, mi_push_app_id: 'i', mi_push_app_key: 'k' })
  expect(answer).toEqual({ code: 0, desc: '', data: true })
  expect(chat.taken('config')).toEqual(['config 5218 token-1'])
  plugin.dispose()
})

it('tells what the phone registered with', async () => {
  const { plugin } = setUp()
  const appInfo = { mi_buz_id: 5218, mi_app_id: 'i', mi_app_key: 'k', google_buz_id: 7 }
  await plugin.init({ appInfo })
  expect(await plugin.getDevicePushConfig(appInfo)).toEqual({
    deviceManufacturer: 'xiaomi',
    businessID: 5218,
    deviceToken: 'token-1',
  })
  expect(await plugin.getDevicePushToken()).toBe('token-1')
  expect(await plugin.getBuzId({ google_buz_id: 7 })).toBe(7)
  expect(await plugin.getBuzId({ vivo_buz_id: 7 })).toBe(0)
  expect(await plugin.getOtherPushType()).toBe('xiaomi')
  plugin.dispose()
})

it('prefers FCM when it is told to', async () => {
  const native = new FakeNative({ manufacturer: 'Xiaomi' })
  const plugin = new TimPushPlugin({ native, chat: new FakeChat(), isUseGoogleFCM: true })
  expect(await plugin.getBuzId({ mi_buz_id: 5218, google_buz_id: 7 })).toBe(7)
})

it('counts unread by the app’s own word, the SDK’s total, or the last badge', async () => {
  const report = async (options: object, chat: FakeChat) => {
    const native = new FakeNative()
    const plugin = new TimPushPlugin({ native, chat, onFault: () => {}, ...options })
    await plugin.setBadgeNum(4)
    await plugin.init({ google_buz_id: 7 })
    chat.taken()
    native.moveTo('background')
    await settled()
    plugin.dispose()
    return chat.taken()
  }
  const withTotal = new FakeChat()
  withTotal.unreadCount = 9
  const withoutTotal = new FakeChat()
  Object.assign(withoutTotal, { getConversationManager: undefined })
  expect(await report({ unreadCount: () => 2 }, withTotal)).toEqual(['background 2'])
  expect(await report({}, withTotal)).toEqual(['background 9'])
  expect(await report({}, withoutTotal)).toEqual(['background 4'])
  expect(await report({ unreadCount: () => Promise.reject(new Error('x')) }, withTotal)).toEqual([
    'background 4',
  ])
})

it('passes the rest on to the phone and names what is wrong', async () => {
  const { plugin, native } = setUp()
  await plugin.setBadgeNum(0)
  expect(native.badgeNum).toBe(0)
  await plugin.createNotificationChannel({
    channelId: 'chat',
    channelName: 'Chat',
    channelDescription: 'New',
  })
  await plugin.createNotificationChannel({ channelID: 'calls', channelName: 'Calls', channelSound: 'ring' })
  expect(native.channels).toEqual([
    { channelID: 'chat', channelName: 'Chat', channelDescription: 'New' },
    { channelID: 'calls', channelName: 'Calls', channelSound: 'ring' },
  ])
  expect(await plugin.requireNotificationPermission()).toBe(true)
  await expect(plugin.setBadgeNum(1.5)).rejects.toMatchObject({
    code: 6017,
    message: expect.stringMatching(/badgeNum.*1\.5/) as string,
  })
  await expect(plugin.createNotificationChannel({ channelName: 'x' })).rejects.toMatchObject({
    code: 6017,
    message: expect.stringContaining('channelId') as string,
  })
  await expect(plugin.clearAllNotification()).rejects.toMatchObject({
    code: 800_015,
    message: 'The phone failed: no tray here',
  })
})

it('off the phone answers what to do, and never throws at import', async () => {
  const plugin = new TimPushPlugin()
  expect(await plugin.init({ google_buz_id: 7 })).toMatchObject({ code: 7013, data: false })
  await expect(TimPushPlugin.getBuzId({ google_buz_id: 7 })).rejects.toMatchObject({ code: 7013 })
  await expect(TimPushPlugin.getOtherPushType()).rejects.toThrow(/needs a phone/)
})
