import type { VendorId } from '@carillon/protocol'

import type { Timer } from '../timer.ts'

/** The tokens the phone's push services gave or refused, and those who wait for one. */
export class DeviceTokens {
  readonly #timer: Timer
  readonly #tokens = new Map<VendorId, string>()
  readonly #refusals = new Map<VendorId, string>()
  readonly #waiting = new Set<(vendor: VendorId) => void>()

  constructor(timer: Timer) {
    this.#timer = timer
  }

  /** '' while there is none. */
  get(vendor: VendorId): string {
    return this.#tokens.get(vendor) ?? ''
  }

  /** The vendor's words when it refused last; undefined when it did not, or gave a token since. */
  refusal(vendor: VendorId): string | undefined {
    return this.#refusals.get(vendor)
  }

  /** A vendor gave a token; '' is none. */
  set(vendor: VendorId, token: string): void {
    if (token === '') return
    this.#tokens.set(vendor, token)
    this.#refusals.delete(vendor)
    for (const arrived of this.#waiting) arrived(vendor)
  }

  /** A vendor refused: those who wait are told at once. */
  refuse(vendor: VendorId, words: string): void {
    this.#refusals.set(vendor, words)
    for (const arrived of this.#waiting) arrived(vendor)
  }

  /** The registration was taken back, or is made anew. */
  forget(vendor: VendorId): void {
    this.#tokens.delete(vendor)
    this.#refusals.delete(vendor)
  }

  /** The vendor's token, waited for at most `waitMs`; '' when none came. */
  wait(vendor: VendorId, waitMs: number): Promise<string> {
    const token = this.get(vendor)
    if (token !== '' || this.#refusals.has(vendor)) return Promise.resolve(token)
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#waiting.delete(arrived)
        cancel()
        resolve(this.get(vendor))
      }
      const arrived = (from: VendorId): void => {
        if (from === vendor) finish()
      }
      const cancel = this.#timer.after(waitMs, finish)
      this.#waiting.add(arrived)
    })
  }
}
