import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import { insertJournalRows } from './insert.ts'
import type { JournalRow } from './row.ts'

/** Sizes and times of a journal writer. */
export interface JournalWriterOptions {
  /** Rows are gathered for this long after the first. */
  gatherMs: number
  rowsPerInsert: number
  /** Above this the writer is full: who makes rows waits, and no new messages are opened. */
  fullAtRows: number
}

const defaultJournalWriterOptions: JournalWriterOptions = {
  gatherMs: 2,
  rowsPerInsert: 2_000,
  fullAtRows: 20_000,
}

/** Stores journal rows in order, many in one statement. */
export interface JournalWriter {
  /** Takes rows; `whenStored` is called once they and all taken before them are stored. Never refuses: see `isFull`. */
  append(rows: readonly JournalRow[], whenStored?: () => void): void
  /** Whether there are so many rows to store that no more should be made for now. */
  isFull(): boolean
  /** Resolves when the writer is not full (any more). */
  room(): Promise<void>
  /** What waits to be stored: how many rows, and since when the oldest. */
  waiting(): { rows: number; oldestMs: number }
  /** Resolves when all that was taken is stored. */
  flush(): Promise<void>
  /** Lets go of what is not stored: for a server whose time to stop is up. */
  abandon(): void
}

interface Entry {
  rows: readonly JournalRow[]
  whenStored: (() => void) | undefined
  atMs: number
}

// Class 22 (data exception) and a missing value: such rows will never be taken, however often they are
// tried. Any other refusal is of the moment: of the connection, or of a partition that comes or goes.
const isDataError = (error: unknown): boolean =>
  /^22|^23502$/.test(String((error as { code?: unknown }).code))

export const createJournalWriter = (parts: {
  db: Db
  clock: Clock
  events: Pick<ServerEvents, 'journalWritten' | 'fault'>
  options?: Partial<JournalWriterOptions>
}): JournalWriter => new Writer(parts)

class Writer implements JournalWriter {
  readonly #db: Db
  readonly #clock: Clock
  readonly #events: Pick<ServerEvents, 'journalWritten' | 'fault'>
  readonly #options: JournalWriterOptions
  #entries: Entry[] = []
  #rows = 0
  #isScheduled = false
  /** Since when the oldest of the rows being stored waits. */
  #storingSinceMs: number | undefined
  #isAbandoned = false
  #waitingForRoom: (() => void)[] = []

  constructor(parts: Parameters<typeof createJournalWriter>[0]) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#events = parts.events
    this.#options = { ...defaultJournalWriterOptions, ...parts.options }
  }

  append(rows: readonly JournalRow[], whenStored?: () => void): void {
    if (this.#isAbandoned) return
    this.#entries.push({ rows, whenStored, atMs: this.#clock.now() })
    this.#rows += rows.length
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#clock.after(this.#options.gatherMs, () => void this.#run())
  }

  isFull(): boolean {
    return this.#rows >= this.#options.fullAtRows
  }

  async room(): Promise<void> {
    while (this.isFull() && !this.#isAbandoned)
      await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve))
  }

  waiting(): { rows: number; oldestMs: number } {
    const sinceMs = this.#storingSinceMs ?? this.#entries[0]?.atMs
    return { rows: this.#rows, oldestMs: sinceMs === undefined ? 0 : this.#clock.now() - sinceMs }
  }

  async flush(): Promise<void> {
    if (this.#entries.length === 0 && !this.#isScheduled) return
    await new Promise<void>((resolve) => this.append([], resolve))
  }

  abandon(): void {
    this.#isAbandoned = true
    const waiting = this.#entries.flatMap(({ rows, whenStored }) =>
      rows.length === 0 && whenStored ? [whenStored] : [],
    )
    this.#entries = []
    this.#rows = 0
    this.#wakeWaiting()
    for (const flushed of waiting) flushed()
  }

  async #run(): Promise<void> {
    while (this.#entries.length > 0) {
      const batch = this.#takeBatch()
      const rows = batch.flatMap((entry) => entry.rows)
      this.#storingSinceMs = batch[0]?.atMs
      await this.#store(rows)
      this.#storingSinceMs = undefined
      this.#rows = Math.max(0, this.#rows - rows.length)
      if (rows.length > 0 && !this.#isAbandoned) this.#events.journalWritten({ rows: rows.length })
      for (const { whenStored } of batch) this.#call(whenStored)
      this.#wakeWaiting()
    }
    this.#isScheduled = false
  }

  #takeBatch(): Entry[] {
    let rows = 0
    let count = 0
    for (const entry of this.#entries) {
      if (count > 0 && rows + entry.rows.length > this.#options.rowsPerInsert) break
      rows += entry.rows.length
      count += 1
    }
    return this.#entries.splice(0, count)
  }

  /** Stores the rows; rows the database will never take are left out and reported, so that they hold up nobody else's. */
  async #store(rows: readonly JournalRow[]): Promise<void> {
    for (let failures = 0; rows.length > 0 && !this.#isAbandoned; failures += 1) {
      try {
        await insertJournalRows(this.#db, rows)
        return
      } catch (error) {
        this.#events.fault({ where: 'journal', error })
        if (isDataError(error)) {
          if (rows.length === 1) return
          const half = Math.ceil(rows.length / 2)
          await this.#store(rows.slice(0, half))
          await this.#store(rows.slice(half))
          return
        }
        await new Promise<void>((resolve) => this.#clock.after(Math.min(5_000, 100 * 2 ** failures), resolve))
      }
    }
  }

  #call(callback: (() => void) | undefined): void {
    try {
      callback?.()
    } catch (error) {
      this.#events.fault({ where: 'journal', error })
    }
  }

  #wakeWaiting(): void {
    if (this.isFull()) return
    for (const resolve of this.#waitingForRoom.splice(0)) resolve()
  }
}
