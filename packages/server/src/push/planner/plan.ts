import { notificationOf } from './content.ts'
import { holdOf } from './holds.ts'
import { isAlsoLive, isLive, pushReasonOf } from './presence.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'
import type { Decision, DeviceFacts, PlanInput } from './types.ts'

/**
 * Decides what to do about each device of one recipient. Pure and total: one decision a device, in the
 * order of `devices`, and one with the deviceID '' when there is none.
 */
export const plan = (input: PlanInput): readonly Decision[] => planBy(rules, input)

/** `plan` by another list of rules, so that a test can show what each rule is for. */
export const planBy = (list: readonly Rule[], input: PlanInput): readonly Decision[] => {
  if (input.devices.length === 0) return [{ kind: 'suppress', deviceID: '', reason: 'no-device' }]
  const connections = new Map(input.connections.map((connection) => [connection.deviceID, connection]))
  return input.devices.map((device) =>
    decide(list, { input, device, connection: connections.get(device.deviceID) }),
  )
}

const decide = (list: readonly Rule[], facts: DeviceFacts): Decision => {
  const { device } = facts
  const { deviceID } = device
  const isLiveNow = isLive(facts)
  const rule = list.find(
    (candidate) => (!isLiveNow || candidate.beforeLive === true) && candidate.applies(facts),
  )
  if (rule) return { kind: 'suppress', deviceID, reason: rule.reason }
  if (isLiveNow) return { kind: 'live', deviceID, reason: 'device-foreground' }
  // Without a token there is nothing to push to, whatever list of rules is in force.
  if (!device.token) return { kind: 'suppress', deviceID, reason: 'no-token' }
  const hold = holdOf(facts)
  if (hold) return { kind: 'hold', deviceID, ...hold }
  return {
    kind: 'push',
    deviceID,
    reason: pushReasonOf(facts),
    alsoLive: isAlsoLive(facts),
    vendor: device.token.vendor,
    certificateID: device.token.certificateID,
    token: device.token.token,
    tokenRegisteredAtMs: device.token.registeredAtMs,
    ...(device.otherTokens?.length ? { hasFallback: true } : {}),
    notification: notificationOf(facts.input, device),
  }
}
