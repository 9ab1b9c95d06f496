import type { Clock } from '../../clock.ts'
import { RoomWaiters } from '../lanes/room-waiters.ts'
import { become, type Job, type OpenMessage } from './open-message.ts'

/** What a job waits for. */
export interface Wait {
  /** It is decided about anew then, if nothing ends the wait before. */
  untilMs: number
  /** A certificate whose lane ends the wait when it works again. */
  certificateID?: number | undefined
  /** The lane ends the wait as soon as it has room, too. */
  isForRoom?: boolean
}

/** Longer timers fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** The jobs that wait in memory, and what ends their waits. */
export class Waits {
  readonly #clock: Clock
  readonly #planAgain: (job: Job) => void
  readonly #forRoom = new RoomWaiters<Job>()

  constructor(parts: { clock: Clock; planAgain: (job: Job) => void }) {
    this.#clock = parts.clock
    this.#planAgain = parts.planAgain
  }

  /** Lets a job wait. */
  begin(job: Job, { untilMs, certificateID, isForRoom }: Wait): void {
    become(job, 'waiting')
    job.dueAtMs = untilMs
    if (certificateID === undefined) delete job.waitsForCertificateID
    else job.waitsForCertificateID = certificateID
    const delayMs = Math.min(Math.max(0, untilMs - this.#clock.now()), longestTimerMs)
    const endTimer = this.#clock.after(delayMs, () => this.#planAgain(job))
    const leave =
      certificateID === undefined || isForRoom !== true ? undefined : this.#forRoom.add(certificateID, job)
    job.endWait = () => {
      endTimer()
      leave?.()
    }
  }

  /** Ends the waits of the first that wait for room in a certificate's lane, and gives them out. */
  endForRoom(certificateID: number, count: number): readonly Job[] {
    const jobs = this.#forRoom.first(certificateID, count)
    for (const job of jobs) {
      job.endWait?.()
      delete job.endWait
    }
    return jobs
  }

  /** Whether any waits for room in a certificate's lane. */
  isForRoom(certificateID: number): boolean {
    return this.#forRoom.has(certificateID)
  }

  /** Ends the waits for a certificate that works again. */
  certificateWorks(opens: Iterable<OpenMessage>, certificateID: number): void {
    for (const open of opens)
      for (const job of open.jobs.values())
        if (job.state === 'waiting' && job.waitsForCertificateID === certificateID) this.#planAgain(job)
  }
}
