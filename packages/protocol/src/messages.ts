import type { MessageElement } from './elements.ts'

/**
 * How a message's offline push looks, in the words of `V2TimOfflinePushInfo`. All fields may be
 * absent; an absent `disablePush` means false.
 */
export interface OfflinePushInfo {
  title?: string
  desc?: string
  /** Handed to the app on tap, byte for byte. Should be a JSON document: some vendors drop other text. */
  ext?: string
  disablePush?: boolean
  /** File name with suffix in the bundle; "push.no_sound" is silent, "default" the default sound. */
  iOSSound?: string
  ignoreIOSBadge?: boolean
  /** 0 APNs, 1 VoIP. */
  iOSPushType?: number
  iOSInterruptionLevel?: string
  iOSImage?: string
  enableIOSBackgroundNotification?: boolean
  /** File in res/raw without suffix. */
  androidSound?: string
  androidFCMChannelID?: string
  androidXiaoMiChannelID?: string
  androidOPPOChannelID?: string
  androidOPPOCategory?: string
  androidOPPONotifyLevel?: number
  /** 0 operation, 1 system. A string in the original's type; both are taken. */
  androidVIVOClassification?: string | number
  androidVIVOCategory?: string
  androidHuaWeiCategory?: string
  androidHuaWeiImage?: string
  androidHonorImportance?: string
  androidHonorImage?: string
  androidMeizuNotifyType?: number
  androidFCMImage?: string
  harmonyImage?: string
  harmonyCategory?: string
  ignoreHarmonyBadge?: boolean
  /** JSON text: {fcmPriority, vivoNotifyType, oppoTemplateId, oppoTitleParam, oppoContentParam}. */
  vendorParams?: string
}

/** Numbers of `MessagePriorityEnum`: 0 default, 1 high, 2 normal, 3 low. */
export type MessagePriority = 0 | 1 | 2 | 3

/** What a sender gives of a message, beside its address. */
export interface MessageContent {
  elements: MessageElement[]
  /** Members mentioned with @, of whom `atAll` stands for everyone. Group messages only. */
  atUserIDs?: string[]
  /** The only members who are to have it. Group messages only. */
  targetUserIDs?: string[]
  priority?: MessagePriority
  /** Only for those who are connected now: not stored, not pushed. */
  isOnlineOnly?: boolean
  isExcludedFromUnreadCount?: boolean
  isExcludedFromLastMessage?: boolean
  needReadReceipt?: boolean
  isSupportMessageExtension?: boolean
  cloudCustomData?: string
  offlinePushInfo?: OfflinePushInfo
}

/** The sender of what the server itself writes: group tips. */
export const systemSender = '@TIM#SYSTEM'

/** Stands for every member among `atUserIDs`, the original's `kImSDK_MesssageAtALL`. */
export const atAll = '__kImSDK_MesssageAtALL__'

/** Whom a message is for: one user, or the members of a group. */
export type MessageAddress = { receiver: string; groupID?: never } | { groupID: string; receiver?: never }

/** A message as the gateway delivers it, the same for everyone who may read it. */
export type MessageRecord = StoredMessage & MessageAddress

/** What a message has beside its content and address. */
export interface StoredMessage extends MessageContent {
  /** Unique and the same on every device. Opaque to clients. */
  msgID: string
  /** Place in its conversation: 1, 2, 3, ... without gaps. 0 for an online-only message, which has none. */
  seq: number
  sdkAppID: number
  sender: MessageSender
  /** uint32 chosen by the sender: the same (sender, random) again is the same message. */
  random: number
  /** When the server stored it, epoch milliseconds. */
  timestampMs: number
  /** Set once it was taken back; its elements are gone then. */
  recalled?: { byUserID: string; reason?: string; atMs: number }
  /** Times it was modified; absent for never. */
  version?: number
}

/** The sender as others see it at the time of sending. */
export interface MessageSender {
  userID: string
  nickName?: string
  faceUrl?: string
  /** Name card in the group, on group messages. */
  nameCard?: string
}
