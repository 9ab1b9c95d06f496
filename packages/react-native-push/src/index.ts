export type { ChannelParams } from './channel-params.ts'
export type { ChatCallback, PushChat } from './chat.ts'
export { parseCarillonPushFile } from './config/parse.ts'
export type { CarillonPushFile, VendorEntries, VendorEntry } from './config/types.ts'
export { PushErrorCode, PushPluginError, type PushCallback } from './errors.ts'
export type { Maker } from './maker/makers.ts'
export {
  romProperties,
  type AppState,
  type ChannelState,
  type DeliveredNotification,
  type NativeCarillonPush,
  type NativeDeviceInfo,
  type NativeEvent,
  type NativeMessage,
  type NativeTap,
  type NotificationChannel,
  type NotificationSettings,
  type Switch,
  type VendorCredentials,
  type VendorService,
} from './native/spec.ts'
export type { PushAppInfo, PushClickAction, PushInitParams } from './params/types.ts'
export { TimPushPlugin, type DevicePushConfig } from './plugin.ts'
export type { TimPushPluginOptions } from './plugin-state.ts'
export type { SelfTestHop, SelfTestHopName, SelfTestOptions, SelfTestReport } from './self-test/types.ts'
export { EVENT, type PushEventData, type PushMessage } from './successor/events.ts'
export { Push, type PushApi, type PushChannel, type PushFailure, type PushSuccess } from './successor/push.ts'
export type { PushTap } from './taps/normalise.ts'
export type { Timer } from './timer.ts'
// Apps of the successor import it so.
// oxlint-disable-next-line import/no-default-export
export { Push as default } from './successor/push.ts'
