import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { CheckedMessage } from './check-message.ts'
import type { MeizuApp, MeizuSettings } from './types.ts'

/** Daily quotas of apps and phones, folding, and calls a second. */
export class Quotas {
  readonly #settings: MeizuSettings
  readonly #rates = new Map<string, { bucket: TokenBucket; perSecond: number }>()
  #day = 0
  #counts = new Map<string, number>()
  #lastMinute = new Map<string, number[]>()

  constructor(settings: MeizuSettings) {
    this.#settings = settings
  }

  /** Whether the app may make another call now. */
  takeRequest({ appID }: MeizuApp, nowMs: number): boolean {
    const perSecond = this.#settings.requestsPerSecond
    const known = this.#rates.get(appID)
    const rate =
      known?.perSecond === perSecond
        ? known
        : { perSecond, bucket: new TokenBucket(perSecond, SECOND / perSecond, nowMs) }
    this.#rates.set(appID, rate)
    return !this.#settings.quotasEnforced || rate.bucket.take(nowMs) === 0
  }

  /** Whether the app may send `targets` more today; counts them. */
  takeApp({ appID }: MeizuApp, targets: number, nowMs: number): boolean {
    this.#turnDay(nowMs)
    const count = (this.#counts.get(appID) ?? 0) + targets
    if (this.#settings.quotasEnforced && count > this.#settings.appDaily) return false
    this.#counts.set(appID, count)
    return true
  }

  /** 520 or 110011 when the phone has had its share; counts the message else. */
  takeDevice(
    deviceID: string,
    { appID }: MeizuApp,
    { noticeMsgType }: CheckedMessage,
    nowMs: number,
  ): 520 | 110011 | undefined {
    if (!this.#settings.quotasEnforced) return undefined
    this.#turnDay(nowMs)
    const key = `${appID} ${deviceID}`
    const recent = (this.#lastMinute.get(key) ?? []).filter((atMs) => atMs > nowMs - MINUTE)
    if (recent.length >= this.#settings.foldAfter) return 520
    const ofClass = this.#counts.get(key) ?? 0
    if (noticeMsgType === 0 && ofClass >= this.#settings.publicPerDevice) return 110011
    if (noticeMsgType === 0) this.#counts.set(key, ofClass + 1)
    this.#lastMinute.set(key, [...recent, nowMs])
    return undefined
  }

  /** The vendor's day begins at 00:00 UTC+8: assumed. */
  #turnDay(nowMs: number): void {
    const day = Math.floor((nowMs + 8 * HOUR) / DAY)
    if (day === this.#day) return
    this.#day = day
    this.#counts = new Map()
    this.#lastMinute = new Map()
  }
}
