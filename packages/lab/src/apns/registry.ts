import type { PushDevice } from '../emulator/device.ts'
import type { ApnsDeliveredPush } from './delivered.ts'
import { randomHex } from '../random.ts'
import type { ApnsEnvironment } from './types.ts'

/** What APNs knows of one device token. */
export interface Registration {
  readonly token: string
  readonly device: PushDevice
  readonly topic: string
  readonly environment: ApnsEnvironment
  /** When the app went from the phone. */
  unregisteredAtMs: number | undefined
  /** APNs keeps one for each app and phone: the latest. */
  stored: ApnsDeliveredPush | undefined
}

/** Device tokens and what is stored for phones that are away. */
export class Registry {
  readonly #byToken = new Map<string, Registration>()
  readonly #byDevice = new Map<string, Set<Registration>>()

  register(device: PushDevice, topic: string, environment: ApnsEnvironment): Registration {
    const ofDevice = this.#byDevice.get(device.deviceID) ?? new Set<Registration>()
    this.#byDevice.set(device.deviceID, ofDevice)
    for (const known of ofDevice) if (known.topic === topic && known.environment === environment) return known
    const token = randomHex(64)
    const registration: Registration = {
      token,
      device,
      topic,
      environment,
      unregisteredAtMs: undefined,
      stored: undefined,
    }
    this.#byToken.set(token, registration)
    ofDevice.add(registration)
    return registration
  }

  find(token: string): Registration | undefined {
    return this.#byToken.get(token.toLowerCase())
  }

  unregister(token: string, nowMs: number): void {
    const registration = this.find(token)
    if (registration === undefined) return
    registration.unregisteredAtMs ??= nowMs
    registration.stored = undefined
    this.#byDevice.get(registration.device.deviceID)?.delete(registration)
  }

  /** Delivers now, or stores it in place of what was stored; expiration 0 is now or never. */
  deliver(registration: Registration, push: ApnsDeliveredPush): void {
    if (registration.device.online) registration.device.receive(push)
    else if (push.expiresAtMs > push.sentAtMs) registration.stored = push
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byDevice.get(device.deviceID) ?? []) {
      const { stored } = registration
      registration.stored = undefined
      if (stored !== undefined && stored.expiresAtMs > nowMs) device.receive(stored)
    }
  }
}
