import type { ApnsDeliveredPush } from '../apns/delivered.ts'
import type { OppoDeliveredPush } from '../oppo/delivered.ts'
import type { PushKitDeliveredPush } from '../push-kit/types.ts'
import type { MeizuDeliveredPush } from '../meizu/delivered.ts'
import type { VivoDeliveredPush } from '../vivo/delivered.ts'

/** A notification as FCM hands it to the Firebase SDK on the phone. */
export interface FcmDeliveredPush {
  readonly vendor: 'fcm'
  /** The registration token it was sent to. */
  readonly token: string
  /** `0:…`, the last part of the name in the send's answer. */
  readonly messageID: string
  readonly sentAtMs: number
  /** Sender ID of the Firebase project. */
  readonly from: string
  readonly collapseKey?: string
  readonly priority: 'normal' | 'high'
  readonly ttlSeconds: number
  readonly data: Readonly<Record<string, string>>
  /** Absent for a data-only message. */
  readonly notification?: FcmDeliveredNotification
}

/** What of `message.notification` and `message.android.notification` matters on the screen; the platform's values win. */
export interface FcmDeliveredNotification {
  readonly title?: string
  readonly body?: string
  readonly image?: string
  readonly icon?: string
  readonly color?: string
  readonly sound?: string
  readonly tag?: string
  readonly clickAction?: string
  readonly channelID?: string
  readonly ticker?: string
  readonly sticky?: boolean
  readonly localOnly?: boolean
  readonly notificationPriority?: string
  readonly visibility?: string
  readonly notificationCount?: number
}

/** A message as the Mi Push service on the phone gets it. */
export interface XiaomiDeliveredPush {
  readonly vendor: 'xiaomi'
  /** The regId it was sent to. */
  readonly token: string
  /** `data.id` of the send's answer. */
  readonly messageID: string
  readonly sentAtMs: number
  readonly packageName: string
  readonly title: string
  readonly description: string
  readonly payload: string
  readonly passThrough: boolean
  /** Bit mask: 1 sound, 2 vibrate, 4 lights; -1 all. */
  readonly notifyType: number
  /** Absent: the app's one default slot. */
  readonly notifyID?: number
  /** Without the `extra.` in front; the server's own keys (callback, template) are left out. */
  readonly extra: Readonly<Record<string, string>>
  /** Tells the vendor that the user opened it. */
  readonly reportClick: () => void
}

/** A push as it reaches a phone. */
export type DeliveredPush =
  | ApnsDeliveredPush
  | OppoDeliveredPush
  | PushKitDeliveredPush
  | FcmDeliveredPush
  | XiaomiDeliveredPush
  | VivoDeliveredPush
  | MeizuDeliveredPush

/** What the phone did with a push, as far as the vendor learns it. */
export type DeviceVerdict =
  /** Shown, replaced in place, or given to the app. */
  | 'delivered'
  /** Notifications are switched off for the app. */
  | 'disabled'
  /** The phone held it back for another reason. */
  | 'filtered'

/** A phone, as far as a vendor knows it: the in-process link that stands for the vendor's own connection. */
export interface PushDevice {
  /** Stable over reinstalls; device quotas count by it. */
  readonly deviceID: string
  /** The phone runs HarmonyOS NEXT: Huawei gives it tokens of another kind. */
  readonly isHarmonyOS?: boolean
  /** Whether the vendor reaches it now. While it does not, the vendor stores. */
  readonly online: boolean
  /** Whether notifications are on for the app, as the vendor's service on the phone reports. */
  readonly notificationsAllowed: boolean
  receive(push: DeliveredPush): DeviceVerdict
  /** FCM threw away what it had stored (more than 100 messages): `onDeletedMessages` of the SDK. */
  messagesDeleted?(token: string): void
  /** Withdraws a shown notification (revoke of Xiaomi and Huawei). @returns whether it was on the screen */
  revoke?(token: string, notifyID: number): boolean
}
