import type { AppContext, NotificationTap } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import type {
  DeliveredNotification,
  NativeCarillonPush,
  NativeDeviceInfo,
  NativeEvent,
  NativeTap,
  NotificationChannel,
  NotificationSettings,
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
    getDeviceInfo: async () => deviceInfoOf(context),
    registerPush: (vendor, credentials) => registerWith(context, vendor, credentials),
    unregisterPush: (vendor) => unregisterFrom(context, vendor),
    takeTaps: async () => context.takeTaps().map(toNativeTap),
    getAppState: async () => (context.state === 'foreground' ? 'active' : 'background'),
    getNotificationSettings: async () => settingsOf(context),
    // Phones of the lab grant or refuse by their switches; there is no dialog.
    requestNotificationPermission: async () => context.switches.notificationsAllowed,
    openNotificationSettings: async () => {},
    setBadgeNum: async (badgeNum) => context.setBadge(badgeNum),
    clearAllNotification: async () => context.clearNotifications(),
    getDeliveredNotifications: async () => context.notifications.map(toDelivered),
    removeDeliveredNotifications: async (notificationIDs) => {
      for (const shown of context.notifications) {
        if (notificationIDs.includes(String(shown.id))) context.removeNotification(shown)
      }
    },
    createNotificationChannel: async (channel) => createChannel(context, channel),
    getNotificationChannels: async () =>
      context.channels.map(({ id, name, enabled = true }) => ({
        channelID: id,
        channelName: name,
        importance: enabled ? 4 : 0,
      })),
    // What the phone does with a push for the app in front is its vendor's rule.
    disablePostNotificationInForeground: async () => {},
    getVoipToken: async () => await voipTokenOf(context),
    getAppConfig: async () => '',
    addEventListener(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const vendorsOfAndroid = ['fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

const deviceInfoOf = ({
  pushServices,
  manufacturer,
  packageName,
  systemProperties,
}: AppContext): NativeDeviceInfo => {
  const system = pushServices.apns === undefined ? 'android' : 'ios'
  const vendors = system === 'ios' ? (['apns'] as const) : vendorsOfAndroid
  return {
    system,
    systemVersion: system === 'ios' ? '18.1' : '34',
    manufacturer,
    brand: manufacturer,
    model: 'Virtual phone',
    packageName,
    appVersion: '1.0',
    apsEnvironment: '',
    systemProperties,
    vendors: vendors.map((vendor) => {
      const isSupported = pushServices[vendor] !== undefined
      const reason = isSupported ? '' : `this phone has no push service of ${vendor}`
      return { vendor, isLinked: true, isSupported, reason }
    }),
  }
}

const settingsOf = ({ switches }: AppContext): NotificationSettings => {
  const toSwitch = (isOn: boolean) => (isOn ? 'on' : 'off')
  return {
    permission: switches.notificationsAllowed ? 'granted' : 'denied',
    notifications: toSwitch(switches.notificationsAllowed),
    lockScreen: toSwitch(switches.lockScreen),
    sound: toSwitch(switches.sound),
    badge: toSwitch(switches.badge),
    banner: 'unknown',
    doNotDisturb: toSwitch(switches.doNotDisturb),
  }
}

const toDelivered = ({
  id,
  title,
  body,
  channelID,
}: AppContext['notifications'][number]): DeliveredNotification => ({
  notificationID: String(id),
  title,
  content: body,
  channelID,
  // The vendor's service put it there and keeps what belongs to it.
  raw: {},
})

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

const voipTokenOf = async ({ pushServices }: AppContext): Promise<string> => {
  if (pushServices.apns === undefined) throw new Error('PushKit is on iPhones only')
  return await pushServices.apns.getVoIPToken()
}

const unregisterFrom = async ({ pushServices }: AppContext, vendor: VendorId): Promise<void> => {
  const { fcm, huawei, honor, xiaomi, oppo, vivo, meizu } = pushServices
  const services: Readonly<Record<VendorId, (() => Promise<unknown>) | undefined>> = {
    // iOS keeps the device token: only the server forgets it.
    apns: async () => {},
    fcm: fcm && (() => fcm.deleteToken()),
    huawei: huawei && (() => huawei.deleteToken()),
    honor: honor && (() => honor.deleteToken()),
    xiaomi: xiaomi && (() => xiaomi.unregister()),
    oppo: oppo && (() => oppo.unRegister()),
    vivo: vivo && (() => vivo.turnOffPush()),
    meizu: meizu && (() => meizu.unregister()),
  }
  await services[vendor]?.()
}

const createChannel = (context: AppContext, channel: NotificationChannel): void =>
  context.createChannel({
    id: channel.channelID,
    name: channel.channelName,
    ...(channel.channelDescription === undefined ? {} : { description: channel.channelDescription }),
  })

const toNativeTap = (tap: NotificationTap): NativeTap => {
  const { id, revision, messageID } = tap.notification
  const { vendor, coldStart } = tap
  return { tapID: `${id}.${revision}.${messageID}`, vendor, coldStart, raw: rawOf(tap) }
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
