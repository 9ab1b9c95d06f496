import { placeOf } from '../../message-id.ts'
import type { AppSettings } from '../../tenants/types.ts'
import { deviceKeyText } from '../journal/progress.ts'
import type { BurstPlace, Decision, PlannableDevice } from '../planner/types.ts'
import { isUrgent } from '../planner/urgency.ts'
import type { BurstMessage, Bursts } from './bursts.ts'
import type { PlanOrder } from './planning.ts'

/** The devices of an order on which its message may be gathered, by deviceID: none unless the app gathers. */
export const burstMessages = (
  { open, userID, deviceIDs }: PlanOrder,
  devices: readonly PlannableDevice[],
  { push }: AppSettings,
): ReadonlyMap<string, BurstMessage> => {
  const { record } = open.message
  const place = placeOf(record.msgID)
  if (push.gatherWindowsMs.length === 0 || !place || isUrgent({ message: record, recipient: userID }))
    return new Map()
  // What was on its way to the vendor before is not gathered any more.
  const isNew = (deviceID: string): boolean => {
    const key = deviceKeyText(userID, deviceID)
    return open.progress.get(key)?.pushReason === undefined && open.jobs.get(key)?.toldReason === undefined
  }
  return new Map(
    devices
      .filter(({ deviceID }) => deviceIDs?.has(deviceID) !== false && isNew(deviceID))
      .map(({ deviceID }) => [deviceID, { sdkAppID: record.sdkAppID, deviceID, ...place }]),
  )
}

/** The places of messages in their bursts, by deviceID. */
export const placesIn = (
  bursts: Bursts,
  messages: ReadonlyMap<string, BurstMessage>,
  nowMs: number,
): ReadonlyMap<string, BurstPlace> =>
  new Map(
    [...messages].flatMap(([deviceID, message]) => {
      const place = bursts.placeOf(message, nowMs)
      return place === undefined ? [] : [[deviceID, place]]
    }),
  )

/** Tells the bursts what was decided. */
export const noteBursts = (
  bursts: Bursts,
  messages: ReadonlyMap<string, BurstMessage>,
  decisions: readonly Decision[],
  { push }: AppSettings,
  nowMs: number,
): void => {
  for (const decision of decisions) {
    const message = messages.get(decision.deviceID)
    if (message === undefined) continue
    bursts.decided(message, effectOf(decision), push.gatherWindowsMs, nowMs)
  }
}

const effectOf = (decision: Decision): Parameters<Bursts['decided']>[1] => {
  if (decision.kind === 'push') return 'push'
  if (decision.reason === 'gathering') return 'hold'
  return decision.reason === 'gathered' ? 'folded' : 'other'
}
