import { describe, expect, it } from 'vitest'

import type { Spec } from './NativeCarillonPush.ts'
import { nativeOfReactNative, resolveNative } from './resolve.ts'
import type { NativeEvent } from './spec.ts'
import { nativeOfTurboModule } from './turbo-module.ts'

/** A native module as codegen's bridge shows it: events by emitters, nested data as JSON text. */
const fakeModule = () => {
  const emitters = new Map<string, Set<(value: never) => void>>()
  const calls: [string, ...unknown[]][] = []
  const answers: Record<string, unknown> = {}
  const module = new Proxy(
    {},
    {
      get: (_, name: string) =>
        /^on[A-Z]/.test(name)
          ? (handler: (value: never) => void) => {
              const handlers = emitters.get(name) ?? new Set()
              emitters.set(name, handlers.add(handler))
              return { remove: () => handlers.delete(handler) }
            }
          : (...given: unknown[]) => {
              calls.push([name, ...given])
              return Promise.resolve(answers[name])
            },
    },
  ) as Spec
  const emit = (name: string, value?: unknown): void => {
    for (const handler of emitters.get(name) ?? []) (handler as (value: unknown) => void)(value)
  }
  const listenerCount = (): number => [...emitters.values()].reduce((sum, { size }) => sum + size, 0)
  return { module, emit, calls, answers, listenerCount }
}

describe('the phone behind the native module', () => {
  it('gives what the module says in stricter types', async () => {
    const { module, answers } = fakeModule()
    const native = nativeOfTurboModule(module)
    answers.getDeviceInfo = {
      system: 'android',
      apsEnvironment: 'staging',
      systemProperties: [{ name: 'ro.miui.ui.version.name', value: 'V140' }],
      vendors: [
        { vendor: 'fcm', isLinked: true, isSupported: false, reason: 'SERVICE_MISSING' },
        { vendor: 'nokia', isLinked: true, isSupported: true, reason: '' },
      ],
    }
    answers.takeTaps = [
      { tapID: '1', vendor: 'xiaomi', coldStart: true, rawJson: '{"key_message":{"title":"Ann"}}' },
      { tapID: '2', vendor: 'nokia', coldStart: false, rawJson: '{}' },
      { tapID: '3', vendor: 'fcm', coldStart: false, rawJson: 'not JSON' },
    ]
    answers.getNotificationSettings = { permission: 'odd', notifications: 'on', sound: 'loud' }
    answers.getDeliveredNotifications = [{ notificationID: '1|a', title: 't', rawJson: '{"a":1}' }]
    answers.getAppState = 'unknown'
    expect(await native.getDeviceInfo()).toEqual({
      system: 'android',
      apsEnvironment: '',
      systemProperties: { 'ro.miui.ui.version.name': 'V140' },
      vendors: [{ vendor: 'fcm', isLinked: true, isSupported: false, reason: 'SERVICE_MISSING' }],
    })
    expect(await native.takeTaps()).toEqual([
      { tapID: '1', vendor: 'xiaomi', coldStart: true, raw: { key_message: { title: 'Ann' } } },
      { tapID: '3', vendor: 'fcm', coldStart: false, raw: {} },
    ])
    expect(await native.getNotificationSettings()).toEqual({
      permission: 'not-determined',
      notifications: 'on',
      lockScreen: 'unknown',
      sound: 'unknown',
      badge: 'unknown',
      banner: 'unknown',
      doNotDisturb: 'unknown',
    })
    expect(await native.getDeliveredNotifications()).toEqual([
      { notificationID: '1|a', title: 't', raw: { a: 1 } },
    ])
    expect(await native.getAppState()).toBe('background')
  })

  it('passes calls on', async () => {
    const { module, calls } = fakeModule()
    const native = nativeOfTurboModule(module)
    await native.registerPush('oppo', { appKey: 'k', appSecret: 's' })
    await native.unregisterPush('oppo')
    await native.setBadgeNum(3)
    await native.removeDeliveredNotifications(['1'])
    await native.disablePostNotificationInForeground(true)
    expect(calls).toEqual([
      ['registerPush', 'oppo', { appKey: 'k', appSecret: 's' }],
      ['unregisterPush', 'oppo'],
      ['setBadgeNum', 3],
      ['removeDeliveredNotifications', ['1']],
      ['disablePostNotificationInForeground', true],
    ])
  })

  it('joins its emitters into events, and lets go of all of them', () => {
    const { module, emit, listenerCount } = fakeModule()
    const events: NativeEvent[] = []
    const unsubscribe = nativeOfTurboModule(module).addEventListener((event) => events.push(event))
    emit('onToken', { vendor: 'fcm', token: 't' })
    emit('onToken', { vendor: 'nokia', token: 't' })
    emit('onRegistrationFailed', { vendor: 'xiaomi', code: '70000002', message: 'network' })
    emit('onVoipToken', 'v')
    emit('onTap')
    emit('onAppState', 'inactive')
    emit('onAppState', 'extension')
    emit('onMessage', { vendor: 'vivo', isShown: true, rawJson: '{"params":{"ext":"e"}}' })
    emit('onMessageRevoked', 'm1')
    expect(events).toEqual([
      { type: 'token', vendor: 'fcm', token: 't' },
      { type: 'registration-failed', vendor: 'xiaomi', code: '70000002', message: 'network' },
      { type: 'voip-token', token: 'v' },
      { type: 'tap' },
      { type: 'app-state', state: 'inactive' },
      { type: 'app-state', state: 'background' },
      { type: 'message', message: { vendor: 'vivo', isShown: true, raw: { params: { ext: 'e' } } } },
      { type: 'message-revoked', messageID: 'm1' },
    ])
    unsubscribe()
    unsubscribe()
    expect(listenerCount()).toBe(0)
  })
})

describe('looking for the native module', () => {
  it('finds it by its name', async () => {
    const { module, answers } = fakeModule()
    answers.getAppState = 'active'
    const native = nativeOfReactNative({
      TurboModuleRegistry: { get: (name) => (name === 'CarillonPush' ? module : null) },
    })
    expect(await native.getAppState()).toBe('active')
  })

  it.each([
    ['an app built without it', { TurboModuleRegistry: { get: () => null } }],
    ['the web, which has no native modules', {}],
  ])('%s is told what to do', (_, reactNative) => {
    expect(() => nativeOfReactNative(reactNative)).toThrow(
      expect.objectContaining({
        code: 7013,
        message: expect.stringMatching(/pod install/) as string,
      }) as Error,
    )
  })

  it('off the phone says what to do', () => {
    expect(() => resolveNative()).toThrow(
      expect.objectContaining({
        name: 'PushPluginError',
        code: 7013,
        message: expect.stringMatching(/needs a phone.*new TimPushPlugin\(\{ native, chat \}\)/) as string,
      }) as Error,
    )
  })
})
