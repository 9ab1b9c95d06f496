import type { PushDevice } from '../emulator/device.ts'
import { randomText } from '../random.ts'

/** Messages kept for one phone and app that is away (Huawei, "offline cache"). */
const maxStored = 120

/** A message that waits for its phone. */
export interface Pending {
  /** The slot it would be shown in, where the sender chose one. */
  readonly notifyID?: number | undefined
  /** A later one with the same key takes its place. */
  readonly collapseKey?: number | undefined
  readonly expiresAtMs: number
  readonly deliver: () => void
  /** Another has taken its place. */
  readonly replaced: () => void
  /** The app is gone from the phone. */
  readonly buried: () => void
}

/** What the vendor knows of one token. */
export interface Registration<App> {
  readonly token: string
  readonly device: PushDevice
  readonly app: App
  alive: boolean
  stored: Pending[]
}

/** Tokens and what is stored for phones that are away. */
export class Registry<App extends { readonly appID: string }> {
  readonly #prefix: string
  readonly #byToken = new Map<string, Registration<App>>()
  readonly #byInstallation = new Map<string, Registration<App>>()

  /** @param prefix how the vendor's tokens begin */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** The token of an installation: the same until it is gone. */
  register(device: PushDevice, app: App, installationID: string, prefix = this.#prefix): string {
    const key = `${device.deviceID} ${app.appID} ${installationID}`
    const known = this.#byInstallation.get(key)
    if (known?.alive === true) return known.token
    const token = `${prefix}${randomText(120)}`
    const registration = { token, device, app, alive: true, stored: [] }
    this.#byToken.set(token, registration)
    this.#byInstallation.set(key, registration)
    return token
  }

  find(token: string): Registration<App> | undefined {
    return this.#byToken.get(token)
  }

  unregister(token: string): void {
    const registration = this.#byToken.get(token)
    if (registration === undefined) return
    registration.alive = false
    for (const pending of registration.stored.splice(0)) pending.buried()
  }

  store({ stored }: Registration<App>, pending: Pending): void {
    const sameKey = stored.findIndex(
      ({ collapseKey }) => collapseKey !== undefined && collapseKey === pending.collapseKey,
    )
    if (sameKey >= 0) for (const replaced of stored.splice(sameKey, 1)) replaced.replaced()
    stored.push(pending)
    if (stored.length > maxStored) stored.shift()?.replaced()
  }

  /** Forgets what waits for a slot. */
  withdraw(registration: Registration<App>, notifyID: number): void {
    registration.stored = registration.stored.filter((pending) => pending.notifyID !== notifyID)
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byToken.values()) {
      if (registration.device !== device) continue
      for (const pending of registration.stored.splice(0)) if (pending.expiresAtMs > nowMs) pending.deliver()
    }
  }
}
