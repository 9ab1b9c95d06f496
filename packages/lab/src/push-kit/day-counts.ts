import { DAY, HOUR } from '../clock.ts'

/** Counts that begin anew at 00:00 in China (UTC+8). */
export class DayCounts {
  #day = 0
  #counts = new Map<string, number>()

  /** Counts one more under `key`. @returns whether it is within `limit` */
  take(key: string, limit: number, nowMs: number): boolean {
    const day = Math.floor((nowMs + 8 * HOUR) / DAY)
    if (day !== this.#day) {
      this.#day = day
      this.#counts = new Map()
    }
    const count = this.#counts.get(key) ?? 0
    if (count >= limit) return false
    this.#counts.set(key, count + 1)
    return true
  }
}
