import { TokenRegistry, type TokenRegistration, type Waiting } from '../emulator/token-registry.ts'
import { randomText } from '../random.ts'

/** Messages kept for one phone and app that is away (Huawei, "offline cache"). */
const maxStored = 120

/** A message that waits for its phone. */
interface Pending extends Waiting {
  /** The slot it would be shown in, where the sender chose one. */
  readonly notifyID?: number | undefined
  /** A later one with the same key takes its place. */
  readonly collapseKey?: number | undefined
}

/** What the vendor knows of one token. */
export type Registration<App> = TokenRegistration<App, Pending>

/** Tokens and what is stored for phones that are away. */
export class Registry<App> extends TokenRegistry<App, Pending> {
  constructor() {
    super(maxStored)
  }

  override store(registration: Registration<App>, pending: Pending): void {
    const { stored } = registration
    const sameKey = stored.findIndex(
      ({ collapseKey }) => collapseKey !== undefined && collapseKey === pending.collapseKey,
    )
    if (sameKey >= 0) for (const replaced of stored.splice(sameKey, 1)) replaced.replace?.()
    super.store(registration, pending)
  }

  /** Forgets what waits for a slot. */
  withdraw(registration: Registration<App>, notifyID: number): void {
    registration.stored = registration.stored.filter((pending) => pending.notifyID !== notifyID)
  }
}

/** @param prefix how the vendor's tokens begin */
export const newToken = (prefix: string): string => `${prefix}${randomText(120)}`
