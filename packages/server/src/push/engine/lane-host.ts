import type { Outcome } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { LaneHost } from '../lanes/types.ts'
import { reviveTokens } from '../tokens.ts'
import type { Conductor } from './conductor.ts'
import { jobRow } from './journal-rows.ts'
import type { Job, OpenMessage } from './open-message.ts'
import type { RecentDepartures } from './recent-departures.ts'

/** Tells journal and events what the lanes do, and hands the rest to the conductor. */
export const createLaneHost = (parts: {
  conductor: Conductor
  journal: JournalWriter
  events: Pick<
    ServerEvents,
    'vendorRequest' | 'vendorAnswer' | 'laneStopped' | 'laneResumed' | 'deathsDoubted' | 'fault'
  >
  db: Db
  clock: Clock
  opens: { values(): Iterable<OpenMessage> }
  departures: RecentDepartures
  /** Makes due what waits in the outbox for a certificate. */
  wakeParked(certificateID: number, limit?: number): Promise<boolean>
  rowsPerClaim: number
}): LaneHost<Job> => {
  const { conductor, journal, events, db, clock } = parts
  const fault =
    (where: string) =>
    (error: unknown): void =>
      events.fault({ where, error })
  const revive = async (certificateID: number, sinceMs: number): Promise<void> => {
    await conductor.deaths.written()
    await reviveTokens(db, { certificateID, sinceMs, nowMs: clock.now() })
  }
  return {
    mayGo(job) {
      // As if it had waited too long: the lane gives it back, to be decided anew.
      if (parts.departures.isNewsFor(job)) job.plannedAtMs = Number.NEGATIVE_INFINITY
      return conductor.mayGo(job)
    },
    sending({ vendor, certificateID }, jobs, atMs) {
      for (const job of jobs) job.isInFlight = true
      events.vendorRequest({
        vendor,
        certificateID,
        msgIDs: msgIDsOf(jobs),
        tokens: jobs.length,
        sinceStoredMs: jobs.flatMap(({ attempts, open }) =>
          attempts === 1 ? [atMs - open.message.record.timestampMs] : [],
        ),
      })
      journal.append(jobs.map((job) => jobRow(job, atMs, { stage: 'sent', reason: 'sent' })))
    },
    answered({ vendor, certificateID }, jobs, outcomes, durationMs) {
      for (const [group, members] of groupedByOutcome(jobs, outcomes)) {
        const [outcome = '', code = ''] = group.split('\n')
        const msgIDs = msgIDsOf(members)
        const tokens = members.length
        events.vendorAnswer({ vendor, certificateID, msgIDs, tokens, outcome, code, durationMs })
      }
    },
    settled: (address, job, step) => conductor.settled(address, job, step),
    stopped({ vendor, certificateID }, { code, text }) {
      events.laneStopped({ vendor, certificateID, code, ...(text === undefined ? {} : { text }) })
    },
    doubted({ vendor, certificateID }, { sinceMs, dead, heard }) {
      events.deathsDoubted({ vendor, certificateID, dead, heard, by: 'answers' })
      revive(certificateID, sinceMs).catch(fault('push tokens'))
    },
    resumed({ vendor, certificateID }, wasStopped) {
      if (wasStopped) events.laneResumed({ vendor, certificateID })
      conductor.waits.certificateWorks(parts.opens.values(), certificateID)
      parts.wakeParked(certificateID).catch(fault('outbox'))
    },
    roomAgain(address, { pushes, isOpen }) {
      const { certificateID } = address
      const left = conductor.roomAgain(address, pushes)
      if (left <= 0 || conductor.waits.isForRoom(certificateID)) return true
      // What is fetched while a lane is shut would only be turned away.
      return isOpen && parts.wakeParked(certificateID, Math.min(left, parts.rowsPerClaim))
    },
    room: () => (journal.isFull() ? journal.room() : undefined),
    fault: fault('lane'),
  }
}

const msgIDsOf = (jobs: readonly Job[]): string[] => [...new Set(jobs.map((job) => job.msgID))]

const groupedByOutcome = (
  jobs: readonly Job[],
  outcomes: readonly Outcome[],
): ReadonlyMap<string, readonly Job[]> => {
  const groups = new Map<string, Job[]>()
  for (const [index, job] of jobs.entries()) {
    const outcome = outcomes[index]
    if (outcome === undefined) continue
    const key = `${outcome.kind}\n${outcome.words?.code ?? ''}`
    const group = groups.get(key)
    if (group) group.push(job)
    else groups.set(key, [job])
  }
  return groups
}
