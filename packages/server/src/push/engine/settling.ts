import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { finishRows } from '../outbox/finish.ts'
import { parkRows, type Parking } from '../outbox/park.ts'
import { createWorker } from './worker.ts'

/** Takes messages out of memory: their journal first, then their outbox row. */
export interface Settling {
  finish(message: { sdkAppID: number; msgID: string }): void
  park(parking: Parking): void
  /** Whether a message is between memory and outbox. */
  has(msgID: string): boolean
  readonly size: number
  /** Resolves when what is between memory and outbox now has got there. */
  passed(): Promise<void>
  idle(): Promise<void>
}

type Work =
  | { kind: 'finish'; sdkAppID: number; msgID: string }
  | { kind: 'park'; parking: Parking }
  | { kind: 'mark'; reached: () => void }

const msgIDOf = (work: Exclude<Work, { kind: 'mark' }>): string =>
  work.kind === 'finish' ? work.msgID : work.parking.msgID

const maxTries = 3

/** Outbox rows are deleted or parked only after all that led there is stored. Many rows a statement. */
export const createSettling = (parts: {
  db: Db
  leaseOwner: string
  clock: Clock
  journal: Pick<JournalWriter, 'append'>
  events: Pick<ServerEvents, 'outboxFinished' | 'fault'>
  /** Some have got there: there is room again. */
  onSettled(): void
}): Settling => {
  const { db, leaseOwner, journal, events, clock } = parts
  const settling = new Set<string>()
  const ready: Work[] = []

  const settle = async (batch: readonly Work[]): Promise<void> => {
    const finished = batch.flatMap((work) => (work.kind === 'finish' ? [work] : []))
    const parked = batch.flatMap((work) => (work.kind === 'park' ? [work.parking] : []))
    if (finished.length > 0)
      await finishRows(
        db,
        leaseOwner,
        finished.map((work) => work.msgID),
      )
    for (const { sdkAppID, msgID } of finished) events.outboxFinished({ sdkAppID, msgID })
    if (parked.length > 0) await parkRows(db, leaseOwner, parked)
  }

  const turn = async (): Promise<void> => {
    const batch = ready.splice(0, 1_000)
    for (let tries = 1; ; tries += 1) {
      try {
        await settle(batch)
        break
      } catch (error) {
        events.fault({ where: 'outbox', error })
        // The leases run out, and what is done is found done in the journal.
        if (tries >= maxTries) break
        await new Promise<void>((resolve) => clock.after(100 * 2 ** tries, resolve))
      }
    }
    for (const work of batch)
      if (work.kind === 'mark') work.reached()
      else settling.delete(msgIDOf(work))
    parts.onSettled()
  }
  const worker = createWorker(() => ready.length > 0, turn)

  const put = (work: Work): void =>
    journal.append([], () => {
      ready.push(work)
      worker.start()
    })
  const add = (work: Exclude<Work, { kind: 'mark' }>): void => {
    settling.add(msgIDOf(work))
    put(work)
  }

  return {
    finish: ({ sdkAppID, msgID }) => add({ kind: 'finish', sdkAppID, msgID }),
    park: (parking) => add({ kind: 'park', parking }),
    has: (msgID) => settling.has(msgID),
    get size() {
      return settling.size
    },
    passed: async () => await new Promise<void>((resolve) => put({ kind: 'mark', reached: resolve })),
    idle: worker.idle,
  }
}
