import { PushErrorCode, PushPluginError } from '../errors.ts'
import type { Spec } from './NativeCarillonPush.ts'
import type { NativeCarillonPush } from './spec.ts'
import { nativeOfTurboModule } from './turbo-module.ts'

// Metro and other bundlers give every module a `require`; Node's ESM does not.
declare const require: ((name: string) => unknown) | undefined

/** What is used of the `react-native` package. */
export interface ReactNative {
  TurboModuleRegistry?: { get(name: string): unknown }
}

let resolved: NativeCarillonPush | undefined

/**
 * The phone this app runs on. Looked up when it is first needed, so that the package can be imported
 * anywhere.
 * @throws PushPluginError when this is not a phone, or the app was built without the native part
 */
export const resolveNative = (): NativeCarillonPush => {
  resolved ??= nativeOfReactNative(loadReactNative())
  return resolved
}

/** @throws PushPluginError when the app was built without the native part */
export const nativeOfReactNative = (reactNative: ReactNative): NativeCarillonPush => {
  const module = reactNative.TurboModuleRegistry?.get('CarillonPush')
  if (module === undefined || module === null) throw new PushPluginError(PushErrorCode.UNSUPPORTED, notLinked)
  return nativeOfTurboModule(module as Spec)
}

const loadReactNative = (): ReactNative => {
  try {
    // The literal call is what Metro looks for.
    if (typeof require === 'function') return require('react-native') as ReactNative
  } catch {
    // Not an app of React Native: said below.
  }
  throw new PushPluginError(PushErrorCode.UNSUPPORTED, notReactNative)
}

const notReactNative =
  'Offline push needs a phone: react-native cannot be loaded here. Call TimPushPlugin only in the React Native app; ' +
  'in tests give it a phone of your own: new TimPushPlugin({ native, chat }), or mock the package: ' +
  "jest.mock('@carillon/react-native-push', () => require('@carillon/react-native-push/jest'))."

const notLinked =
  'The native part of @carillon/react-native-push is not in this build of the app. Build the app again after ' +
  'installing the package (iOS: pod install first; the new architecture must be on). Expo Go cannot hold it: ' +
  'use a development build. On the web there is no offline push.'
