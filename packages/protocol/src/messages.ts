/** Text. */
export interface TextElement {
  type: 'text'
  text: string
}

/** The app's own content. `desc` is the text shown in a push; without one the message is not pushed. */
export interface CustomElement {
  type: 'custom'
  data: string
  desc: string
  extension: string
}

/** One part of a message's content. */
export type MessageElement = TextElement | CustomElement

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

/** A message as the gateway delivers it, the same for everyone who may read it. */
export interface MessageRecord extends MessageContent {
  /** Unique and the same on every device. Opaque to clients. */
  msgID: string
  /** Place in its conversation: 1, 2, 3, ... without gaps. 0 for an online-only message, which has none. */
  seq: number
  sdkAppID: number
  sender: MessageSender
  /** The one it was sent to. */
  receiver: string
  /** uint32 chosen by the sender: the same (sender, random) again is the same message. */
  random: number
  /** When the server stored it, epoch milliseconds. */
  timestampMs: number
}

/** The sender as others see it at the time of sending. */
export interface MessageSender {
  userID: string
  nickName?: string
  faceUrl?: string
}

/** `c2c_<userID of the other>`, as clients name a one-to-one conversation. */
export const c2cConversationID = (peerUserID: string): string => `c2c_${peerUserID}`

/** The other user of a one-to-one conversation ID, or undefined when it is not one. */
export const peerOfC2CConversationID = (conversationID: string): string | undefined =>
  conversationID.startsWith('c2c_') && conversationID.length > 4 ? conversationID.slice(4) : undefined
