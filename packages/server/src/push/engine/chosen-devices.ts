import type { AppSettings } from '../../tenants/types.ts'
import { userKeyText } from '../devices.ts'
import { deviceKeyText } from '../journal/progress.ts'
import { chooseToken } from '../planner/choose-token.ts'
import type { PlannableDevice } from '../planner/types.ts'
import type { PlanOrder } from './planning.ts'

/** The devices of an order with the tokens it goes to; undefined when its app is gone. */
export const chosenDevices = (
  order: PlanOrder,
  devices: ReadonlyMap<string, readonly PlannableDevice[]>,
  settings: ReadonlyMap<number, AppSettings>,
): { order: PlanOrder; devices: readonly PlannableDevice[]; settings: AppSettings } | undefined => {
  const { sdkAppID, message } = order.open
  const appSettings = settings.get(sdkAppID)
  return (
    appSettings && {
      order,
      devices: (devices.get(userKeyText({ sdkAppID, userID: order.userID })) ?? []).map((device) =>
        chooseToken(device, message.record, refusedTokens(order, device.deviceID)),
      ),
      settings: appSettings,
    }
  )
}

const refusedTokens = ({ open, userID }: PlanOrder, deviceID: string): ReadonlySet<string> | undefined =>
  open.jobs.get(deviceKeyText(userID, deviceID))?.refusedTokens
