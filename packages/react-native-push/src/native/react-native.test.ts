import { describe, expect, it } from 'vitest'

import { FakeNative } from '../testing/fake-native.ts'
import { nativeOfReactNative, type ReactNative } from './react-native.ts'
import { resolveNative } from './resolve.ts'
import type { NativeEvent } from './spec.ts'

const fakeReactNative = (module: unknown) => {
  const bridge = new Set<(event: NativeEvent) => void>()
  const states = new Set<(state: string) => void>()
  const subscribe = <T>(set: Set<T>, listener: T) => {
    set.add(listener)
    return { remove: () => set.delete(listener) }
  }
  const reactNative: ReactNative = {
    NativeModules: { CarillonPush: module },
    NativeEventEmitter: class {
      addListener(_event: string, listener: (event: NativeEvent) => void) {
        return subscribe(bridge, listener)
      }
    },
    AppState: {
      currentState: null,
      addEventListener: (_type, listener) => subscribe(states, listener),
    },
  }
  return { reactNative, bridge, states }
}

describe('the phone behind React Native', () => {
  it('joins the module, its events and the app state', async () => {
    const module = new FakeNative()
    const { reactNative, bridge, states } = fakeReactNative(module)
    const native = nativeOfReactNative(reactNative)
    const events: NativeEvent[] = []
    const unsubscribe = native?.addEventListener((event) => events.push(event))
    for (const emit of bridge) emit({ type: 'token', vendor: 'fcm', token: 't' })
    for (const change of states) for (const state of ['active', 'inactive', 'unknown']) change(state)
    expect(events).toEqual([
      { type: 'token', vendor: 'fcm', token: 't' },
      { type: 'app-state', state: 'active' },
      { type: 'app-state', state: 'inactive' },
      { type: 'app-state', state: 'background' },
    ])
    unsubscribe?.()
    unsubscribe?.()
    expect([bridge.size, states.size]).toEqual([0, 0])
    expect(await native?.getAppState()).toBe('background')
    expect(await native?.register('fcm', {})).toBe('token-1')
    await native?.setBadgeNum(3)
    expect(module.badgeNum).toBe(3)
  })

  it('prefers the turbo module', async () => {
    const { reactNative } = fakeReactNative(undefined)
    const turbo = new FakeNative({ manufacturer: 'turbo' })
    const native = nativeOfReactNative({ ...reactNative, TurboModuleRegistry: { get: () => turbo } })
    expect((await native?.getDeviceInfo())?.manufacturer).toBe('turbo')
  })

  it('is absent when the app was built without it', () => {
    expect(nativeOfReactNative(fakeReactNative(undefined).reactNative)).toBeUndefined()
  })
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
