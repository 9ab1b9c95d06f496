import type { PushDevice } from '../emulator/device.ts'
import { randomText } from '../random.ts'
import type { AppRecord } from './apps.ts'
import type { InvalidUser } from './codes.ts'

const maxStored = 100
const regIDRandomChars = 61

/** A message that waits for a phone. */
export interface Pending {
  readonly expiresAtMs: number
  readonly deliver: () => void
  /** Tells that its time ran out. */
  readonly expire: () => void
  /** Tells that the app is gone from the phone. */
  readonly bury: () => void
}

/** What vivo knows of one regId. */
export interface Registration {
  readonly regID: string
  readonly device: PushDevice
  readonly app: AppRecord
  alive: boolean
  stored: Pending[]
}

/** regIds and what is stored for phones that are away. */
export class Registry {
  readonly #byRegID = new Map<string, Registration>()
  readonly #byInstallation = new Map<string, Registration>()

  register(device: PushDevice, app: AppRecord, installationID: string): string {
    const key = `${device.deviceID} ${app.appID} ${installationID}`
    const known = this.#byInstallation.get(key)
    if (known?.alive === true) return known.regID
    const regID = `v2-${randomText(regIDRandomChars)}`
    const registration: Registration = { regID, device, app, alive: true, stored: [] }
    this.#byRegID.set(regID, registration)
    this.#byInstallation.set(key, registration)
    return regID
  }

  find(regID: string): Registration | undefined {
    return this.#byRegID.get(regID)
  }

  unregister(regID: string): void {
    const registration = this.#byRegID.get(regID)
    if (registration === undefined) return
    registration.alive = false
    for (const pending of registration.stored.splice(0)) pending.bury()
  }

  /** The living registrations of an app whose phones allow notifications. */
  countEnabled(app: AppRecord): number {
    let count = 0
    for (const { alive, app: owner, device } of this.#byRegID.values())
      if (alive && owner === app && device.notificationsAllowed) count += 1
    return count
  }

  /** The registration, or why there is none for this app. */
  target(app: AppRecord, regID: string, isDead: boolean): Registration | InvalidUser {
    const known = this.#byRegID.get(regID)
    if (known === undefined || known.app !== app) return { status: 1, userid: regID }
    return isDead || !known.alive ? { status: 2, userid: regID } : known
  }

  /** Keeps it for a phone that is away; the oldest of more than 100 is lost. */
  store(registration: Registration, pending: Pending): void {
    registration.stored.push(pending)
    if (registration.stored.length > maxStored) registration.stored.shift()
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byRegID.values()) {
      if (registration.device !== device) continue
      for (const pending of registration.stored.splice(0))
        if (pending.expiresAtMs > nowMs) pending.deliver()
        else pending.expire()
    }
  }
}
