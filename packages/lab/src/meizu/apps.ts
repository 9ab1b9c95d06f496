import { createHash, randomBytes } from 'node:crypto'
import type { PushDevice } from '../emulator/device.ts'
import { PushServiceError } from '../push-service-error.ts'
import { randomDigits, randomHex } from '../random.ts'
import { refusal, type Refusal } from './codes.ts'
import type { MeizuApp, MeizuAppOptions } from './types.ts'

const maxStored = 100

/** A message that waits for a phone. */
export interface Pending {
  readonly expiresAtMs: number
  readonly deliver: () => void
}

/** What Meizu knows of one pushId. */
export interface Registration {
  readonly pushID: string
  readonly device: PushDevice
  readonly app: MeizuApp
  alive: boolean
  stored: Pending[]
}

/** A new app with keys in the vendor's shapes. */
export const createApp = (options: MeizuAppOptions): MeizuApp => ({
  packageName: options.packageName,
  appID: options.appID ?? randomDigits(6),
  appKey: options.appKey ?? randomHex(32),
  appSecret: options.appSecret ?? randomHex(32),
  receiptToken: options.receiptToken ?? randomHex(32),
  blacklisted: false,
  receiptURLs: new Set(),
})

/** The app of a signed call, or why it is refused. */
export const authorize = (
  fields: Readonly<Record<string, string>>,
  apps: ReadonlyMap<string, MeizuApp>,
): MeizuApp | Refusal => {
  const { sign, ...signed } = fields
  const app = apps.get(fields['appId'] ?? '')
  if (app === undefined) return refusal(110000)
  const joined = Object.entries(signed)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
  const expected = createHash('md5')
    .update([...joined, app.appSecret].join(''))
    .digest('hex')
  if (sign !== expected) return refusal(1006)
  return app.blacklisted ? refusal(110009) : app
}

/** pushIds and what is stored for phones that are away. */
export class Registry {
  readonly #byPushID = new Map<string, Registration>()
  readonly #byInstallation = new Map<string, Registration>()

  /** @throws PushServiceError */
  register(
    device: PushDevice,
    app: MeizuApp | undefined,
    { appKey, packageName, installationID }: { appKey: string; packageName: string; installationID: string },
  ): string {
    if (app === undefined) throw new PushServiceError('110000', 'Meizu knows no app with this AppID')
    if (app.appKey !== appKey)
      throw new PushServiceError('110001', `The AppKey does not belong to the AppID "${app.appID}"`)
    if (app.packageName !== packageName)
      throw new PushServiceError('110031', `The AppID belongs to ${app.packageName}, not to ${packageName}`)
    const key = `${device.deviceID} ${app.appID} ${installationID}`
    const known = this.#byInstallation.get(key)
    if (known?.alive === true) return known.pushID
    const pushID = `UCI${randomBytes(22).toString('hex').slice(0, 43).toUpperCase()}`
    const registration: Registration = { pushID, device, app, alive: true, stored: [] }
    this.#byPushID.set(pushID, registration)
    this.#byInstallation.set(key, registration)
    return pushID
  }

  find(pushID: string): Registration | undefined {
    return this.#byPushID.get(pushID)
  }

  unregister(pushID: string): void {
    const registration = this.#byPushID.get(pushID)
    if (registration === undefined) return
    registration.alive = false
    registration.stored = []
  }

  /** Keeps it for a phone that is away; the oldest of more than 100 is lost. */
  store(registration: Registration, pending: Pending): void {
    registration.stored.push(pending)
    if (registration.stored.length > maxStored) registration.stored.shift()
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byPushID.values()) {
      if (registration.device !== device) continue
      for (const pending of registration.stored.splice(0)) if (pending.expiresAtMs > nowMs) pending.deliver()
    }
  }
}
