import type { Outcome } from '@carillon/protocol'

import type { ServerEvents } from '../../events.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { LaneHost } from '../lanes/types.ts'
import type { Conductor } from './conductor.ts'
import { jobRow } from './journal-rows.ts'
import type { Job } from './open-message.ts'

/** Tells journal and events what the lanes do, and hands the rest to the conductor. */
export const createLaneHost = (parts: {
  conductor: Conductor
  journal: JournalWriter
  events: Pick<ServerEvents, 'vendorRequest' | 'vendorAnswer' | 'laneStopped' | 'laneResumed' | 'fault'>
  /** See `LaneHost`. */
  roomAgain: LaneHost<Job>['roomAgain']
  /** A lane works again. */
  certificateWorks(certificateID: number): void
  /** Tokens of a certificate that died since `sinceMs` did not. */
  reviveTokens(certificateID: number, sinceMs: number): Promise<void>
}): LaneHost<Job> => {
  const { conductor, journal, events } = parts
  return {
    mayGo: (job) => conductor.mayGo(job),
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
    doubted({ certificateID }, sinceMs) {
      const fault = (error: unknown): void => events.fault({ where: 'push tokens', error })
      parts.reviveTokens(certificateID, sinceMs).catch(fault)
    },
    resumed({ vendor, certificateID }, wasStopped) {
      if (wasStopped) events.laneResumed({ vendor, certificateID })
      parts.certificateWorks(certificateID)
    },
    roomAgain: (address, room) => parts.roomAgain(address, room),
    room: () => (journal.isFull() ? journal.room() : undefined),
    fault: (error) => events.fault({ where: 'lane', error }),
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
