import { decideApns } from './apple.ts'
import type { DeliveredPush, FcmDeliveredPush, XiaomiDeliveredPush } from '../emulator/device.ts'
import { shown, type PushDecision, type RuleContext } from './showing.ts'
import type { NotificationChannel } from './types.ts'
import { decideOppo } from './oppo.ts'
import { decidePushKit } from './push-kit.ts'
import { decideMeizu } from './meizu.ts'
import { decideVivo } from './vivo.ts'

/** The makers' rules for a push that has arrived. */
export const decide = (push: DeliveredPush, context: RuleContext): PushDecision => {
  switch (push.vendor) {
    case 'apns':
      return decideApns(push, context)
    case 'fcm':
      return decideFcm(push, context)
    case 'huawei':
    case 'honor':
      return decidePushKit(push, context)
    case 'xiaomi':
      return decideXiaomi(push, context)
    case 'oppo':
      return decideOppo(push, context)
    case 'vivo':
      return decideVivo(push, context)
    case 'meizu':
      return decideMeizu(push, context)
    default:
      return push satisfies never
  }
}

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
