import type { PushNotification } from '@carillon/channels'
import { conversationIDOf, type MessageRecord } from '@carillon/protocol'

import { badgeCountOf } from './badge.ts'
import { collapseKeyOf } from './collapse-key.ts'
import { defaultText, textsOf } from './default-texts.ts'
import type { PlanInput, PlannableDevice } from './types.ts'

/** What the notification of a message shows and carries on one device. */
export const notificationOf = (input: PlanInput, device: PlannableDevice): PushNotification => {
  const { message } = input
  const options = message.offlinePushInfo ?? {}
  const badgeCount = badgeCountOf(message, device)
  return {
    msgID: message.msgID,
    title: shown(options.title ?? '') || titleOf(input),
    body: bodyOf(input, device),
    ext: options.ext || extensionOf(message),
    collapseKey: collapseKeyOf(message.msgID),
    conversationID: conversationIDOf(message, input.recipient),
    ...(badgeCount === undefined ? {} : { badgeCount }),
    deadlineMs: deadlineOf(input, device),
    ...(device.platform === 'harmony' ? { isHarmonyOS: true } : {}),
    options,
  }
}

/** What rings for a backlog is late already, and has as long again. */
const deadlineOf = ({ message, settings, backlogs }: PlanInput, { deviceID }: PlannableDevice): number =>
  message.timestampMs + settings.push.deadlineMs * (backlogs?.get(deviceID)?.kind === 'last' ? 2 : 1)

/** The group's name in a group, the sender's in a one-to-one conversation; IDs where there are no names. */
const titleOf = ({ message, group }: PlanInput): string =>
  group === undefined ? senderName(message) : shown(group.name) || group.groupID

const senderName = ({ sender }: MessageRecord): string =>
  shown(sender.nameCard ?? '') || shown(sender.nickName ?? '') || sender.userID

const bodyOf = (input: PlanInput, device: PlannableDevice): string => {
  const { message, group, settings, bursts } = input
  const texts = textsOf(input, device)
  const backlog = input.backlogs?.get(device.deviceID)
  if (backlog?.kind === 'last' && backlog.count > 1)
    return texts.several.replace('{count}', String(backlog.count))
  const burst = bursts?.get(device.deviceID)
  if (burst?.kind === 'last' && burst.count > 1) return texts.several.replace('{count}', String(burst.count))
  if (settings.push.hideText) return texts.hidden
  const given = shown(message.offlinePushInfo?.desc ?? '')
  if (given) return given
  const text = shown(defaultText(message.elements, texts))
  // Under a title of the app's own, or the group's name, nothing else says who it was.
  return group === undefined ? text : `${senderName(message)}: ${text}`
}

/** A custom element's `extension` stands in for an ext that was not given, as in the original. */
const extensionOf = ({ elements }: MessageRecord): string => {
  const custom = elements.find((element) => element.type === 'custom')
  return custom?.type === 'custom' ? custom.extension : ''
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\0-\x08\x0b-\x1f]/g

/** Text as a notification shows it: without control characters, which vendors and databases refuse. */
const shown = (text: string): string => text.replaceAll(controls, '')
