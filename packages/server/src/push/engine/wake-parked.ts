import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import { wakeRows } from '../outbox/park.ts'
import type { Settling } from './settling.ts'

/**
 * Makes due what waits in the outbox for a certificate that works again, or whose lane has room again. Twice,
 * when messages are on their way there: the first look comes too early for them.
 * @param limit at most so many messages in a look; null for all
 * @returns whether there may be more
 */
export const wakeParked = async (
  parts: { db: Db; clock: Clock; settling: Settling; poller: { wake(): void } },
  certificateID: number,
  limit: number | null = null,
): Promise<boolean> => {
  const { db, clock, settling, poller } = parts
  const look = async (): Promise<number> => {
    const woken = await wakeRows(db, certificateID, clock.now(), limit)
    if (woken > 0) poller.wake()
    return woken
  }
  const passed = settling.size > 0 ? settling.passed() : undefined
  let woken = await look()
  if (passed !== undefined && (limit === null || woken < limit)) {
    await passed
    woken += await look()
  }
  return limit !== null && woken >= limit
}
