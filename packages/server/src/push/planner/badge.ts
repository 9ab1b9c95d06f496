import { capabilities } from '@carillon/channels'
import type { MessageRecord } from '@carillon/protocol'

import type { PlannableDevice } from './types.ts'

const ignoresBadge = (message: MessageRecord, device: PlannableDevice): boolean =>
  device.platform === 'harmony'
    ? message.offlinePushInfo?.ignoreHarmonyBadge === true
    : message.offlinePushInfo?.ignoreIOSBadge === true

/**
 * Whether a push of `message` raises the device's badge by one. Not where the vendor sets no badge:
 * the number would only make equal notifications unequal, and they could not share a request.
 */
export const raisesBadge = (message: MessageRecord, device: PlannableDevice): boolean =>
  device.token !== null &&
  capabilities[device.token.vendor]?.setsBadge === true &&
  message.isExcludedFromUnreadCount !== true &&
  !ignoresBadge(message, device)

/** The number for the app icon; undefined leaves it as it is. */
export const badgeCountOf = (message: MessageRecord, device: PlannableDevice): number | undefined =>
  raisesBadge(message, device) ? device.reportedUnreadCount + device.pushesSinceReport + 1 : undefined
