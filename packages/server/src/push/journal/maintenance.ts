import type { Clock } from '../../clock.ts'
import type { Database } from '../../store/db.ts'
import { maintainPartitions } from './partitions.ts'

const HOUR_MS = 3_600_000
const daysOfPartitionsAhead = 7

/** Makes the journal's partitions ahead of time and drops old ones, every hour. */
export const createMaintenance = (parts: {
  db: Database
  clock: Clock
  retentionDays: number
  fault: (error: unknown) => void
}): { start(): void; stop(): Promise<void> } => {
  const { db, clock, retentionDays, fault } = parts
  let isStopped = false
  let cancel: (() => void) | undefined
  let running: Promise<void> | undefined
  const run = (): void => {
    const plan = { nowMs: clock.now(), daysAhead: daysOfPartitionsAhead, retentionDays }
    running = maintainPartitions(db, plan)
      .catch(fault)
      .finally(() => {
        if (!isStopped) cancel = clock.after(HOUR_MS, run)
      })
  }
  return {
    start: run,
    async stop() {
      isStopped = true
      cancel?.()
      await running
    },
  }
}
