import type { DeviceProgress } from '../journal/progress.ts'
import type { Decision } from '../planner/types.ts'
import type { Job } from './open-message.ts'

/**
 * Until when the vendor asked a push itself to wait. A lane that is shut, or was full, is not meant: it
 * says so anew if it still is.
 */
export const ownWaitMs = (progress: DeviceProgress | undefined): number | undefined =>
  progress !== undefined && ['vendor-busy', 'outcome-unknown', 'quota-exhausted'].includes(progress.reason)
    ? progress.waitsUntilMs
    : undefined

/** An online-only message is for those its live copies went to, in front or not, and for nobody else. */
export const onlineOnlyDecision = (job: Job, decision: Decision): Decision => {
  const reached = job.open.reachedDeviceIDs
  if (reached === undefined) return decision
  const { deviceID } = decision
  if (reached.has(deviceID) && job.unreached === undefined)
    return { kind: 'live', deviceID, reason: 'device-foreground' }
  return decision.kind === 'live' ? { kind: 'suppress', deviceID, reason: 'online-only' } : decision
}
