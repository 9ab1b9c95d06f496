import { HOUR, MINUTE } from '../clock.ts'
import { TokenBucket } from '../emulator/token-bucket.ts'
import type { FcmProject } from './types.ts'

const devicePerMinute = 240
const devicePerHour = 5_000
const collapsibleBurst = 20
const collapsibleRefillMs = 3 * MINUTE

/** Which quota stopped a message, and for how long. */
export interface QuotaStop {
  subject: string
  retryAfterMs: number
}

/** FCM's buckets. https://firebase.google.com/docs/cloud-messaging/throttling-and-quotas */
export class Quotas {
  readonly #projects = new Map<string, { bucket: TokenBucket; perMinute: number }>()
  readonly #buckets = new Map<string, TokenBucket>()

  takeProject(project: FcmProject, nowMs: number): QuotaStop | undefined {
    const known = this.#projects.get(project.projectID)
    const entry =
      known?.perMinute === project.messagesPerMinute
        ? known
        : {
            perMinute: project.messagesPerMinute,
            bucket: new TokenBucket(project.messagesPerMinute, MINUTE / project.messagesPerMinute, nowMs),
          }
    this.#projects.set(project.projectID, entry)
    const waitMs = entry.bucket.take(nowMs)
    // The project's quota comes back by the minute.
    return waitMs === 0
      ? undefined
      : { subject: `project_number:${project.senderID}`, retryAfterMs: Math.max(waitMs, MINUTE) }
  }

  takeDevice(
    deviceID: string,
    packageName: string,
    isCollapsible: boolean,
    nowMs: number,
  ): QuotaStop | undefined {
    const waits = [
      this.#take(`minute ${deviceID}`, devicePerMinute, MINUTE / devicePerMinute, nowMs),
      this.#take(`hour ${deviceID}`, devicePerHour, HOUR / devicePerHour, nowMs),
      isCollapsible
        ? this.#take(`collapsible ${deviceID} ${packageName}`, collapsibleBurst, collapsibleRefillMs, nowMs)
        : 0,
    ]
    const retryAfterMs = Math.max(...waits)
    return retryAfterMs === 0 ? undefined : { subject: 'device', retryAfterMs }
  }

  #take(key: string, capacity: number, refillMs: number, nowMs: number): number {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(capacity, refillMs, nowMs)
    this.#buckets.set(key, bucket)
    return bucket.take(nowMs)
  }
}
