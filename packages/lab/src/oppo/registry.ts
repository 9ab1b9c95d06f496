import type { PushDevice } from '../emulator/device.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomHex } from '../random.ts'
import type { AppRecord } from './apps.ts'

const maxStored = 100
const maxMessageIDs = 1_000

/** A message on its way to one phone. */
export interface Pending {
  readonly expiresAtMs: number
  /** Hands it to the phone and reports. */
  readonly deliver: () => void
  /** The phone will never get it: the id died. */
  readonly bury: () => void
}

/** What OPPO Push knows of one registration_id. */
export interface Registration {
  readonly registrationID: string
  readonly device: PushDevice
  readonly app: AppRecord
  alive: boolean
  stored: Pending[]
  /** app_message_ids it has had: each is pushed once. */
  readonly messageIDs: Set<string>
}

/** registration_ids and what is stored for phones that are away. */
export class Registry {
  readonly #byID = new Map<string, Registration>()
  readonly #byInstallation = new Map<string, Registration>()
  readonly #byDevice = new Map<string, Set<Registration>>()

  register(device: PushDevice, app: AppRecord, installationID: string, prefix: string): string {
    const key = `${device.deviceID} ${app.appKey} ${installationID}`
    const known = this.#byInstallation.get(key)
    if (known?.alive === true) return known.registrationID
    const registration: Registration = {
      registrationID: `${prefix}${randomHex(32)}`,
      device,
      app,
      alive: true,
      stored: [],
      messageIDs: new Set(),
    }
    this.#byID.set(registration.registrationID, registration)
    this.#byInstallation.set(key, registration)
    const ofDevice = this.#byDevice.get(device.deviceID) ?? new Set()
    this.#byDevice.set(device.deviceID, ofDevice.add(registration))
    return registration.registrationID
  }

  find(registrationID: string): Registration | undefined {
    return this.#byID.get(registrationID)
  }

  /** All registrations of an app, dead ones too. */
  of(app: AppRecord): Registration[] {
    return [...this.#byID.values()].filter((registration) => registration.app === app)
  }

  unregister(registrationID: string): void {
    const registration = this.#byID.get(registrationID)
    if (registration === undefined || !registration.alive) return
    registration.alive = false
    for (const pending of registration.stored.splice(0)) pending.bury()
    this.#byDevice.get(registration.device.deviceID)?.delete(registration)
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

  /** Whether this app_message_id is new to the target; remembers it. */
  takeMessageID({ messageIDs }: Registration, messageID: string): boolean {
    if (messageIDs.has(messageID)) return false
    messageIDs.add(messageID)
    const [oldest] = messageIDs
    if (messageIDs.size > maxMessageIDs && oldest !== undefined) messageIDs.delete(oldest)
    return true
  }
}

/** The app a phone may register for. @throws PushServiceError */
export const appForPhone = (
  apps: ReadonlyMap<string, AppRecord>,
  { appKey, appSecret, packageName }: { appKey: string; appSecret: string; packageName: string },
): AppRecord => {
  const app = apps.get(appKey)
  if (app === undefined)
    throw new PushServiceError('14', `OPPO Push knows no app with the AppKey "${appKey}"`)
  if (app.appSecret !== appSecret) {
    throw new PushServiceError('16', `The AppSecret does not belong to the AppKey "${appKey}"`)
  }
  if (app.packageName !== packageName) {
    throw new PushServiceError('14', `The AppKey belongs to ${app.packageName}, not to ${packageName}`)
  }
  return app
}
