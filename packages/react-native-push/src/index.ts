export type { ChatCallback, PushChat } from './chat.ts'
export { PushErrorCode, PushPluginError, type PushCallback } from './errors.ts'
export type { Maker } from './maker/makers.ts'
export {
  romProperties,
  type AppState,
  type NativeCarillonPush,
  type NativeDeviceInfo,
  type NativeEvent,
  type NativeTap,
  type NotificationChannel,
  type VendorCredentials,
} from './native/spec.ts'
export type { PushAppInfo, PushClickAction, PushInitParams } from './params/types.ts'
export {
  TimPushPlugin,
  type ChannelParams,
  type DevicePushConfig,
  type TimPushPluginOptions,
} from './plugin.ts'
export type { PushTap } from './taps/normalise.ts'
export type { Timer } from './timer.ts'
