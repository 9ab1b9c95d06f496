import type { PushDevice } from '../emulator/device.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomBytes } from 'node:crypto'
import type { AppRecord } from './apps.ts'

const maxStored = 100
const maxJobKeys = 1_000

/** A message on its way to one phone. */
export interface Pending {
  readonly notifyID: number | undefined
  readonly expiresAtMs: number
  /** Hands it to the phone and reports. */
  readonly deliver: () => void
  /** Reports that the app is gone from the phone. */
  readonly bury: () => void
}

/** What Mi Push knows of one regId. */
export interface Registration {
  readonly regID: string
  readonly device: PushDevice
  readonly app: AppRecord
  alive: boolean
  stored: Pending[]
  /** Job keys it has had: each is delivered once. */
  readonly jobKeys: Set<string>
}

/** regIds and what is stored for phones that are away. */
export class Registry {
  readonly #byRegID = new Map<string, Registration>()
  readonly #byInstallation = new Map<string, Registration>()
  readonly #byDevice = new Map<string, Set<Registration>>()
  /** regIds that died and have not been fetched, by app secret. */
  readonly #invalid = new Map<string, string[]>()

  register(device: PushDevice, app: AppRecord, installationID: string): string {
    const key = `${device.deviceID} ${app.appID} ${installationID}`
    const known = this.#byInstallation.get(key)
    if (known?.alive === true) return known.regID
    const regID = randomBytes(48).toString('base64')
    const registration: Registration = { regID, device, app, alive: true, stored: [], jobKeys: new Set() }
    this.#byRegID.set(regID, registration)
    this.#byInstallation.set(key, registration)
    const ofDevice = this.#byDevice.get(device.deviceID) ?? new Set()
    this.#byDevice.set(device.deviceID, ofDevice.add(registration))
    return regID
  }

  find(regID: string): Registration | undefined {
    return this.#byRegID.get(regID)
  }

  /** The living registrations of an app. */
  count(app: AppRecord): number {
    let count = 0
    for (const registration of this.#byRegID.values())
      if (registration.alive && registration.app === app) count += 1
    return count
  }

  unregister(regID: string): void {
    const registration = this.#byRegID.get(regID)
    if (registration === undefined || !registration.alive) return
    registration.alive = false
    for (const pending of registration.stored.splice(0)) pending.bury()
    this.#byDevice.get(registration.device.deviceID)?.delete(registration)
    const { appSecret } = registration.app
    this.#invalid.set(appSecret, [...(this.#invalid.get(appSecret) ?? []), regID])
  }

  /** The invalid regIds since the last call. */
  drainInvalid(app: AppRecord): string[] {
    const list = this.#invalid.get(app.appSecret) ?? []
    this.#invalid.delete(app.appSecret)
    return list
  }

  /** Keeps it for a phone that is away; the oldest of more than 100 is lost. */
  store(registration: Registration, pending: Pending): void {
    registration.stored.push(pending)
    if (registration.stored.length > maxStored) registration.stored.shift()
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byDevice.get(device.deviceID) ?? []) {
      for (const pending of registration.stored.splice(0)) if (pending.expiresAtMs > nowMs) pending.deliver()
    }
  }

  /** Whether this job key is new to the phone; remembers it. */
  takeJobKey(registration: Registration, jobKey: string): boolean {
    const { jobKeys } = registration
    if (jobKeys.has(jobKey)) return false
    jobKeys.add(jobKey)
    const [oldest] = jobKeys
    if (jobKeys.size > maxJobKeys && oldest !== undefined) jobKeys.delete(oldest)
    return true
  }
}

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: readonly AppRecord[],
  { appID, appKey, packageName }: { appID: string; appKey: string; packageName: string },
): AppRecord => {
  const app = apps.find((candidate) => candidate.appID === appID)
  if (app === undefined) throw new PushServiceError('22006', `Mi Push knows no app with the AppID "${appID}"`)
  if (app.appKey !== appKey) {
    throw new PushServiceError('22007', `The AppKey does not belong to the AppID "${appID}"`)
  }
  if (app.packageName !== packageName) {
    throw new PushServiceError('22022', `The AppID belongs to ${app.packageName}, not to ${packageName}`)
  }
  return app
}
