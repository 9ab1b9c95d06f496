export type { ApnsDeliveredPush } from './apns/delivered.ts'
export type * from './apns/types.ts'
export { systemClock, type LabClock } from './clock.ts'
export type { DoorOptions, LabDoor } from './doors/types.ts'
export { Faults } from './emulator/faults.ts'
export type {
  ActiveFault,
  FaultName,
  FaultOptions,
  FaultScope,
  RetryAfterOptions,
} from './emulator/faults.ts'
export type {
  AnswerFunction,
  Emulator,
  EmulatorAnswer,
  EmulatorRequest,
  LoggedRequest,
  RequestKind,
} from './emulator/types.ts'
export type {
  DeliveredPush,
  DeviceVerdict,
  FcmDeliveredNotification,
  FcmDeliveredPush,
  PushDevice,
  XiaomiDeliveredPush,
} from './emulator/device.ts'
export type {
  FcmEmulator,
  FcmProject,
  FcmServiceAccount,
  FcmSettings,
  FcmTokenState,
  ServiceAccountKey,
} from './fcm/types.ts'
export type * from './honor/types.ts'
export type * from './huawei/types.ts'
export { startLab } from './lab.ts'
export type * from './lab-types.ts'
export { LabTimeoutError, type WaitOptions } from './listeners.ts'
export type { OppoDeliveredPush } from './oppo/delivered.ts'
export type * from './oppo/types.ts'
export type * from './push-kit/types.ts'
export { PushServiceError } from './push-service-error.ts'
export type * from './phone/app-types.ts'
export type * from './phone/types.ts'
export type { MeizuDeliveredPush } from './meizu/delivered.ts'
export type * from './meizu/types.ts'
export type { VivoDeliveredPush } from './vivo/delivered.ts'
export type * from './vivo/types.ts'
export type * from './xiaomi/types.ts'
