import { createHash } from 'node:crypto'

import type { LabClock } from '../clock.ts'
import { randomHex } from '../random.ts'
import type { AppRecord } from './apps.ts'
import { isRefusal, refusal, type Refusal } from './codes.ts'
import type { OppoSettings } from './types.ts'

const maxTokens = 10_000

/** `POST /server/v1/auth`, and the tokens it gives. An older token lives on beside a newer one. */
export class Auth {
  readonly #clock: LabClock
  readonly #settings: OppoSettings
  readonly #tokens = new Map<string, { app: AppRecord; expiresAtMs: number }>()

  constructor(clock: LabClock, settings: OppoSettings) {
    this.#clock = clock
    this.#settings = settings
  }

  issue(app: AppRecord): { auth_token: string; create_time: number } {
    const nowMs = this.#clock.now()
    const token = randomHex(24)
    this.#tokens.set(token, { app, expiresAtMs: nowMs + this.#settings.authTokenLifeMs })
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size > maxTokens && oldest !== undefined) this.#tokens.delete(oldest)
    return { auth_token: token, create_time: nowMs }
  }

  forgetAll(): void {
    this.#tokens.clear()
  }

  /** The token for a signed request. */
  authorize(
    form: URLSearchParams,
    apps: ReadonlyMap<string, AppRecord>,
  ): { auth_token: string; create_time: number } | Refusal {
    const app = this.#check(form, apps)
    return isRefusal(app) ? app : this.issue(app)
  }

  /** The app a token was given to. */
  appOf(token: string | undefined): AppRecord | Refusal {
    if (token === undefined || token === '') return refusal(29)
    const known = this.#tokens.get(token)
    if (known === undefined || known.expiresAtMs <= this.#clock.now()) return refusal(11)
    return rightsOf(known.app)
  }

  #check(form: URLSearchParams, apps: ReadonlyMap<string, AppRecord>): AppRecord | Refusal {
    const [appKey = '', timestamp = '', sign = ''] = ['app_key', 'timestamp', 'sign'].map((name) =>
      form.get(name)?.trim(),
    )
    if (appKey === '') return refusal(15)
    const app = apps.get(appKey)
    if (app === undefined) return refusal(14)
    if (timestamp === '') return refusal(18)
    const offMs = Math.abs(Number(timestamp) - this.#clock.now())
    if (!/^\d{13}$/.test(timestamp) || offMs > this.#settings.timestampToleranceMs) return refusal(19)
    if (sign === '') return refusal(17)
    const right = createHash('sha256')
      .update(appKey + timestamp + app.masterSecret)
      .digest('hex')
    return sign === right ? rightsOf(app) : refusal(16)
  }
}

const rightsOf = (app: AppRecord): AppRecord | Refusal => {
  if (app.disabled) return refusal(28)
  return app.pushAllowed ? app : refusal(30)
}
