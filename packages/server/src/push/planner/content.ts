import type { PushNotification } from '@carillon/channels'

import { badgeCountOf } from './badge.ts'
import { collapseKeyOf } from './collapse-key.ts'
import { defaultText } from './default-texts.ts'
import type { PlanInput, PlannableDevice } from './types.ts'

/** What the notification of a message shows and carries on one device. */
export const notificationOf = (input: PlanInput, device: PlannableDevice): PushNotification => {
  const { message, settings } = input
  const options = message.offlinePushInfo ?? {}
  const badgeCount = badgeCountOf(message, device)
  return {
    msgID: message.msgID,
    title: shown(options.title ?? '') || shown(message.sender.nickName ?? '') || message.sender.userID,
    body: shown(options.desc ?? '') || shown(defaultText(message.elements)),
    ext: options.ext ?? '',
    collapseKey: collapseKeyOf(message.msgID),
    ...(badgeCount === undefined ? {} : { badgeCount }),
    deadlineMs: message.timestampMs + settings.push.deadlineMs,
    ...(device.platform === 'harmony' ? { isHarmonyOS: true } : {}),
    options,
  }
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\0-\x08\x0b-\x1f]/g

/** Text as a notification shows it: without control characters, which vendors and databases refuse. */
const shown = (text: string): string => text.replaceAll(controls, '')
