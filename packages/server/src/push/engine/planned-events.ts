import type { ServerEvents } from '../../events.ts'
import type { Decision } from '../planner/types.ts'
import type { OpenMessage } from './open-message.ts'
import type { PlannedOrder } from './planning.ts'

/** Tells of each message about which something is decided for the first time, to how many devices it goes. */
export const tellPlanned = (events: Pick<ServerEvents, 'planned'>, orders: readonly PlannedOrder[]): void => {
  const firstDecisions = new Map<OpenMessage, Decision[]>()
  for (const { open, deviceIDs, decisions } of orders)
    if (deviceIDs === undefined && !open.isClosed)
      firstDecisions.set(open, [...(firstDecisions.get(open) ?? []), ...decisions])
  for (const [{ sdkAppID, msgID }, decisions] of firstDecisions) {
    const pushes = decisions.filter((decision) => decision.kind === 'push').length
    events.planned({ sdkAppID, msgID, devices: decisions.length, pushes })
  }
}
