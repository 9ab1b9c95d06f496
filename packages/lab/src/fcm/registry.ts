import type { FcmDeliveredPush, PushDevice } from '../emulator/device.ts'
import { DAY } from '../clock.ts'
import { randomText } from '../random.ts'

const maxStoredMessages = 100
const maxCollapseKeys = 4
/** https://firebase.google.com/docs/cloud-messaging/manage-tokens: inactive for so long, a token expires. */
const maxIdleMs = 270 * DAY

interface Stored {
  push: FcmDeliveredPush
  expiresAtMs: number
}

/** What FCM knows of one registration token. */
export interface Registration {
  readonly token: string
  readonly device: PushDevice
  readonly senderID: string
  readonly packageName: string
  registered: boolean
  /** When its phone was last known to be connected to Google. */
  lastConnectedMs: number
  stored: Stored[]
  /** More than 100 messages were stored: all were thrown away and the phone is to be told. */
  hasLostMessages: boolean
}

/** Registration tokens and what is stored for phones that are away. */
export class Registry {
  readonly #byToken = new Map<string, Registration>()
  readonly #byInstallation = new Map<string, Registration>()
  readonly #byDevice = new Map<string, Set<Registration>>()

  register(device: PushDevice, senderID: string, packageName: string, nowMs: number): Registration {
    const installationID = randomText(22)
    const token = `${installationID}:APA91b${randomText(134)}`
    const registration: Registration = {
      token,
      device,
      senderID,
      packageName,
      registered: true,
      lastConnectedMs: nowMs,
      stored: [],
      hasLostMessages: false,
    }
    this.#byToken.set(token, registration)
    this.#byInstallation.set(installationID, registration)
    const ofDevice = this.#byDevice.get(device.deviceID) ?? new Set()
    this.#byDevice.set(device.deviceID, ofDevice.add(registration))
    return registration
  }

  find(token: string): Registration | undefined {
    return this.#byToken.get(token)
  }

  /** By Firebase installation ID: the part of the token before the colon. */
  findByInstallation(installationID: string): Registration | undefined {
    return this.#byInstallation.get(installationID)
  }

  unregister(token: string): void {
    const registration = this.#byToken.get(token)
    if (registration === undefined) return
    registration.registered = false
    registration.stored = []
    this.#byDevice.get(registration.device.deviceID)?.delete(registration)
  }

  /** Lets a token expire whose phone has been away for 270 days. */
  expireIdle(registration: Registration, nowMs: number): void {
    if (registration.device.online) registration.lastConnectedMs = nowMs
    else if (nowMs - registration.lastConnectedMs > maxIdleMs) this.unregister(registration.token)
  }

  /** The phone has left the network. */
  disconnected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byDevice.get(device.deviceID) ?? []) registration.lastConnectedMs = nowMs
  }

  /** Delivers now, or stores by FCM's rules: same collapse key replaces, 4 keys, 100 messages, TTL 0 is now or never. */
  deliver(registration: Registration, push: FcmDeliveredPush, nowMs: number): void {
    if (registration.device.online) {
      registration.device.receive(push)
      return
    }
    if (push.ttlSeconds === 0) return
    const entry = { push, expiresAtMs: nowMs + push.ttlSeconds * 1_000 }
    const kept = registration.stored.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    registration.stored =
      push.collapseKey === undefined ? storePlain(registration, kept, entry) : storeCollapsible(kept, entry)
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byDevice.get(device.deviceID) ?? []) {
      if (nowMs - registration.lastConnectedMs > maxIdleMs) {
        this.unregister(registration.token)
        continue
      }
      registration.lastConnectedMs = nowMs
      const { stored, hasLostMessages } = registration
      registration.stored = []
      registration.hasLostMessages = false
      if (hasLostMessages) device.messagesDeleted?.(registration.token)
      for (const { push, expiresAtMs } of stored) if (expiresAtMs > nowMs) device.receive(push)
    }
  }
}

const storePlain = (registration: Registration, kept: Stored[], entry: Stored): Stored[] => {
  const plain = kept.filter(({ push }) => push.collapseKey === undefined)
  if (plain.length < maxStoredMessages) return [...kept, entry]
  registration.hasLostMessages = true
  return kept.filter(({ push }) => push.collapseKey !== undefined)
}

const storeCollapsible = (kept: Stored[], entry: Stored): Stored[] => {
  const others = kept.filter(({ push }) => push.collapseKey !== entry.push.collapseKey)
  const collapsible = others.filter(({ push }) => push.collapseKey !== undefined)
  // Google does not say which of more than four keys it keeps; the oldest goes here.
  const surplus = new Set(collapsible.slice(0, Math.max(0, collapsible.length - maxCollapseKeys + 1)))
  return [...others.filter((stored) => !surplus.has(stored)), entry]
}
