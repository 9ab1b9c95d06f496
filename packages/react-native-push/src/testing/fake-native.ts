import type { VendorId } from '@carillon/protocol'

import type {
  AppState,
  ChannelState,
  DeliveredNotification,
  NativeCarillonPush,
  NativeDeviceInfo,
  NativeEvent,
  NativeTap,
  NotificationChannel,
  NotificationSettings,
  VendorCredentials,
  VendorService,
} from '../native/spec.ts'

const androidVendors = ['fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/** The vendors of a system; all can run but those in `unsupported`. */
export const fakeVendors = (
  system: 'android' | 'ios',
  unsupported: readonly VendorId[] = [],
): VendorService[] =>
  (system === 'ios' ? (['apns'] as const) : androidVendors).map((vendor) =>
    unsupported.includes(vendor)
      ? { vendor, isLinked: false, isSupported: false, reason: `the library of ${vendor} is not linked` }
      : { vendor, isLinked: true, isSupported: true, reason: '' },
  )

export const fakeDevice = (device: Partial<NativeDeviceInfo> = {}): NativeDeviceInfo => ({
  system: 'android',
  systemVersion: '34',
  manufacturer: 'Google',
  brand: 'google',
  model: 'Pixel 8',
  packageName: 'com.example.chat',
  appVersion: '1.0',
  apsEnvironment: '',
  systemProperties: {},
  vendors: fakeVendors(device.system ?? 'android'),
  ...device,
})

/** A phone for tests: everything it was asked is kept, and everything it says can be set. */
export class FakeNative implements NativeCarillonPush {
  device: NativeDeviceInfo
  /** Token `registerPush` resolves to; '' when it comes later. An error makes it reject. */
  token: string | Error = 'token-1'
  /** PushKit's, as `token`. */
  voipToken: string | Error = 'voip-1'
  appState: AppState = 'active'
  appConfig = ''
  permissionAnswer = true
  settings: NotificationSettings = {
    permission: 'granted',
    notifications: 'on',
    lockScreen: 'on',
    sound: 'on',
    badge: 'on',
    banner: 'unknown',
    doNotDisturb: 'off',
  }
  channelStates: ChannelState[] = []
  tray: DeliveredNotification[] = []
  readonly registrations: { vendor: VendorId; credentials: VendorCredentials }[] = []
  readonly unregistered: VendorId[] = []
  readonly channels: NotificationChannel[] = []
  badgeNum = -1
  isForegroundPostDisabled: boolean | undefined
  readonly #taps: NativeTap[] = []
  readonly #listeners = new Set<(event: NativeEvent) => void>()
  #tapCount = 0

  constructor(device: Partial<NativeDeviceInfo> = {}) {
    this.device = fakeDevice(device)
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  getDeviceInfo(): Promise<NativeDeviceInfo> {
    return Promise.resolve(this.device)
  }

  registerPush(vendor: VendorId, credentials: VendorCredentials): Promise<string> {
    this.registrations.push({ vendor, credentials })
    return this.token instanceof Error ? Promise.reject(this.token) : Promise.resolve(this.token)
  }

  unregisterPush(vendor: VendorId): Promise<void> {
    this.unregistered.push(vendor)
    return Promise.resolve()
  }

  takeTaps(): Promise<readonly NativeTap[]> {
    return Promise.resolve(this.#taps.splice(0))
  }

  getAppState(): Promise<AppState> {
    return Promise.resolve(this.appState)
  }

  getNotificationSettings(): Promise<NotificationSettings> {
    return Promise.resolve(this.settings)
  }

  requestNotificationPermission(): Promise<boolean> {
    if (this.permissionAnswer) this.settings = { ...this.settings, permission: 'granted' }
    return Promise.resolve(this.permissionAnswer)
  }

  openNotificationSettings(): Promise<void> {
    return Promise.resolve()
  }

  setBadgeNum(badgeNum: number): Promise<void> {
    this.badgeNum = badgeNum
    return Promise.resolve()
  }

  clearAllNotification(): Promise<void> {
    return Promise.reject(new Error('no tray here'))
  }

  getDeliveredNotifications(): Promise<readonly DeliveredNotification[]> {
    return Promise.resolve(this.tray)
  }

  removeDeliveredNotifications(notificationIDs: readonly string[]): Promise<void> {
    this.tray = this.tray.filter(({ notificationID }) => !notificationIDs.includes(notificationID))
    return Promise.resolve()
  }

  createNotificationChannel(channel: NotificationChannel): Promise<void> {
    this.channels.push(channel)
    return Promise.resolve()
  }

  getNotificationChannels(): Promise<readonly ChannelState[]> {
    return Promise.resolve(this.channelStates)
  }

  disablePostNotificationInForeground(disabled: boolean): Promise<void> {
    this.isForegroundPostDisabled = disabled
    return Promise.resolve()
  }

  getVoipToken(): Promise<string> {
    if (this.device.system !== 'ios') return Promise.reject(new Error('no PushKit here'))
    return this.voipToken instanceof Error ? Promise.reject(this.voipToken) : Promise.resolve(this.voipToken)
  }

  getAppConfig(): Promise<string> {
    return Promise.resolve(this.appConfig)
  }

  addEventListener(listener: (event: NativeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: NativeEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  moveTo(state: AppState): void {
    this.appState = state
    this.emit({ type: 'app-state', state })
  }

  tap(
    vendor: VendorId,
    raw: Record<string, unknown>,
    { tapID = `tap-${(this.#tapCount += 1)}`, coldStart = false } = {},
  ): void {
    this.#taps.push({ tapID, vendor, coldStart, raw })
    this.emit({ type: 'tap' })
  }
}
