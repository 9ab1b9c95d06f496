import { DAY, HOUR, SECOND } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { AppRecord } from './apps.ts'
import type { CheckedMessage } from './check-message.ts'
import { refusal, type Refusal } from './codes.ts'
import type { VivoSettings } from './types.ts'

/** The vendor's day begins at 00:00 UTC+8. */
const dayOf = (nowMs: number): number => Math.floor((nowMs + 8 * HOUR) / DAY)

/** Daily quotas of apps and phones, and messages a second. */
export class Quotas {
  readonly #settings: VivoSettings
  readonly #rates = new Map<number, { bucket: TokenBucket; perSecond: number }>()
  #day = 0
  #counts = new Map<string, number>()

  constructor(settings: VivoSettings) {
    this.#settings = settings
  }

  /** Whether the app may make another send now: 10072 else. */
  takeRequest(app: AppRecord, nowMs: number): Refusal | undefined {
    const perSecond = this.#settings.messagesPerSecond
    const known = this.#rates.get(app.appID)
    const rate =
      known?.perSecond === perSecond
        ? known
        : { perSecond, bucket: new TokenBucket(perSecond, SECOND / perSecond, nowMs) }
    this.#rates.set(app.appID, rate)
    return this.#settings.quotasEnforced && rate.bucket.take(nowMs) > 0 ? refusal(10072) : undefined
  }

  /** Whether the class has room for `targets` more today. Test messages are free. */
  check(
    app: AppRecord,
    { classification, testMode }: CheckedMessage,
    targets: number,
    enabledDevices: number,
    nowMs: number,
  ): Refusal | undefined {
    if (!this.#settings.quotasEnforced || testMode) return undefined
    const { systemPerEnabledDevice, operationalPerEnabledDevice, operationalDailyFloor } = this.#settings
    const quota =
      classification === 1
        ? enabledDevices * systemPerEnabledDevice
        : Math.max(operationalDailyFloor, enabledDevices * operationalPerEnabledDevice)
    if (this.#count(classKey(app, classification), nowMs) + targets <= quota) return undefined
    return refusal(classification === 1 ? 10073 : 10070)
  }

  /** Counted by what arrived. */
  countArrived(app: AppRecord, { classification, testMode }: CheckedMessage, nowMs: number): void {
    if (!testMode) this.#take(classKey(app, classification), nowMs)
  }

  /** Whether the phone may get another one of this class today; counts it. System messages are free. */
  takeDevice(
    deviceID: string,
    app: AppRecord,
    { classification, testMode }: CheckedMessage,
    nowMs: number,
  ): boolean {
    if (!this.#settings.quotasEnforced || classification === 1 || testMode) return true
    const key = `device ${app.appID} ${deviceID}`
    if (this.#count(key, nowMs) >= this.#settings.operationalPerDevice) return false
    this.#take(key, nowMs)
    return true
  }

  /** Whether another message may be saved for the list form today; counts it. */
  takeSaved(app: AppRecord, nowMs: number): boolean {
    const key = `saved ${app.appID}`
    if (this.#settings.quotasEnforced && this.#count(key, nowMs) >= this.#settings.savedMessagesPerDay)
      return false
    this.#take(key, nowMs)
    return true
  }

  #take(key: string, nowMs: number): void {
    this.#counts.set(key, this.#count(key, nowMs) + 1)
  }

  #count(key: string, nowMs: number): number {
    const day = dayOf(nowMs)
    if (day !== this.#day) this.#counts = new Map()
    this.#day = day
    return this.#counts.get(key) ?? 0
  }
}

const classKey = (app: AppRecord, classification: 0 | 1): string => `class ${app.appID} ${classification}`
