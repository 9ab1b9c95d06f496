import type { FcmDeliveredNotification, FcmDeliveredPush } from '../emulator/device.ts'
import type { FcmMessage } from './message.ts'

const defaultTtlSeconds = 2_419_200

/** What the phone gets of a message: the platform's values win over the common ones. */
export const toDelivered = (
  message: FcmMessage,
  envelope: { token: string; messageID: string; senderID: string; collapseKey?: string; sentAtMs: number },
): FcmDeliveredPush => {
  const { android } = message
  const notification = toNotification(message)
  return {
    vendor: 'fcm',
    token: envelope.token,
    messageID: envelope.messageID,
    sentAtMs: envelope.sentAtMs,
    from: envelope.senderID,
    ...(envelope.collapseKey === undefined ? {} : { collapseKey: envelope.collapseKey }),
    // Notification messages are high by default, data messages normal.
    priority: (android?.priority ?? (notification ? 'HIGH' : 'NORMAL')) === 'HIGH' ? 'high' : 'normal',
    ttlSeconds: Math.floor(android?.ttl ?? defaultTtlSeconds),
    data: android?.data ?? message.data ?? {},
    ...(notification === undefined ? {} : { notification }),
  }
}

const toNotification = ({ notification, android }: FcmMessage): FcmDeliveredNotification | undefined => {
  if (notification === undefined && android?.notification === undefined) return undefined
  const { channelId, ...own } = android?.notification ?? {}
  const { title, body, image, icon, color, sound, tag, clickAction, ticker, sticky } = {
    ...notification,
    ...own,
  }
  const { localOnly, notificationPriority, visibility, notificationCount } = own
  const all = {
    title,
    body,
    image,
    icon,
    color,
    sound,
    tag,
    clickAction,
    channelID: channelId,
    ticker,
    sticky,
    localOnly,
    notificationPriority,
    visibility,
    notificationCount,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''))
}
