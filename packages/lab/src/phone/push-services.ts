import type { PushDevice } from '../emulator/device.ts'
import type { FcmEmulator } from '../fcm/types.ts'
import type { Emulators } from '../lab-types.ts'
import { PushServiceError } from '../push-service-error.ts'
import type { XiaomiEmulator } from '../xiaomi/types.ts'
import type { Listeners } from '../listeners.ts'
import type { AppData, Gate } from './app-data.ts'
import type { FcmPushService, Installation, PushServices, XiaomiPushService } from './app-types.ts'
import { oppoService } from './oppo.ts'
import { apnsService } from './apple.ts'
import { pushKitService } from './push-kit.ts'
import { meizuService } from './meizu.ts'
import { vivoService } from './vivo.ts'

/** The vendors a phone is connected to. */
export type Vendors = Partial<Emulators>

/** What the push services work on. */
export interface PushServiceParts {
  vendors: Vendors
  device: PushDevice
  /** The installed app. @throws PushServiceError when there is none */
  app(): { installation: Installation; data: AppData }
  tokenListeners: Listeners<string>
}

/**
 * The SDKs of the phone's push services.
 * @param signal when it is aborted, listeners go
 */
export const createPushServices = (
  parts: PushServiceParts,
  gate: Gate,
  signal?: AbortSignal,
): PushServices => ({
  ...(parts.vendors.apns === undefined ? {} : { apns: apnsService(parts, parts.vendors.apns, gate) }),
  ...(parts.vendors.fcm === undefined ? {} : { fcm: fcmService(parts, parts.vendors.fcm, gate, signal) }),
  ...(parts.vendors.huawei === undefined
    ? {}
    : { huawei: pushKitService(parts, parts.vendors.huawei, gate) }),
  ...(parts.vendors.honor === undefined ? {} : { honor: pushKitService(parts, parts.vendors.honor, gate) }),
  ...(parts.vendors.xiaomi === undefined ? {} : { xiaomi: xiaomiService(parts, parts.vendors.xiaomi, gate) }),
  ...(parts.vendors.oppo === undefined ? {} : { oppo: oppoService(parts, parts.vendors.oppo, gate) }),
  ...(parts.vendors.meizu === undefined ? {} : { meizu: meizuService(parts, parts.vendors.meizu, gate) }),
  ...(parts.vendors.vivo === undefined ? {} : { vivo: vivoService(parts, parts.vendors.vivo, gate) }),
})

const fcmService = (
  parts: PushServiceParts,
  fcm: FcmEmulator,
  gate: Gate,
  signal?: AbortSignal,
): FcmPushService => ({
  getToken: () => gate(async () => parts.app().data.tokens.fcm ?? newFcmToken(parts, fcm)),
  deleteToken: () =>
    gate(async () => {
      const { data } = parts.app()
      if (data.tokens.fcm !== undefined) fcm.unregister(data.tokens.fcm)
      delete data.tokens.fcm
    }),
  onTokenRefresh(listener) {
    if (signal?.aborted === true) return () => {}
    const remove = parts.tokenListeners.add(listener)
    signal?.addEventListener('abort', remove, { once: true })
    return remove
  },
})

/** A new registration token; the one before dies. */
export const newFcmToken = (parts: PushServiceParts, fcm: FcmEmulator): string => {
  const { installation, data } = parts.app()
  if (installation.firebase === undefined) {
    throw new PushServiceError('INVALID_SENDER', 'The app was built without google-services.json')
  }
  if (!parts.device.online) throw new PushServiceError('SERVICE_NOT_AVAILABLE', 'The phone is offline')
  if (data.tokens.fcm !== undefined) fcm.unregister(data.tokens.fcm)
  const { senderID } = installation.firebase
  const token = fcm.register(parts.device, { senderID, packageName: installation.packageName })
  data.tokens.fcm = token
  parts.tokenListeners.emit(token)
  return token
}

const xiaomiService = (parts: PushServiceParts, xiaomi: XiaomiEmulator, gate: Gate): XiaomiPushService => ({
  register: (appID, appKey) =>
    gate(async () => {
      const { installation, data } = parts.app()
      // 70000001 of the Mi Push SDK: no network.
      if (!parts.device.online) throw new PushServiceError('70000001', 'The phone is offline')
      const { packageName } = installation
      const { installationID } = data
      const regID = xiaomi.register(parts.device, { appID, appKey, packageName, installationID })
      data.tokens.xiaomi = regID
      return regID
    }),
  getRegID: () => parts.app().data.tokens.xiaomi ?? null,
  unregister: () =>
    gate(async () => {
      const { data } = parts.app()
      if (data.tokens.xiaomi !== undefined) xiaomi.unregister(data.tokens.xiaomi)
      delete data.tokens.xiaomi
    }),
})

/** The app's data are gone from the phone: its tokens die. */
export const retireTokens = (vendors: Vendors, { tokens, voipToken }: AppData): void => {
  if (voipToken !== undefined) vendors.apns?.unregister(voipToken)
  for (const emulator of Object.values(vendors)) {
    const token = tokens[emulator.vendor]
    if (token !== undefined) emulator.unregister(token)
  }
}
