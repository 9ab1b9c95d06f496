import type { VendorId } from '@carillon/protocol'

import type { ServerEvents } from '../events.ts'
import type { VendorCounts } from './signals.ts'

const MINUTE_MS = 60_000
const keptMinutes = 30

const none = (): VendorCounts => ({ answered: 0, accepted: 0, dead: 0, delivered: 0 })

/** Counts by vendor and minute what the last half hour brought. */
export class RecentCounts {
  readonly #now: () => number
  /** By minute since the epoch. */
  readonly #minutes = new Map<number, Map<VendorId, VendorCounts>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Events that count on their way to `events`. */
  watching(events: ServerEvents): ServerEvents {
    return {
      ...events,
      vendorAnswer: (event) => {
        const counts = this.#countsOf(event.vendor)
        counts.answered += event.tokens
        if (event.outcome === 'accepted') counts.accepted += event.tokens
        if (event.outcome === 'token-dead') counts.dead += event.tokens
        events.vendorAnswer(event)
      },
      receiptTaken: (event) => {
        if (event.kind === 'delivered' && event.result === 'noted')
          this.#countsOf(event.vendor).delivered += 1
        events.receiptTaken(event)
      },
    }
  }

  /** Vendors that were heard of in the last half hour. */
  vendors(): VendorId[] {
    this.#forget()
    return [...new Set([...this.#minutes.values()].flatMap((ofMinute) => [...ofMinute.keys()]))]
  }

  /** What the last minutes brought, the present one included. */
  of(vendor: VendorId, minutes: number): VendorCounts {
    const sum = none()
    const present = Math.floor(this.#now() / MINUTE_MS)
    for (const [minute, ofMinute] of this.#minutes) {
      const counts = ofMinute.get(vendor)
      if (counts === undefined || minute <= present - minutes) continue
      for (const name of ['answered', 'accepted', 'dead', 'delivered'] as const) sum[name] += counts[name]
    }
    return sum
  }

  #countsOf(vendor: VendorId): VendorCounts {
    const minute = Math.floor(this.#now() / MINUTE_MS)
    let ofMinute = this.#minutes.get(minute)
    if (ofMinute === undefined) {
      this.#forget()
      ofMinute = new Map()
      this.#minutes.set(minute, ofMinute)
    }
    const counts = ofMinute.get(vendor) ?? none()
    ofMinute.set(vendor, counts)
    return counts
  }

  #forget(): void {
    const oldest = Math.floor(this.#now() / MINUTE_MS) - keptMinutes
    for (const minute of this.#minutes.keys()) if (minute <= oldest) this.#minutes.delete(minute)
  }
}
