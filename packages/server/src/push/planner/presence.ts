import { isPushablePlatform, type PushReason } from '@carillon/protocol'

import type { DeviceFacts, PlanInput, PlannableDevice } from './types.ts'

const hasLivingConnection = ({ device, connection }: DeviceFacts): boolean =>
  device.loginState === 'logged-in' && connection?.responsive === true

/**
 * Whether the connection alone is to carry the message: the app is in front, or there is no other way
 * to it. A device that was lost and has come back in front is live again; one that did not answer is not.
 */
export const isLive = (facts: DeviceFacts): boolean =>
  hasLivingConnection(facts) &&
  facts.input.unreached?.get(facts.device.deviceID) !== 'unacknowledged' &&
  (facts.connection?.background === false || !isPushablePlatform(facts.device.platform))

/** Whether the device, though pushed to, got the message over its connection as well. */
export const isAlsoLive = (facts: DeviceFacts): boolean =>
  hasLivingConnection(facts) && !facts.input.unreached?.has(facts.device.deviceID)

/** Why a device that is not live is pushed to. */
export const pushReasonOf = (facts: DeviceFacts): PushReason =>
  facts.input.unreached?.get(facts.device.deviceID) ??
  (hasLivingConnection(facts) ? 'device-background' : 'device-offline')

/** Whether the user has the app in front on a device, and it answers. */
export const isInFront = (input: PlanInput, device: PlannableDevice): boolean => {
  const connection = input.connections.find(({ deviceID }) => deviceID === device.deviceID)
  return hasLivingConnection({ input, device, connection }) && connection?.background === false
}
