import type { Clock } from '../../clock.ts'
import { deviceKeyText } from '../journal/progress.ts'
import type { Job } from './open-message.ts'

/** A user's login on a device. */
export interface Departure {
  sdkAppID: number
  userID: string
  deviceID: string
}

/** Departures that are remembered: far more than happen while a push waits in a lane. */
const capacity = 100_000
/** What a plan knows may be as old as this when it is done. */
const planAgeMs = 2_000

const keyOf = (sdkAppID: number, userID: string, deviceID: string): string =>
  `${sdkAppID}\n${deviceKeyText(userID, deviceID)}`

/** Who left which device lately: what was decided before is not sent before it is decided anew. */
export class RecentDepartures {
  readonly #clock: Clock
  readonly #leftAtMs = new Map<string, number>()
  #missedAtMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The user is not on the device any more. */
  note({ sdkAppID, userID, deviceID }: Departure): void {
    const key = keyOf(sdkAppID, userID, deviceID)
    this.#leftAtMs.delete(key)
    this.#leftAtMs.set(key, this.#clock.now())
    if (this.#leftAtMs.size > capacity)
      for (const [oldest] of this.#leftAtMs) return void this.#leftAtMs.delete(oldest)
  }

  /** Departures may have been missed: anybody may have left. */
  noteAll(): void {
    this.#missedAtMs = this.#clock.now()
  }

  /** Whether a push was decided when its user may still have been on its device. True once for each departure. */
  isNewsFor(job: Job): boolean {
    const leftAtMs = this.#leftAtMs.get(keyOf(job.open.sdkAppID, job.userID, job.deviceID))
    const latestMs = Math.max(leftAtMs ?? Number.NEGATIVE_INFINITY, this.#missedAtMs)
    if (job.plannedAtMs > latestMs + planAgeMs || job.heardDepartureAtMs === latestMs) return false
    job.heardDepartureAtMs = latestMs
    return true
  }
}
