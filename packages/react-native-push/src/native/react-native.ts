import type { AppState, NativeCarillonPush, NativeEvent } from './spec.ts'

/** Name of the native module. */
const nativeModuleName = 'CarillonPush'
/** Channel its events come on. */
const nativeEventName = 'CarillonPushEvent'

interface Subscription {
  remove(): void
}

/** What is used of the `react-native` package. */
export interface ReactNative {
  TurboModuleRegistry?: { get(name: string): unknown }
  NativeModules: Record<string, unknown>
  NativeEventEmitter: new (module: unknown) => {
    addListener(event: string, listener: (event: NativeEvent) => void): Subscription
  }
  AppState: {
    /** Null for a moment while the app starts. */
    currentState: string | null
    addEventListener(type: 'change', listener: (state: string) => void): Subscription
  }
}

/** The native module as React Native gives it: events and app state come from elsewhere. */
export type NativeModule = Omit<NativeCarillonPush, 'addEventListener' | 'getAppState'>

/** The phone behind React Native's bridge; undefined when the app was built without the native module. */
export const nativeOfReactNative = (reactNative: ReactNative): NativeCarillonPush | undefined => {
  const found =
    reactNative.TurboModuleRegistry?.get(nativeModuleName) ?? reactNative.NativeModules[nativeModuleName]
  if (found === undefined || found === null) return undefined
  const module = found as NativeModule
  const emitter = new reactNative.NativeEventEmitter(module)
  const { AppState: appState } = reactNative
  return {
    getDeviceInfo: () => module.getDeviceInfo(),
    register: (vendor, credentials) => module.register(vendor, credentials),
    takeTaps: () => module.takeTaps(),
    getAppState: () => Promise.resolve(toAppState(appState.currentState)),
    requestNotificationPermission: () => module.requestNotificationPermission(),
    setBadgeNum: (badgeNum) => module.setBadgeNum(badgeNum),
    clearAllNotification: () => module.clearAllNotification(),
    createNotificationChannel: (channel) => module.createNotificationChannel(channel),
    addEventListener(listener) {
      const subscriptions = [
        emitter.addListener(nativeEventName, listener),
        appState.addEventListener('change', (state) =>
          listener({ type: 'app-state', state: toAppState(state) }),
        ),
      ]
      return () => {
        for (const subscription of subscriptions.splice(0)) subscription.remove()
      }
    },
  }
}

// React Native also knows 'unknown' and 'extension'; null stands before the first change. None of them
// means that someone is looking at the app.
const toAppState = (state: string | null): AppState =>
  state === 'active' || state === 'inactive' ? state : 'background'
