import { isCondition } from './condition.ts'
import type { FcmMessage } from './message.ts'

/** Why a well-formed message is not allowed. */
export interface MessageProblem {
  message: string
  field?: string
}

const maxPayloadBytes = 4_096
const maxTopicPayloadBytes = 2_048
const maxTtlSeconds = 2_419_200
const analyticsLabel = /^[a-zA-Z0-9\-_.~%]{1,50}$/
const topicName = /^(\/topics\/)?[a-zA-Z0-9\-_.~%]+$/

/** The rules of FCM beyond the shape of the JSON. */
export const checkMessage = (message: FcmMessage): MessageProblem | undefined =>
  checkTarget(message) ??
  checkData(message.data, 'message.data') ??
  checkData(message.android?.data, 'message.android.data') ??
  checkAndroid(message) ??
  checkLabels(message) ??
  checkSize(message)

const checkTarget = ({ token, topic, condition, fid }: FcmMessage): MessageProblem | undefined => {
  const targets = [token, topic, condition, fid].filter((target) => target !== undefined && target !== '')
  if (targets.length === 0) return { message: 'Recipient of the message is not set.', field: 'message' }
  if (targets.length > 1) {
    return { message: 'Only one of token, topic, condition and fid may be set.', field: 'message' }
  }
  if (topic !== undefined && !topicName.test(topic)) {
    return { message: 'Invalid topic name', field: 'message.topic' }
  }
  if (condition !== undefined && condition !== '' && !isCondition(condition)) {
    return { message: 'Invalid condition expression provided.', field: 'message.condition' }
  }
  return undefined
}

const checkData = (data: Record<string, string> | undefined, field: string): MessageProblem | undefined => {
  const reserved = Object.keys(data ?? {}).find(isReserved)
  return reserved === undefined ? undefined : { message: `Invalid data payload key: ${reserved}`, field }
}

const isReserved = (key: string): boolean =>
  key === 'from' || key === 'message_type' || key.startsWith('google.') || key.startsWith('gcm.notification.')

const checkAndroid = ({ android }: FcmMessage): MessageProblem | undefined => {
  if (android === undefined) return undefined
  const { ttl, notification } = android
  if (ttl !== undefined && (ttl < 0 || ttl > maxTtlSeconds)) {
    return {
      message: `Invalid TTL: must be between 0 and ${maxTtlSeconds} seconds`,
      field: 'message.android.ttl',
    }
  }
  if (notification?.color !== undefined && !/^#[0-9a-fA-F]{6}$/.test(notification.color)) {
    return { message: 'Color must be in the form #RRGGBB', field: 'message.android.notification.color' }
  }
  if (notification?.notificationCount !== undefined && notification.notificationCount < 0) {
    return {
      message: 'Notification count must be a positive number',
      field: 'message.android.notification.notification_count',
    }
  }
  if (notification?.bodyLocArgs !== undefined && notification.bodyLocKey === undefined) {
    return {
      message: 'body_loc_key is required when specifying body_loc_args',
      field: 'message.android.notification.body_loc_args',
    }
  }
  if (notification?.titleLocArgs !== undefined && notification.titleLocKey === undefined) {
    return {
      message: 'title_loc_key is required when specifying title_loc_args',
      field: 'message.android.notification.title_loc_args',
    }
  }
  return undefined
}

const checkLabels = (message: FcmMessage): MessageProblem | undefined => {
  const labels = [message, message.android, message.apns, message.webpush].map(
    (part) => part?.fcmOptions?.analyticsLabel,
  )
  return labels.some((label) => label !== undefined && label !== '' && !analyticsLabel.test(label))
    ? { message: 'Invalid analytics label', field: 'message.fcm_options.analytics_label' }
    : undefined
}

const checkSize = (message: FcmMessage): MessageProblem | undefined => {
  const limit =
    message.topic === undefined && message.condition === undefined ? maxPayloadBytes : maxTopicPayloadBytes
  const bytes = payloadBytes(message)
  return bytes > limit
    ? { message: `Android message is too big (${bytes} bytes, at most ${limit})` }
    : undefined
}

/** Keys and values of data and notification, in UTF-8; the platform's values win over the common ones. */
const payloadBytes = (message: FcmMessage): number => {
  const parts = [
    message.android?.data ?? message.data ?? {},
    { ...message.notification, ...message.android?.notification },
  ]
  let bytes = 0
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      bytes +=
        Buffer.byteLength(key) + Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value))
    }
  }
  return bytes
}
