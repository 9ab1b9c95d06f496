import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import { wakeRows } from '../outbox/park.ts'
import type { Settling } from './settling.ts'

/**
 * Makes due what waits in the outbox for a certificate that works again. Twice, when messages are on their
 * way there: the first look comes too early for them.
 */
export const wakeParked = async (
  parts: { db: Db; clock: Clock; settling: Settling; poller: { wake(): void } },
  certificateID: number,
): Promise<void> => {
  const { db, clock, settling, poller } = parts
  const passed = settling.size > 0 ? settling.passed() : undefined
  await wakeRows(db, certificateID, clock.now())
  poller.wake()
  if (passed === undefined) return
  await passed
  await wakeRows(db, certificateID, clock.now())
  poller.wake()
}
