import { TokenRegistry, type TokenRegistration } from '../emulator/token-registry.ts'
import { randomText } from '../random.ts'
import type { AppRecord } from './apps.ts'
import type { InvalidUser } from './codes.ts'

const regIDRandomChars = 61

/** What vivo knows of one regId. */
export type Registration = TokenRegistration<AppRecord>

/** regIds and what is stored for phones that are away. */
export class Registry extends TokenRegistry<AppRecord> {
  /** The living registrations of an app whose phones allow notifications. */
  countEnabled(app: AppRecord): number {
    return this.of(app).filter(({ alive, device }) => alive && device.notificationsAllowed).length
  }

  /** The registration, or why there is none for this app. */
  target(app: AppRecord, regID: string, isDead: boolean): Registration | InvalidUser {
    const known = this.find(regID)
    if (known === undefined || known.app !== app) return { status: 1, userid: regID }
    return isDead || !known.alive ? { status: 2, userid: regID } : known
  }
}

export const newRegID = (): string => `v2-${randomText(regIDRandomChars)}`
