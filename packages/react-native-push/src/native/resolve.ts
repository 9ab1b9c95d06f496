import { PushPluginError, PushErrorCode } from '../errors.ts'
import { nativeOfReactNative, type ReactNative } from './react-native.ts'
import type { NativeCarillonPush } from './spec.ts'

// Metro and other bundlers give every module a `require`; Node's ESM does not.
declare const require: ((name: string) => unknown) | undefined

let resolved: NativeCarillonPush | undefined

/**
 * The phone this app runs on. Looked up when it is first needed, so that the package can be imported
 * anywhere.
 * @throws PushPluginError when this is not a phone, or the app was built without the native part
 */
export const resolveNative = (): NativeCarillonPush => {
  resolved ??= nativeOfReactNative(loadReactNative())
  if (resolved === undefined) throw new PushPluginError(PushErrorCode.UNSUPPORTED, notLinked)
  return resolved
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
  'in tests give it a phone of your own: new TimPushPlugin({ native, chat }).'

const notLinked =
  'The native part of @carillon/react-native-push is not in this build of the app. Build the app again after ' +
  'installing the package (iOS: pod install first). Expo Go cannot hold it: use a development build.'
