import { DAY, HOUR, SECOND } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { AppRecord } from './apps.ts'
import type { Limits } from './check-message.ts'
import type { OppoSettings } from './types.ts'

/** From this many users on, an app's quota follows their number. */
const largeAppUsers = 50_000

/** Day of OPPO Push: it begins at 00:00 UTC+8. */
const dayOf = (nowMs: number): number => Math.floor((nowMs + 8 * HOUR) / DAY)

/** Daily quotas of apps and phones, and messages a second. Service messages are free of the daily ones. */
export class Quotas {
  readonly #settings: OppoSettings
  readonly #rates = new Map<string, { bucket: TokenBucket; perSecond: number }>()
  #day = 0
  #perApp = new Map<string, number>()
  #perDevice = new Map<string, number>()

  constructor(settings: OppoSettings) {
    this.#settings = settings
  }

  /** Whether the app may send this many messages now. */
  takeRate(app: AppRecord, count: number, nowMs: number): boolean {
    if (!this.#settings.quotasEnforced) return true
    const perSecond = this.#settings.messagesPerSecond
    const known = this.#rates.get(app.appKey)
    const rate =
      known?.perSecond === perSecond
        ? known
        : { perSecond, bucket: new TokenBucket(perSecond, SECOND / perSecond, nowMs) }
    this.#rates.set(app.appKey, rate)
    for (let taken = 0; taken < count; taken += 1) if (rate.bucket.take(nowMs) > 0) return false
    return true
  }

  /** Whether the app may send another message of this kind today; counts it. */
  takeApp(app: AppRecord, limits: Limits, users: number, nowMs: number): boolean {
    if (limits === 'service' || !this.#settings.quotasEnforced) return true
    this.#turnDay(nowMs)
    const sent = this.#perApp.get(app.appKey) ?? 0
    const quota = users < largeAppUsers ? this.#settings.contentDailyFloor : users * 2
    if (sent >= quota) return false
    this.#perApp.set(app.appKey, sent + 1)
    return true
  }

  /** Whether the phone may get another message of this kind today; counts it. */
  takeDevice(deviceID: string, app: AppRecord, limits: Limits, nowMs: number): boolean {
    if (limits === 'service' || !this.#settings.quotasEnforced) return true
    this.#turnDay(nowMs)
    const key = `${app.appKey} ${deviceID} ${limits}`
    const sent = this.#perDevice.get(key) ?? 0
    const { newsPerDevice, contentPerDevice } = this.#settings
    if (sent >= (limits === 'news' ? newsPerDevice : contentPerDevice)) return false
    this.#perDevice.set(key, sent + 1)
    return true
  }

  #turnDay(nowMs: number): void {
    const day = dayOf(nowMs)
    if (day === this.#day) return
    this.#day = day
    this.#perApp = new Map()
    this.#perDevice = new Map()
  }
}
