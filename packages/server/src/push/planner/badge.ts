import type { MessageRecord, VendorId } from '@carillon/protocol'

import type { PlannableDevice } from './types.ts'

/**
 * Vendors that take an absolute number for the app icon: APNs `badge`, FCM `notification_count`, Huawei
 * `set_num`, Honor `setNum`, OPPO `badge_message_count`. For the others the number would only make equal
 * notifications unequal, and they could not share a request.
 */
const vendorsWithBadge: ReadonlySet<VendorId> = new Set(['apns', 'fcm', 'huawei', 'honor', 'oppo'])

const ignoresBadge = (message: MessageRecord, device: PlannableDevice): boolean =>
  device.platform === 'harmony'
    ? message.offlinePushInfo?.ignoreHarmonyBadge === true
    : message.offlinePushInfo?.ignoreIOSBadge === true

/** Whether a push of `message` raises the device's badge by one. */
export const raisesBadge = (message: MessageRecord, device: PlannableDevice): boolean =>
  device.token !== null &&
  vendorsWithBadge.has(device.token.vendor) &&
  message.isExcludedFromUnreadCount !== true &&
  !ignoresBadge(message, device)

/** The number for the app icon; undefined leaves it as it is. */
export const badgeCountOf = (message: MessageRecord, device: PlannableDevice): number | undefined =>
  raisesBadge(message, device) ? device.reportedUnreadCount + device.pushesSinceReport + 1 : undefined
