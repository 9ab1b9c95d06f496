import type { DeliveredPush, FcmDeliveredPush, XiaomiDeliveredPush } from '../emulator/device.ts'
import type { NotificationDraft } from './tray.ts'
import type { NotificationChannel, PhoneSwitches } from './types.ts'

/** What the rules look at. */
export interface RuleContext {
  packageName: string
  isForeground: boolean
  hasProcess: boolean
  wakesForDataMessages: boolean
  switches: Readonly<PhoneSwitches>
  channels: ReadonlyMap<string, NotificationChannel>
  defaultChannelID: string | undefined
}

/** What is to be done with a push. */
export type PushDecision =
  | {
      kind: 'show'
      draft: NotificationDraft
      channel: NotificationChannel
      badge?: BadgeChange
      tellApp: boolean
    }
  | { kind: 'hand-to-app' }
  | { kind: 'data-to-app' }
  | { kind: 'drop' }
  | { kind: 'hide'; because: 'notifications' | 'channel' }

/** A badge to set, or one more for each new notification. */
export type BadgeChange = { set: number } | { add: number }

/** The makers' rules for a push that has arrived. */
export const decide = (push: DeliveredPush, context: RuleContext): PushDecision =>
  push.vendor === 'fcm' ? decideFcm(push, context) : decideXiaomi(push, context)

const fcmFallbackChannel: NotificationChannel = {
  id: 'fcm_fallback_notification_channel',
  name: 'Miscellaneous',
}

const decideFcm = (push: FcmDeliveredPush, context: RuleContext): PushDecision => {
  const { notification } = push
  if (notification === undefined) {
    return context.hasProcess || context.wakesForDataMessages ? { kind: 'data-to-app' } : { kind: 'drop' }
  }
  if (context.isForeground) return { kind: 'hand-to-app' }
  const { channels, defaultChannelID = '' } = context
  const channel =
    channels.get(notification.channelID ?? '') ??
    channels.get(defaultChannelID) ??
    channels.get(fcmFallbackChannel.id) ??
    fcmFallbackChannel
  const { notificationCount } = notification
  return shown(context, channel, {
    vendor: 'fcm',
    title: notification.title ?? '',
    body: notification.body ?? '',
    // Without a tag the Firebase SDK makes up one that never repeats.
    slot: notification.tag ?? `FCM-Notification:${push.messageID}`,
    push,
    hasSound: notification.sound !== undefined,
    isPublic: notification.visibility !== 'SECRET',
    ...(notificationCount === undefined ? {} : { badge: { set: notificationCount } }),
    tellApp: false,
  })
}

const decideXiaomi = (push: XiaomiDeliveredPush, context: RuleContext): PushDecision => {
  // Pass-through messages need a living process: the system starts none for them.
  if (push.passThrough) return context.hasProcess ? { kind: 'data-to-app' } : { kind: 'drop' }
  if (context.isForeground && push.extra['notify_foreground'] === '0') return { kind: 'hand-to-app' }
  const classID = push.extra['channel_id'] ?? 'default'
  const id = `mipush|${context.packageName}|${classID}`
  const badge = push.extra['badge']
  return shown(context, context.channels.get(id) ?? { id, name: classID }, {
    vendor: 'xiaomi',
    title: push.title,
    body: push.description,
    slot: String(push.notifyID ?? 0),
    push,
    hasSound: push.notifyType === -1 || (push.notifyType & 1) !== 0,
    isPublic: true,
    badge: badge !== undefined && /^\d{1,6}$/.test(badge) ? { set: Number(badge) } : { add: 1 },
    tellApp: context.isForeground,
  })
}

interface Showing {
  vendor: NotificationDraft['vendor']
  title: string
  body: string
  slot: string
  push: DeliveredPush
  hasSound: boolean
  isPublic: boolean
  badge?: BadgeChange
  tellApp: boolean
}

const shown = (
  { switches }: RuleContext,
  channel: NotificationChannel,
  { hasSound, isPublic, badge, tellApp, ...rest }: Showing,
): PushDecision => {
  if (!switches.notificationsAllowed) return { kind: 'hide', because: 'notifications' }
  if (channel.enabled === false) return { kind: 'hide', because: 'channel' }
  return {
    kind: 'show',
    channel,
    tellApp,
    ...(badge === undefined ? {} : { badge }),
    draft: {
      ...rest,
      channelID: channel.id,
      audible: hasSound && switches.sound && !switches.doNotDisturb,
      onLockScreen: switches.lockScreen && isPublic,
    },
  }
}
