import { isInFront } from './presence.ts'
import type { DeviceFacts, HoldDecision } from './types.ts'
import { isUrgent } from './urgency.ts'

/** Why a push to the device waits now, and until when; undefined when it does not. */
export const holdOf = ({
  input,
  device,
}: DeviceFacts): Omit<HoldDecision, 'kind' | 'deviceID'> | undefined => {
  if (isUrgent(input)) return undefined
  const { message, nowMs, settings } = input
  const untilMs = message.timestampMs + settings.push.holdWhileActiveMs
  const isActiveElsewhere = input.devices.some((other) => other !== device && isInFront(input, other))
  if (nowMs < untilMs && isActiveElsewhere) return { reason: 'held-while-active', untilMs }
  const burst = input.bursts?.get(device.deviceID)
  return burst?.kind === 'held' && nowMs < burst.untilMs
    ? { reason: 'gathering', untilMs: burst.untilMs }
    : undefined
}
