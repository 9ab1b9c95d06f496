import { markTokenDead } from '../tokens.ts'
import type { ConductorParts } from './conductor-parts.ts'
import type { Job } from './open-message.ts'

/** Notes a vendor's word that a job's token is dead. Answers whether its device has another one that lives. */
export const noteDeath = async (
  { db, clock, events }: Pick<ConductorParts, 'db' | 'clock' | 'events'>,
  { open, userID, deviceID, token }: Job,
  sinceMs: number,
  code: string,
): Promise<boolean> => {
  const death = { sdkAppID: open.sdkAppID, userID, deviceID, token, sinceMs, code, nowMs: clock.now() }
  try {
    return (await markTokenDead(db, death)).hasLiveToken
  } catch (error) {
    events.fault({ where: 'push tokens', error })
    return false
  }
}
