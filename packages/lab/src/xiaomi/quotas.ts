import { DAY, HOUR, SECOND } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { AppRecord, XiaomiChannel } from './apps.ts'
import type { XiaomiSettings } from './types.ts'

const unclassedPerDevice = 1

/** Day of Mi Push: it begins at 00:00 UTC+8. */
const dayOf = (nowMs: number): number => Math.floor((nowMs + 8 * HOUR) / DAY)

/** Daily quotas of apps and phones, and requests a second. */
export class Quotas {
  readonly #settings: XiaomiSettings
  readonly #rates = new Map<string, { bucket: TokenBucket; perSecond: number }>()
  #day = 0
  /** Delivered today, by app. */
  #delivered = new Map<string, number>()
  #perDevice = new Map<string, number>()

  constructor(settings: XiaomiSettings) {
    this.#settings = settings
  }

  /** Whether the app may make another request now. */
  takeRequest(app: AppRecord, nowMs: number): boolean {
    const perSecond = this.#settings.requestsPerSecond
    const known = this.#rates.get(app.appID)
    const rate =
      known?.perSecond === perSecond
        ? known
        : { perSecond, bucket: new TokenBucket(perSecond, SECOND / perSecond, nowMs) }
    this.#rates.set(app.appID, rate)
    return rate.bucket.take(nowMs) === 0
  }

  /** The app's quota of public notifications for a day. */
  dayQuota(enabledDevices: number): number {
    return Math.max(this.#settings.publicDailyFloor, enabledDevices * 2)
  }

  deliveredToday(app: AppRecord, nowMs: number): number {
    this.#turnDay(nowMs)
    return this.#delivered.get(app.appID) ?? 0
  }

  countDelivered(app: AppRecord, channel: XiaomiChannel | undefined, nowMs: number): void {
    if (channel?.messageClass === 'private') return
    this.#delivered.set(app.appID, this.deliveredToday(app, nowMs) + 1)
  }

  /** Whether the phone may get another notification of this class today; counts it. Private ones are free. */
  takeDevice(deviceID: string, app: AppRecord, channel: XiaomiChannel | undefined, nowMs: number): boolean {
    if (channel?.messageClass === 'private') return true
    this.#turnDay(nowMs)
    const key = `${app.appID} ${deviceID}`
    const sent = this.#perDevice.get(key) ?? 0
    if (sent >= this.perDevice(channel)) return false
    this.#perDevice.set(key, sent + 1)
    return true
  }

  perDevice(channel: XiaomiChannel | undefined): number {
    return channel === undefined ? unclassedPerDevice : this.#settings.publicPerDevice
  }

  #turnDay(nowMs: number): void {
    const day = dayOf(nowMs)
    if (day === this.#day) return
    this.#day = day
    this.#delivered = new Map()
    this.#perDevice = new Map()
  }
}
