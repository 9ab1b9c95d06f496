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
      system: 'android',
      manufacturer: context.manufacturer,
      systemProperties: context.systemProperties,
      hasGoogleServices: context.pushServices.fcm !== undefined,
      hasHonorPush: false,
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
  { appID = '', appKey = '' }: VendorCredentials,
): Promise<string> => {
  if (vendor === 'fcm' && pushServices.fcm !== undefined) return pushServices.fcm.getToken()
  if (vendor === 'xiaomi' && pushServices.xiaomi !== undefined)
    return pushServices.xiaomi.register(appID, appKey)
  throw new Error(`this phone has no push service of ${vendor}`)
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
  if (tap.vendor === 'fcm') return { ...tap.extras }
  return tap.via === 'callback' ? { ...tap.keyMessage } : { key_message: tap.keyMessage, ...tap.extras }
}
