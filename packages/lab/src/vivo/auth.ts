import { createHash } from 'node:crypto'
import { SECOND, type LabClock } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomHex } from '../random.ts'
import type { AppRecord } from './apps.ts'
import { errorAnswer, okAnswer, refusal } from './codes.ts'
import type { VivoSettings } from './types.ts'
import { integerOf, parseJson, textOf } from './values.ts'

const maxTokens = 10_000

/** Access tokens: several of an app are valid at once. */
export class AuthTokens {
  readonly #clock: LabClock
  readonly #settings: VivoSettings
  readonly #tokens = new Map<string, { app: AppRecord; expiresAtMs: number }>()
  readonly #rates = new Map<number, TokenBucket>()

  constructor(clock: LabClock, settings: VivoSettings) {
    this.#clock = clock
    this.#settings = settings
  }

  /** `/message/auth`. */
  answer(body: string, apps: ReadonlyMap<number, AppRecord>): EmulatorAnswer {
    const fields = parseJson(body) ?? {}
    const appID = integerOf(fields['appId'])
    const [appKey, timestamp, sign] = ['appKey', 'timestamp', 'sign'].map((name) => textOf(fields[name]))
    if (appID === undefined) return errorAnswer(refusal(10200))
    if (!appKey) return errorAnswer(refusal(10201))
    if (!timestamp) return errorAnswer(refusal(10203))
    if (!sign) return errorAnswer(refusal(10204))
    const app = apps.get(appID)
    if (app === undefined) return errorAnswer(refusal(10205))
    if (!this.#takeRate(app)) return errorAnswer(refusal(10093))
    if (app.appKey !== appKey) return errorAnswer(refusal(10202))
    const skewMs = Math.abs(Number(timestamp) - this.#clock.now())
    if (!/^\d{13}$/.test(timestamp) || skewMs > this.#settings.clockToleranceMs)
      return errorAnswer(refusal(10207))
    const signed = `${appID}${appKey}${timestamp}${app.appSecret}`
    if (sign !== createHash('md5').update(signed).digest('hex')) return errorAnswer(refusal(10206))
    return okAnswer({ authToken: this.#issue(app) })
  }

  /** The app a token stands for; undefined when it is unknown or has run out. */
  appOf(token: string | undefined): AppRecord | undefined {
    const known = token === undefined ? undefined : this.#tokens.get(token)
    return known === undefined || known.expiresAtMs <= this.#clock.now() ? undefined : known.app
  }

  expireAll(): void {
    this.#tokens.clear()
  }

  #issue(app: AppRecord): string {
    const token = `${randomHex(8)}-${randomHex(4)}-${randomHex(4)}-${randomHex(4)}-${randomHex(12)}`
    this.#tokens.set(token, { app, expiresAtMs: this.#clock.now() + this.#settings.authTokenMs })
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size > maxTokens && oldest !== undefined) this.#tokens.delete(oldest)
    return token
  }

  #takeRate({ appID }: AppRecord): boolean {
    const perSecond = this.#settings.authPerSecond
    const nowMs = this.#clock.now()
    const bucket = this.#rates.get(appID) ?? new TokenBucket(perSecond, SECOND / perSecond, nowMs)
    this.#rates.set(appID, bucket)
    return bucket.take(nowMs) === 0
  }
}
