import type { BurstPlace } from '../planner/types.ts'

/** A message on one device, seen by the bursts of its conversation there. */
export interface BurstMessage {
  sdkAppID: number
  deviceID: string
  conversationID: number
  seq: number
}

interface Burst {
  untilMs: number
  /** Which window is running. */
  level: number
  /** Seqs that wait for the end of the window. */
  held: Set<number>
  /** Seqs that the last notification counted. */
  folded: Set<number>
}

/** Bursts remembered; of those beyond, the oldest start over. */
const capacity = 100_000

/**
 * Gathers the bursts of one conversation on one device: the first message is pushed at once, those that
 * come within the window after it wait for its end and become one notification. Kept in memory: after a
 * restart a burst starts over with one notification more.
 */
export class Bursts {
  readonly #bursts = new Map<string, Burst>()

  /** The place of a message that is about to be decided; undefined when it is pushed by itself. */
  placeOf(message: BurstMessage, nowMs: number): BurstPlace | undefined {
    const burst = this.#bursts.get(keyOf(message))
    if (burst === undefined) return undefined
    if (burst.folded.has(message.seq)) return { kind: 'folded' }
    if (nowMs < burst.untilMs) return { kind: 'held', untilMs: burst.untilMs }
    if (burst.held.size === 0) return undefined
    const count = burst.held.has(message.seq) ? burst.held.size : burst.held.size + 1
    return message.seq >= Math.max(...burst.held) ? { kind: 'last', count } : { kind: 'folded' }
  }

  /** Takes note of what was decided. `windowsMs` is not empty. */
  decided(
    message: BurstMessage,
    decision: 'push' | 'hold' | 'folded' | 'other',
    windowsMs: readonly number[],
    nowMs: number,
  ): void {
    // It stays among those the last one counts.
    if (decision === 'folded') return
    const key = keyOf(message)
    const burst = this.#bursts.get(key)
    if (decision === 'hold') {
      burst?.held.add(message.seq)
      return
    }
    if (burst !== undefined && nowMs < burst.untilMs) return void burst.held.delete(message.seq)
    if (decision !== 'push') return void burst?.held.delete(message.seq)
    // The window that just ended held messages, so the conversation is still busy: the next one is wider.
    const level = burst === undefined || burst.held.size === 0 ? 0 : burst.level + 1
    const windowMs = windowsMs[Math.min(level, windowsMs.length - 1)] ?? 0
    const folded = burst?.held ?? new Set()
    folded.delete(message.seq)
    this.#bursts.delete(key)
    this.#bursts.set(key, { untilMs: nowMs + windowMs, level, held: new Set(), folded })
    if (this.#bursts.size > capacity)
      for (const [oldest] of this.#bursts) return void this.#bursts.delete(oldest)
  }
}

const keyOf = ({ sdkAppID, deviceID, conversationID }: BurstMessage): string =>
  `${sdkAppID}\n${conversationID}\n${deviceID}`
