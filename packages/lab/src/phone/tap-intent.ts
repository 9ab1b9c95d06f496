import { apnsTarget } from './apple.ts'
import type { FcmDeliveredPush, XiaomiDeliveredPush } from '../emulator/device.ts'
import type { MiPushMessage, NotificationTap } from './app-types.ts'
import type { ShownNotification } from './types.ts'
import { stringExtras } from './intent-extras.ts'
import { oppoTarget } from './oppo.ts'
import { pushKitTarget } from './push-kit.ts'
import { meizuTarget } from './meizu.ts'
import { vivoTarget } from './vivo.ts'

/** What a tap on a notification opens. */
export type TapTarget =
  | { kind: 'app'; tap: NotificationTap }
  | { kind: 'url'; url: string }
  /** The click action is none of the app's: Android finds no activity. */
  | { kind: 'nothing' }

/** What the vendor does on a tap. */
export const tapTarget = (
  notification: ShownNotification,
  app: { intentActions?: readonly string[]; coldStart: boolean },
): TapTarget => {
  const { push } = notification
  const common = { coldStart: app.coldStart, notification }
  switch (push.vendor) {
    case 'apns':
      return apnsTarget(push, common)
    case 'fcm':
      return fcmTarget(push, app.intentActions, common)
    case 'huawei':
    case 'honor':
      return pushKitTarget(push, app.intentActions, common)
    case 'xiaomi':
      return xiaomiTarget(push, common)
    case 'oppo':
      return oppoTarget(push, app.intentActions, common)
    case 'vivo':
      return vivoTarget(push, common)
    case 'meizu':
      return meizuTarget(push, common)
    default:
      return push satisfies never
  }
}

/** What every tap tells. */
export interface TapCommon {
  coldStart: boolean
  notification: ShownNotification
}

const fcmTarget = (
  push: FcmDeliveredPush,
  intentActions: readonly string[] | undefined,
  common: TapCommon,
): TapTarget => {
  const clickAction = push.notification?.clickAction
  if (clickAction !== undefined && intentActions?.includes(clickAction) === false) return { kind: 'nothing' }
  const extras = {
    ...push.data,
    'google.message_id': push.messageID,
    'google.sent_time': String(push.sentAtMs),
    'google.ttl': String(push.ttlSeconds),
    'google.delivered_priority': push.priority,
    from: push.from,
    ...(push.collapseKey === undefined ? {} : { collapse_key: push.collapseKey }),
  }
  return {
    kind: 'app',
    tap: { ...common, vendor: 'fcm', action: clickAction ?? 'android.intent.action.MAIN', extras },
  }
}

const xiaomiTarget = (push: XiaomiDeliveredPush, common: TapCommon): TapTarget => {
  const { notify_effect: effect, intent_uri: intentURI = '', web_uri: url = '' } = push.extra
  if (effect === '3') return { kind: 'url', url }
  const keyMessage: MiPushMessage = {
    messageId: push.messageID,
    title: push.title,
    description: push.description,
    content: push.payload,
    extra: push.extra,
    notifyId: push.notifyID ?? 0,
    notifyType: push.notifyType,
    passThrough: push.passThrough ? 1 : 0,
    isNotified: true,
  }
  const tap = { ...common, vendor: 'xiaomi', keyMessage } as const
  if (effect === '2') {
    return { kind: 'app', tap: { ...tap, via: 'intent', intentURI, extras: stringExtras(intentURI) } }
  }
  return { kind: 'app', tap: { ...tap, via: effect === '1' ? 'intent' : 'callback', extras: {} } }
}
