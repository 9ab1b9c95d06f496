import { isVendorId, type VendorId } from '@carillon/protocol'

import { fieldsOf } from '../taps/fields.ts'
import type { DeviceInfo, NotificationSettings as SettingsOfModule, Spec } from './NativeCarillonPush.ts'
import type {
  AppState,
  NativeCarillonPush,
  NativeDeviceInfo,
  NativeEvent,
  NotificationSettings,
  Switch,
} from './spec.ts'

/** The phone behind the native module: strict types on this side, what codegen understands on the other. */
export const nativeOfTurboModule = (module: Spec): NativeCarillonPush => ({
  getDeviceInfo: async () => toDeviceInfo(await module.getDeviceInfo()),
  registerPush: (vendor, credentials) => module.registerPush(vendor, credentials),
  unregisterPush: (vendor) => module.unregisterPush(vendor),
  takeTaps: async () =>
    (await module.takeTaps()).flatMap(({ tapID, vendor, coldStart, rawJson }) =>
      isVendorId(vendor) ? [{ tapID, vendor, coldStart, raw: toRaw(rawJson) }] : [],
    ),
  getAppState: async () => toAppState(await module.getAppState()),
  getNotificationSettings: async () => toSettings(await module.getNotificationSettings()),
  requestNotificationPermission: () => module.requestNotificationPermission(),
  openNotificationSettings: () => module.openNotificationSettings(),
  setBadgeNum: (badgeNum) => module.setBadgeNum(badgeNum),
  clearAllNotification: () => module.clearAllNotification(),
  getDeliveredNotifications: async () =>
    (await module.getDeliveredNotifications()).map(({ rawJson, ...notification }) => ({
      ...notification,
      raw: toRaw(rawJson),
    })),
  removeDeliveredNotifications: (notificationIDs) =>
    module.removeDeliveredNotifications([...notificationIDs]),
  createNotificationChannel: (channel) => module.createNotificationChannel(channel),
  getNotificationChannels: () => module.getNotificationChannels(),
  disablePostNotificationInForeground: (disabled) => module.disablePostNotificationInForeground(disabled),
  getVoipToken: () => module.getVoipToken(),
  getAppConfig: () => module.getAppConfig(),
  addEventListener: (listener) => subscribe(module, listener),
})

const subscribe = (module: Spec, listener: (event: NativeEvent) => void): (() => void) => {
  const ofVendor = (vendor: string, event: (vendor: VendorId) => NativeEvent): void => {
    if (isVendorId(vendor)) listener(event(vendor))
  }
  const subscriptions = [
    module.onToken(({ vendor: from, token }) =>
      ofVendor(from, (vendor) => ({ type: 'token', vendor, token })),
    ),
    module.onRegistrationFailed(({ vendor: from, code, message }) =>
      ofVendor(from, (vendor) => ({ type: 'registration-failed', vendor, code, message })),
    ),
    module.onVoipToken((token) => listener({ type: 'voip-token', token })),
    module.onTap(() => listener({ type: 'tap' })),
    module.onAppState((state) => listener({ type: 'app-state', state: toAppState(state) })),
    module.onMessage(({ vendor: from, isShown, rawJson }) =>
      ofVendor(from, (vendor) => ({ type: 'message', message: { vendor, isShown, raw: toRaw(rawJson) } })),
    ),
    module.onMessageRevoked((messageID) => listener({ type: 'message-revoked', messageID })),
  ]
  return () => {
    for (const subscription of subscriptions.splice(0)) subscription.remove()
  }
}

const toDeviceInfo = (info: DeviceInfo): NativeDeviceInfo => ({
  ...info,
  system: info.system === 'ios' ? 'ios' : 'android',
  apsEnvironment:
    info.apsEnvironment === 'development' || info.apsEnvironment === 'production' ? info.apsEnvironment : '',
  systemProperties: Object.fromEntries(info.systemProperties.map(({ name, value }) => [name, value])),
  vendors: info.vendors.flatMap(({ vendor, ...service }) =>
    isVendorId(vendor) ? [{ vendor, ...service }] : [],
  ),
})

const permissions = ['granted', 'denied', 'not-determined', 'provisional'] as const

const toSettings = (settings: SettingsOfModule): NotificationSettings => ({
  permission: permissions.find((permission) => permission === settings.permission) ?? 'not-determined',
  notifications: toSwitch(settings.notifications),
  lockScreen: toSwitch(settings.lockScreen),
  sound: toSwitch(settings.sound),
  badge: toSwitch(settings.badge),
  banner: toSwitch(settings.banner),
  doNotDisturb: toSwitch(settings.doNotDisturb),
})

const toSwitch = (value: string): Switch => (value === 'on' || value === 'off' ? value : 'unknown')

const toRaw = (json: string): Readonly<Record<string, unknown>> => fieldsOf(json) ?? {}

// Whatever a system adds to these words, it does not mean that someone is looking at the app.
const toAppState = (state: string): AppState =>
  state === 'active' || state === 'inactive' ? state : 'background'
