import type { Clock } from '../../clock.ts'
import type { Database } from '../../store/db.ts'
import { forgetOldStatistics, rollUp } from './roll-up.ts'

const intervalMs = 10_000
const forgetEveryTurns = 360

/** Counts the journal in the background, every ten seconds. */
export const createCounting = (parts: {
  db: Database
  clock: Clock
  fault: (error: unknown) => void
}): { start(): void; stop(): Promise<void> } => {
  const { db, clock, fault } = parts
  let isStopped = false
  let turns = 0
  let cancel: (() => void) | undefined
  let running: Promise<void> | undefined

  const turn = async (): Promise<void> => {
    await rollUp(db, clock.now())
    if (turns % forgetEveryTurns === 0) await forgetOldStatistics(db, clock.now())
    turns += 1
  }
  const run = (): void => {
    running = turn()
      .catch(fault)
      .finally(() => {
        if (!isStopped) cancel = clock.after(intervalMs, run)
      })
  }
  return {
    start: () => {
      cancel = clock.after(intervalMs, run)
    },
    async stop() {
      isStopped = true
      cancel?.()
      await running
    },
  }
}
