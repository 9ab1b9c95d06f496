import type { AppContext, NotificationTap } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import type {
  NativeCarillonPush,
  NativeEvent,
  NativeTap,
  NotificationChannel,
  VendorCredentials,
} from '@carillon/react-native-push'

/** The plugin's native module on a virtual phone, with what the system calls it for. */
export interface PhoneNative extends NativeCarillonPush {
  /** The system tells the module; it tells the plugin. */
  emit(event: NativeEvent): void
}

/** The native module of an app's process: everything it does, the phone's push services and system do. */
export const nativeOfContext = (context: AppContext): PhoneNative => {
  const listeners = new Set<(event: NativeEvent) => void>()
  const emit = (event: NativeEvent): void => {
    for (const listener of listeners) listener(event)
  }
  context.pushServices.fcm?.onTokenRefresh((token) => emit({ type: 'token', vendor: 'fcm', token }))
  return {
    emit,
    getDeviceInfo: async () => ({
      system: context.pushServices.apns === undefined ? 'android' : 'ios',
      manufacturer: context.manufacturer,
      systemProperties: context.systemProperties,
      hasGoogleServices: context.pushServices.fcm !== undefined,
      hasHonorPush: context.pushServices.honor !== undefined,
    }),
    register: (vendor, credentials) => registerWith(context, vendor, credentials),
    takeTaps: async () => context.takeTaps().map(toNativeTap),
    getAppState: async () => (context.state === 'foreground' ? 'active' : 'background'),
    // Phones of the lab grant or refuse by their switches; there is no dialog.
    requestNotificationPermission: async () => true,
    setBadgeNum: async (badgeNum) => context.setBadge(badgeNum),
    clearAllNotification: async () => context.clearNotifications(),
    createNotificationChannel: async (channel) => createChannel(context, channel),
    addEventListener(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const registerWith = async (
  { pushServices }: AppContext,
  vendor: VendorId,
  { appID = '', appKey = '', appSecret = '' }: VendorCredentials,
): Promise<string> => {
  const { apns, fcm, huawei, honor, xiaomi, oppo, vivo, meizu } = pushServices
  // Each is asked as its vendor's own SDK is.
  const services: Readonly<Record<VendorId, (() => Promise<string>) | undefined>> = {
    apns: apns && (async () => await apns.getToken()),
    fcm: fcm && (async () => await fcm.getToken()),
    huawei: huawei && (async () => await huawei.getToken()),
    honor: honor && (async () => await honor.getToken()),
    xiaomi: xiaomi && (async () => await xiaomi.register(appID, appKey)),
    oppo: oppo && (async () => await oppo.register(appKey, appSecret)),
    vivo: vivo && (async () => await vivo.turnOnPush()),
    meizu: meizu && (async () => await meizu.register(appID, appKey)),
  }
  const service = services[vendor]
  if (service === undefined) throw new Error(`this phone has no push service of ${vendor}`)
  return await service()
}

const createChannel = (context: AppContext, channel: NotificationChannel): void =>
  context.createChannel({
    id: channel.channelID,
    name: channel.channelName,
    ...(channel.channelDescription === undefined ? {} : { description: channel.channelDescription }),
  })

const toNativeTap = (tap: NotificationTap): NativeTap => {
  const { id, revision, messageID } = tap.notification
  return { tapID: `${id}.${revision}.${messageID}`, vendor: tap.vendor, raw: rawOf(tap) }
}

// As the vendor's SDK or the opened activity's intent would hand it to native code.
const rawOf = (tap: NotificationTap): Record<string, unknown> => {
  switch (tap.vendor) {
    case 'apns':
      return { ...tap.userInfo }
    case 'fcm':
    case 'huawei':
    case 'honor':
    case 'oppo':
      return { ...tap.extras }
    case 'xiaomi':
      return tap.via === 'callback' ? { ...tap.keyMessage } : { key_message: tap.keyMessage, ...tap.extras }
    case 'vivo':
    case 'meizu':
      return { ...tap.extras, ...tap.message }
    default:
      return tap satisfies never
  }
}
