import { markTokenDead } from '../tokens.ts'
import type { ConductorParts } from './conductor-parts.ts'
import type { Job } from './open-message.ts'

type DeathParts = Pick<ConductorParts, 'db' | 'clock' | 'events'>

/** Writes down what vendors say of dead tokens. */
export class DeathNotes {
  readonly #parts: DeathParts
  readonly #writing = new Set<Promise<boolean>>()

  constructor(parts: DeathParts) {
    this.#parts = parts
  }

  /** Notes a vendor's word that a job's token is dead. Answers whether its device has another one that lives. */
  async note(job: Job, sinceMs: number, code: string): Promise<boolean> {
    const writing = this.#write(job, sinceMs, code)
    this.#writing.add(writing)
    const hasLiveToken = await writing
    this.#writing.delete(writing)
    return hasLiveToken
  }

  /** Resolves when all that was noted so far is written down. */
  async written(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #write({ open, userID, deviceID, token }: Job, sinceMs: number, code: string): Promise<boolean> {
    const { db, clock, events } = this.#parts
    const death = { sdkAppID: open.sdkAppID, userID, deviceID, token, sinceMs, code, nowMs: clock.now() }
    try {
      return (await markTokenDead(db, death)).hasLiveToken
    } catch (error) {
      events.fault({ where: 'push tokens', error })
      return false
    }
  }
}
