import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import { addQuotaCounts, forgetQuotaCounts, loadQuotaCounts, type QuotaKey } from './counts.ts'

/**
 * Counts what vendors with a daily share are asked to show. What is stored is shared by all nodes; what this
 * one has counted since is in memory and written together, a second later at most. A crash forgets that
 * second: then the vendor's own words tell that its share is used up.
 */
export interface QuotaLedger {
  /** Makes sure that the counts of keys are known, and not older than a few seconds. */
  load(keys: readonly QuotaKey[]): Promise<void>
  /** The count of a key that was loaded. */
  count(key: QuotaKey): number
  add(key: QuotaKey, count: number): void
  /** Writes what is not written yet, and counts no more. */
  close(): Promise<void>
}

interface Entry {
  key: QuotaKey
  /** As it was stored at `loadedAtMs`. */
  stored: number
  loadedAtMs: number
  /** Counted here and not stored yet. */
  unstored: number
}

const writeAfterMs = 1_000
const staleAfterMs = 5_000
/** Keys in memory; of those beyond, the ones that are stored are loaded again when they are needed. */
const capacity = 100_000
const daysKept = 3

const textOf = ({ certificateID, className, deviceID, day }: QuotaKey): string =>
  `${certificateID}\n${className}\n${deviceID}\n${day}`

export const createQuotaLedger = (parts: {
  db: Db
  clock: Clock
  fault: (error: unknown) => void
}): QuotaLedger => {
  const { db, clock, fault } = parts
  const entries = new Map<string, Entry>()
  let cancel: (() => void) | undefined
  let writing: Promise<void> | undefined
  let isClosed = false
  let forgottenBefore = 0

  const write = async (): Promise<void> => {
    const due = [...entries.values()].filter(({ unstored }) => unstored !== 0)
    if (due.length === 0) return
    const counts = due.map(({ unstored }) => unstored)
    await addQuotaCounts(
      db,
      due.map(({ key }) => key),
      counts,
    )
    for (const [index, entry] of due.entries()) {
      entry.unstored -= counts[index] ?? 0
      entry.stored += counts[index] ?? 0
    }
    const before = Math.max(...due.map(({ key }) => key.day)) - daysKept
    if (before <= forgottenBefore) return
    forgottenBefore = before
    await forgetQuotaCounts(db, before)
  }

  const startWriting = (): void => {
    cancel = undefined
    writing = write()
      // It is kept, and written with the next.
      .catch(fault)
      .finally(() => {
        writing = undefined
        if ([...entries.values()].some(({ unstored }) => unstored !== 0)) schedule()
      })
  }
  const schedule = (): void => {
    if (cancel === undefined && writing === undefined && !isClosed)
      cancel = clock.after(writeAfterMs, startWriting)
  }

  const makeRoom = (): void => {
    if (entries.size <= capacity) return
    for (const [text, { unstored }] of entries) {
      if (unstored === 0) entries.delete(text)
      if (entries.size <= capacity) return
    }
  }

  return {
    async load(keys) {
      const nowMs = clock.now()
      const wanted = new Map(
        keys
          .map((key) => [textOf(key), key] as const)
          .filter(([text]) => nowMs - (entries.get(text)?.loadedAtMs ?? -Infinity) > staleAfterMs),
      )
      if (wanted.size === 0) return
      // What is being written must not be counted twice.
      await writing
      const counts = await loadQuotaCounts(db, [...wanted.values()])
      for (const [index, [text, key]] of [...wanted].entries()) {
        const unstored = entries.get(text)?.unstored ?? 0
        entries.delete(text)
        entries.set(text, { key, stored: counts[index] ?? 0, loadedAtMs: nowMs, unstored })
      }
      makeRoom()
    },
    count(key) {
      const entry = entries.get(textOf(key))
      return entry === undefined ? 0 : entry.stored + entry.unstored
    },
    add(key, count) {
      const text = textOf(key)
      const entry = entries.get(text) ?? { key, stored: 0, loadedAtMs: -Infinity, unstored: 0 }
      entry.unstored += count
      entries.set(text, entry)
      schedule()
    },
    async close() {
      if (isClosed) return
      isClosed = true
      cancel?.()
      await writing
      await write().catch(fault)
    },
  }
}
