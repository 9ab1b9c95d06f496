import { isInFront } from './presence.ts'
import { quotaHoldOf } from './quota.ts'
import type { DeviceFacts, HoldDecision } from './types.ts'
import { isUrgent } from './urgency.ts'

/** Why a push to the device waits now, and until when; undefined when it does not. */
export const holdOf = ({
  input,
  device,
}: DeviceFacts): Omit<HoldDecision, 'kind' | 'deviceID'> | undefined => {
  const backlog = input.backlogs?.get(device.deviceID)
  if (backlog?.kind === 'gathering') return { reason: 'late', untilMs: backlog.untilMs }
  // Of what no share is left, nothing can be sent, however urgent it is.
  const quota = quotaHoldOf({ input, device })
  if (isUrgent(input)) return quota
  const { message, nowMs, settings } = input
  const untilMs = message.timestampMs + settings.push.holdWhileActiveMs
  const isActiveElsewhere = input.devices.some((other) => other !== device && isInFront(input, other))
  if (nowMs < untilMs && isActiveElsewhere) return { reason: 'held-while-active', untilMs }
  const burst = input.bursts?.get(device.deviceID)
  return burst?.kind === 'held' && nowMs < burst.untilMs
    ? { reason: 'gathering', untilMs: burst.untilMs }
    : quota
}
