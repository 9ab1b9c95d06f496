import type { Clock } from '../../clock.ts'

/** Room in a lane that was full. */
export interface Room {
  /** So many pushes may be added. */
  pushes: number
  /** What is added is sent, not turned away: what waits far away is worth fetching. */
  isOpen: boolean
}

/** What is watched for room. */
export interface LaneRoomParts {
  clock: Clock
  capacity: number
  length(): number
  /** What is added now is turned away at once, with the reason. */
  isShut(): boolean
  /** Answers whether others still wait for room. */
  tell(room: Room): boolean | Promise<boolean>
  fault(error: unknown): void
}

/** What was fetched from far away is given this long to arrive before more is asked for. */
const fetchMs = 50

/**
 * Tells those whom a full lane turned away that there is room again: when it has drained to half, so that
 * those who come are many at a time and the lane does not run empty meanwhile.
 */
export class LaneRoom {
  readonly #parts: LaneRoomParts
  #isAwaited = false
  #isFetching = false
  #isLooking = false
  #cancel: (() => void) | undefined

  constructor(parts: LaneRoomParts) {
    this.#parts = parts
  }

  /** Whether one more has room. Who has not is told when there is some. */
  take(): boolean {
    const hasRoom = this.#parts.length() < this.#parts.capacity
    if (!hasRoom) this.#isAwaited = true
    return hasRoom
  }

  /** To be called when the lane may have drained. Whoever is told is told after the caller is done. */
  drained(): void {
    if (!this.#isAwaited || this.#isLooking || !this.#isLow()) return
    this.#isLooking = true
    queueMicrotask(() => {
      this.#isLooking = false
      if (this.#isAwaited && this.#isLow()) this.#tell()
    })
  }

  close(): void {
    this.#isAwaited = false
    this.#cancel?.()
  }

  #isLow(): boolean {
    const { isShut, length, capacity } = this.#parts
    return isShut() || length() <= capacity / 2
  }

  #tell(): void {
    const { isShut, length, capacity, tell, fault } = this.#parts
    const isOpen = !isShut()
    if (this.#isFetching && isOpen) return
    this.#isAwaited = false
    const more = tell({ pushes: isOpen ? capacity - length() : Number.POSITIVE_INFINITY, isOpen })
    if (typeof more === 'boolean') this.#isAwaited ||= more
    else void this.#fetch(more).catch(fault)
  }

  async #fetch(more: Promise<boolean>): Promise<void> {
    this.#isFetching = true
    let isAwaited = false
    try {
      isAwaited = await more
    } finally {
      this.#cancel = this.#parts.clock.after(fetchMs, () => {
        this.#isFetching = false
        this.#isAwaited ||= isAwaited
        this.drained()
      })
    }
  }
}
