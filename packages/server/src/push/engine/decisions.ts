import type { DeviceProgress } from '../journal/progress.ts'
import type { LaneStep } from '../lanes/types.ts'
import type { Decision, LiveDecision } from '../planner/types.ts'
import { isCall } from '../planner/urgency.ts'
import type { Job } from './open-message.ts'

/**
 * Until when the vendor asked a push itself to wait. A lane that is shut, or was full, is not meant: it
 * says so anew if it still is.
 */
export const ownWaitMs = (progress: DeviceProgress | undefined): number | undefined =>
  progress !== undefined && ['vendor-busy', 'outcome-unknown', 'quota-exhausted'].includes(progress.reason)
    ? progress.waitsUntilMs
    : undefined

/** That the connection alone carries a message, or has carried it. */
export const liveDecision = ({ deviceID }: Pick<Job, 'deviceID'>): LiveDecision => ({
  kind: 'live',
  deviceID,
  reason: 'device-foreground',
})

/** An online-only message is for those its live copies went to, in front or not, and for nobody else. */
export const onlineOnlyDecision = (job: Job, decision: Decision): Decision => {
  const reached = job.open.reachedDeviceIDs
  if (reached === undefined) return decision
  const { deviceID } = decision
  if (reached.has(deviceID) && job.unreached === undefined) return liveDecision(job)
  return decision.kind === 'live' ? { kind: 'suppress', deviceID, reason: 'online-only' } : decision
}

/**
 * Whether a push that its vendor does not take goes to the device's other vendor: not one that may have been
 * shown already, and not for a fault that passes.
 */
export const failsOver = (job: Pick<Job, 'hasFallback' | 'unknowns'>, step: LaneStep): boolean => {
  if (!job.hasFallback || job.unknowns > 0) return false
  if (step.kind === 'wait') return step.reason === 'lane-stopped'
  return step.kind === 'final' && (step.stage === 'refused' || step.reason === 'certificate-missing')
}

/**
 * A push whose deadline passes unsent waits for it, and is then planned with what else is late for its device.
 * Not one that may have been shown, and not a call; each is late only once. Other steps stay as they are.
 */
export const lateStep = (job: Job, step: LaneStep): LaneStep => {
  const { record } = job.open.message
  if (step.kind !== 'final' || step.reason !== 'deadline-passed') return step
  if (job.isLate === true || job.unknowns > 0 || record.seq === 0 || isCall(record)) return step
  job.isLate = true
  const { words } = step
  const untilMs = job.notification.deadlineMs
  return { kind: 'wait', reason: 'late', untilMs, gated: false, ...(words === undefined ? {} : { words }) }
}

/** Whether the message is with the app already, and a push would announce what was seen. */
export const isReached = ({ isAcknowledged, toldReason }: Job): boolean =>
  isAcknowledged && toldReason !== 'device-background'
