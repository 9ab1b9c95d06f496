import type { BacklogPlace } from '../planner/types.ts'

/** A message on one device, as the backlog knows it. */
export interface BacklogMessage {
  sdkAppID: number
  userID: string
  deviceID: string
  msgID: string
  sentAtMs: number
}

interface Waiting {
  sentAtMs: number
  /** It is decided about no earlier, so that others can join it. */
  readyAtMs: number
}

interface DeviceBacklog {
  waiting: Map<string, Waiting>
  /** Ended for the sake of a newer one that has not rung yet. */
  folded: number
  /** When the newest message that rang was sent. */
  rangSentAtMs: number
}

/** Devices remembered; of those beyond, the oldest start over. */
const capacity = 100_000
/** What is late is decided about after this long, together with what joins it. */
export const gatherLateMs = 2_000

/**
 * What devices could not be pushed in time: for want of a share, or because no vendor took it before the
 * deadline. The newest of a device rings for all. Kept in memory: after a restart the count starts over.
 */
export class Backlog {
  readonly #devices = new Map<string, DeviceBacklog>()

  /** Whether nothing waits anywhere: then nobody need be asked about. */
  get isEmpty(): boolean {
    return this.#devices.size === 0
  }

  /** @param readyAtMs it is decided about no earlier; a message that is known keeps its own */
  add(message: BacklogMessage, readyAtMs: number): void {
    const key = keyOf(message)
    const known = this.#devices.get(key) ?? { waiting: new Map(), folded: 0, rangSentAtMs: -Infinity }
    this.#devices.set(key, known)
    if (!known.waiting.has(message.msgID))
      known.waiting.set(message.msgID, { sentAtMs: message.sentAtMs, readyAtMs })
    if (this.#devices.size > capacity)
      for (const [oldest] of this.#devices) return void this.#devices.delete(oldest)
  }

  /** Undefined for a message that is not in a backlog. */
  placeOf(message: BacklogMessage, nowMs: number): BacklogPlace | undefined {
    const known = this.#devices.get(keyOf(message))
    const own = known?.waiting.get(message.msgID)
    if (known === undefined || own === undefined) return undefined
    if (own.sentAtMs < known.rangSentAtMs) return { kind: 'folded' }
    for (const [msgID, other] of known.waiting)
      if (other.sentAtMs > own.sentAtMs || (other.sentAtMs === own.sentAtMs && msgID > message.msgID))
        return { kind: 'folded' }
    return nowMs < own.readyAtMs
      ? { kind: 'gathering', untilMs: own.readyAtMs }
      : { kind: 'last', count: known.folded + known.waiting.size }
  }

  /** It ended for the sake of a newer one. */
  folded(message: BacklogMessage): void {
    const known = this.#devices.get(keyOf(message))
    if (known?.waiting.delete(message.msgID) === true && message.sentAtMs > known.rangSentAtMs)
      known.folded += 1
  }

  /** It ended otherwise. `hasRung`: on the screen, so that what is older need not ring any more. */
  ended(message: BacklogMessage, hasRung: boolean): void {
    const key = keyOf(message)
    const known = this.#devices.get(key)
    if (known === undefined) return
    known.waiting.delete(message.msgID)
    if (hasRung && message.sentAtMs > known.rangSentAtMs) {
      known.rangSentAtMs = message.sentAtMs
      known.folded = 0
    }
    if (known.waiting.size === 0) this.#devices.delete(key)
  }
}

const keyOf = ({ sdkAppID, userID, deviceID }: BacklogMessage): string =>
  `${sdkAppID}\n${userID}\n${deviceID}`
