import { maxStreamID } from './frames.ts'

const lastID = maxStreamID - 2000
const replacedFromID = lastID - 1_000_000

/** A client's stream numbers: odd, each used once, and on a very old connection used up. */
export class StreamNumbers {
  #next = 1

  /** @param first where to begin; for tests */
  constructor(first = 1) {
    this.#next = first
  }

  get isUsedUp(): boolean {
    return this.#next > lastID
  }

  /** Whether a connection that takes over is to be opened now. */
  get isNearlyUsedUp(): boolean {
    return this.#next >= replacedFromID
  }

  take(): number {
    const id = this.#next
    this.#next += 2
    return id
  }

  /** Whether this number was ever taken. */
  isTaken(id: number): boolean {
    return id < this.#next && id % 2 === 1
  }
}
