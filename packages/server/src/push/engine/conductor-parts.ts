import type { FinalStage } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import type { Acknowledgements } from '../acknowledgements.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { LaneAddress } from '../lanes/types.ts'
import type { Job, OpenMessage } from './open-message.ts'
import type { PlanOrder } from './planning.ts'

/** What a conductor is made from. */
export interface ConductorParts {
  db: Db
  clock: Clock
  events: Pick<ServerEvents, 'planned' | 'liveCopyAcknowledged' | 'deviceFinished' | 'fault'>
  journal: JournalWriter
  acknowledgements: Acknowledgements
  parkAfterMs: number
  random: () => number
  /** Puts a push into its lane; false when the lane is full. */
  send(address: LaneAddress, job: Job, isFirst: boolean): boolean
  plan(orders: readonly PlanOrder[]): void
  /** A device's part of a message is over. `isFolded`: for the sake of a newer one. */
  ended(job: Job, stage: FinalStage, isFolded: boolean): void
  /** A push that was on its way when its message was recalled has come to its end. */
  sentBeforeRecall(open: OpenMessage): void
  /** A push that was on its way when its recipient read the message has been taken by its vendor. */
  sentBeforeRead(job: Job): void
  /** All devices have ended. */
  finish(open: OpenMessage): void
  /** What has not ended waits until `dueAtMs` at the earliest, or for certificates. */
  park(open: OpenMessage, dueAtMs: number, certificateIDs: readonly number[]): void
}
