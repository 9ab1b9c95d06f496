import type { VendorId } from '@carillon/protocol'

import type {
  AppState,
  NativeCarillonPush,
  NativeDeviceInfo,
  NativeEvent,
  NativeTap,
  NotificationChannel,
  VendorCredentials,
} from '../native/spec.ts'

/** A phone for tests: everything it was asked is kept, and everything it says can be set. */
export class FakeNative implements NativeCarillonPush {
  device: NativeDeviceInfo
  /** Token `register` resolves to; '' when it comes later. An error makes it reject. */
  token: string | Error = 'token-1'
  appState: AppState = 'active'
  readonly registrations: { vendor: VendorId; credentials: VendorCredentials }[] = []
  readonly channels: NotificationChannel[] = []
  badgeNum = -1
  readonly #taps: NativeTap[] = []
  readonly #listeners = new Set<(event: NativeEvent) => void>()
  #tapCount = 0

  constructor(device: Partial<NativeDeviceInfo> = {}) {
    this.device = {
      system: 'android',
      manufacturer: 'Google',
      systemProperties: {},
      hasGoogleServices: true,
      hasHonorPush: true,
      ...device,
    }
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  getDeviceInfo(): Promise<NativeDeviceInfo> {
    return Promise.resolve(this.device)
  }

  register(vendor: VendorId, credentials: VendorCredentials): Promise<string> {
    this.registrations.push({ vendor, credentials })
    return this.token instanceof Error ? Promise.reject(this.token) : Promise.resolve(this.token)
  }

  takeTaps(): Promise<readonly NativeTap[]> {
    return Promise.resolve(this.#taps.splice(0))
  }

  getAppState(): Promise<AppState> {
    return Promise.resolve(this.appState)
  }

  requestNotificationPermission(): Promise<boolean> {
    return Promise.resolve(true)
  }

  setBadgeNum(badgeNum: number): Promise<void> {
    this.badgeNum = badgeNum
    return Promise.resolve()
  }

  clearAllNotification(): Promise<void> {
    return Promise.reject(new Error('no tray here'))
  }

  createNotificationChannel(channel: NotificationChannel): Promise<void> {
    this.channels.push(channel)
    return Promise.resolve()
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

  tap(vendor: VendorId, raw: Record<string, unknown>, tapID = `tap-${(this.#tapCount += 1)}`): void {
    this.#taps.push({ tapID, vendor, raw })
    this.emit({ type: 'tap' })
  }
}
