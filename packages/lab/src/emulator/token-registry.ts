import type { PushDevice } from './device.ts'

const maxHad = 1_000

/** A message that waits for a phone. */
export interface Waiting {
  readonly expiresAtMs: number
  readonly deliver: () => void
  /** Its time ran out. */
  readonly expire?: () => void
  /** The app is gone from the phone. */
  readonly bury?: () => void
  /** Another has taken its place. */
  readonly replace?: () => void
}

/** What a vendor knows of one token. */
export interface TokenRegistration<App, W extends Waiting = Waiting> {
  readonly token: string
  readonly device: PushDevice
  readonly app: App
  readonly installationID: string
  alive: boolean
  stored: W[]
  /** IDs of the sender's own that it has had: the latest 1000. */
  readonly had: Set<string>
}

/** Tokens and what is stored for phones that are away. */
export class TokenRegistry<App, W extends Waiting = Waiting> {
  readonly #maxStored: number
  readonly #byToken = new Map<string, TokenRegistration<App, W>>()
  /** Those that live, by their phone's ID. */
  readonly #byDevice = new Map<string, Set<TokenRegistration<App, W>>>()

  /** @param maxStored messages that are kept for one phone and app; of more the oldest is lost */
  constructor(maxStored = 100) {
    this.#maxStored = maxStored
  }

  /** The token of an installation: the same until it is gone. */
  register(device: PushDevice, app: App, installationID: string, newToken: () => string): string {
    const ofDevice = this.#byDevice.get(device.deviceID) ?? new Set()
    for (const known of ofDevice)
      if (known.app === app && known.installationID === installationID) return known.token
    const token = newToken()
    const registration = {
      token,
      device,
      app,
      installationID,
      alive: true,
      stored: [],
      had: new Set<string>(),
    }
    this.#byToken.set(token, registration)
    this.#byDevice.set(device.deviceID, ofDevice.add(registration))
    return token
  }

  find(token: string): TokenRegistration<App, W> | undefined {
    return this.#byToken.get(token)
  }

  /** All registrations of an app, dead ones too. */
  of(app: App): TokenRegistration<App, W>[] {
    return [...this.#byToken.values()].filter((registration) => registration.app === app)
  }

  unregister(token: string): void {
    const registration = this.#byToken.get(token)
    if (registration?.alive !== true) return
    registration.alive = false
    this.#byDevice.get(registration.device.deviceID)?.delete(registration)
    for (const waiting of registration.stored.splice(0)) waiting.bury?.()
  }

  /** Keeps it for a phone that is away. */
  store({ stored }: TokenRegistration<App, W>, waiting: W): void {
    stored.push(waiting)
    if (stored.length > this.#maxStored) stored.shift()?.replace?.()
  }

  connected(device: PushDevice, nowMs: number): void {
    for (const registration of this.#byDevice.get(device.deviceID) ?? [])
      for (const waiting of registration.stored.splice(0))
        if (waiting.expiresAtMs > nowMs) waiting.deliver()
        else waiting.expire?.()
  }

  /** Whether this ID of the sender's is new to the target; remembers it. */
  isFirst({ had }: TokenRegistration<App, W>, senderID: string): boolean {
    if (had.has(senderID)) return false
    had.add(senderID)
    const [oldest] = had
    if (had.size > maxHad && oldest !== undefined) had.delete(oldest)
    return true
  }
}
