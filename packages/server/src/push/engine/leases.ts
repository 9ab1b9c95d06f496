import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import { releaseLeases, renewLeases } from '../outbox/lease.ts'
import type { OpenMessage } from './open-message.ts'
import { createWorker } from './worker.ts'

/** Keeps the leases of what is worked on, and gives back those of what cannot be. */
export interface Leases {
  /** Gives a row back that nothing was done about. */
  release(msgID: string): void
  close(): Promise<void>
}

/** What leases are kept with. */
export interface LeasesParts {
  db: Db
  clock: Clock
  leaseOwner: string
  leaseMs: number
  opens(): Iterable<OpenMessage>
  /** Another node has the message now. */
  lost(open: OpenMessage): void
  released(): void
  fault: (error: unknown) => void
}

/** Renews a third of a lease's time after the last time; most messages are done before their first. */
export const createLeases = (parts: LeasesParts): Leases => {
  const { db, clock, leaseOwner, leaseMs } = parts
  let isClosed = false
  const toRelease: string[] = []
  let renewing: Promise<void> | undefined

  const renew = async (): Promise<void> => {
    const nowMs = clock.now()
    const due = [...parts.opens()].filter(
      (open) => open.reachedDeviceIDs === undefined && open.leaseUntilMs - nowMs < (leaseMs * 2) / 3,
    )
    if (due.length === 0) return
    const leaseUntilMs = nowMs + leaseMs
    const msgIDs = due.map((open) => open.msgID)
    const held = await renewLeases(db, { msgIDs, leaseOwner, leaseUntilMs })
    for (const open of due) {
      if (held.has(open.msgID)) open.leaseUntilMs = leaseUntilMs
      else if (!open.isClosed) parts.lost(open)
    }
  }

  const schedule = (): (() => void) =>
    clock.after(leaseMs / 3, () => {
      renewing = renew()
        .catch(parts.fault)
        .finally(() => {
          renewing = undefined
          if (!isClosed) cancel = schedule()
        })
    })
  let cancel = schedule()

  const releasing = createWorker(
    () => toRelease.length > 0,
    async () => {
      const msgIDs = toRelease.splice(0, 1_000)
      // What cannot be given back is taken when its lease has run out.
      await releaseLeases(db, { msgIDs, leaseOwner }).catch(parts.fault)
      parts.released()
    },
  )

  return {
    release(msgID) {
      toRelease.push(msgID)
      releasing.start()
    },
    async close() {
      isClosed = true
      cancel()
      await Promise.all([renewing, releasing.idle()])
    },
  }
}
