import { createWorker } from '../engine/worker.ts'
import type { ServerEvents } from '../../events.ts'
import type { Database, Db } from '../../store/db.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Exclusive } from './exclusive.ts'
import { lockHeard } from './lock.ts'

/** Takes what is heard of pushes into the journal. */
export interface Noting<Heard> {
  /**
   * Notes what is new of it.
   * @returns whether all that is to be noted is stored; false when there is no room or the database does
   *   not answer, and it should be told again
   */
  take(heard: readonly Heard[]): Promise<boolean>
  /** Takes no more; resolves when what was taken is done. */
  close(): Promise<void>
}

interface Waiting<Heard> {
  heard: readonly Heard[]
  done(isStored: boolean): void
}

/** What waits to be noted; beyond, who tells is asked to tell again. */
const maxWaiting = 20_000
/** A batch that has as many takes no more: about what is looked up with one query. */
const heardPerTurn = 1_000

/**
 * One batch at a time, each stored before the next is looked up: that is how what is told twice is noted
 * once, by other nodes too.
 */
export const createNoting = <Heard>(parts: {
  db: Database
  journal: Pick<JournalWriter, 'flush'>
  events: Pick<ServerEvents, 'journalWritten'>
  exclusive: Exclusive
  /** The messages of what was heard. */
  msgIDsOf: (heard: readonly Heard[]) => readonly string[]
  /** The rows of what the journal does not know yet. */
  rowsOf: (db: Db, heard: readonly Heard[]) => Promise<readonly JournalRow[]>
  failed: (error: unknown) => void
}): Noting<Heard> => {
  const { db, journal, events, exclusive, msgIDsOf, rowsOf, failed } = parts
  const waiting: Waiting<Heard>[] = []
  let size = 0
  let isClosed = false

  const turn = async (): Promise<void> => {
    const batch: Waiting<Heard>[] = []
    let count = 0
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      batch.push(next)
      count += next.heard.length
      if (count >= heardPerTurn) break
    }
    let isStored = false
    try {
      await exclusive(async () => await note(batch.flatMap(({ heard }) => heard)))
      isStored = true
    } catch (error) {
      failed(error)
    }
    size -= count
    for (const { done } of batch) done(isStored)
  }

  const note = async (heard: readonly Heard[]): Promise<void> => {
    // A phone may be quicker than the vendor's answer: that the push was sent must be known here.
    await journal.flush()
    const stored = await db.transaction(async (transaction) => {
      await lockHeard(transaction, msgIDsOf(heard))
      const rows = await rowsOf(transaction, heard)
      if (rows.length > 0) await insertJournalRows(transaction, rows)
      return rows.length
    })
    if (stored > 0) events.journalWritten({ rows: stored })
  }

  const worker = createWorker(() => waiting.length > 0, turn)

  return {
    async take(heard) {
      if (heard.length === 0) return true
      if (isClosed || size + heard.length > maxWaiting) return false
      size += heard.length
      return await new Promise<boolean>((done) => {
        waiting.push({ heard, done })
        worker.start()
      })
    },
    async close() {
      isClosed = true
      await worker.idle()
    },
  }
}
