import type { OfflinePushInfo } from '@carillon/protocol'

import type { V2TimCustomElem, V2TimTextElem } from './elements.ts'

/**
 * How the push of a message looks when its receiver's phone sleeps. All fields may be absent.
 * The fields beyond `title`, `desc`, `disablePush`, `iOSSound`, `ignoreIOSBadge`,
 * `androidOPPOChannelID`, `androidVIVOClassification`, `androidSound` and `ext` are those of the
 * original's native SDK.
 */
export type V2TimOfflinePushInfo = { [K in keyof OfflinePushInfo]?: OfflinePushInfo[K] | undefined }

/** A message. A field that does not apply is absent, never null or the text "null". */
export interface V2TimMessage {
  /** Unique, the same on every device. Absent until sent; a message that failed has the local one `reSendMessage` takes. */
  msgID?: string
  /** Seconds since the epoch. */
  timestamp?: number
  /** 0 to 100. */
  progress?: number
  sender?: string
  nickName?: string
  friendRemark?: string
  faceUrl?: string
  nameCard?: string
  groupID?: string
  /** The other side of a one-to-one conversation, also for my own messages. */
  userID?: string
  /** 1 sending, 2 sent, 3 failed, 4 deleted, 5 imported locally, 6 recalled. */
  status?: number
  elemType?: number
  textElem?: V2TimTextElem
  customElem?: V2TimCustomElem
  localCustomData?: string
  localCustomInt?: number
  cloudCustomData?: string
  isSelf?: boolean
  isRead?: boolean
  isPeerRead?: boolean
  priority?: number
  offlinePushInfo?: V2TimOfflinePushInfo
  groupAtUserList?: string[]
  /** Place in its conversation, as text. */
  seq?: string
  random?: number
  isExcludedFromUnreadCount?: boolean
  isExcludedFromLastMessage?: boolean
  isSupportMessageExtension?: boolean
  /** The temporary ID of a message made here. */
  id?: string
  needReadReceipt?: boolean
}

/** What the createXxx methods answer. */
export interface V2TimMsgCreateInfoResult {
  /** Temporary ID, taken by `sendMessage`. */
  id?: string
  messageInfo: V2TimMessage
}

/** A read receipt. */
export interface V2TimMessageReceipt {
  userID: string
  timestamp: number
  groupID?: string
  msgID?: string
  readCount?: number
  unreadCount?: number
}

/** What `createCustomMessage` takes. */
export interface CreateCustomMessageParam {
  data: string
  /** Push text: a custom message without it (and without `offlinePushInfo.desc`) is not pushed. */
  desc?: string | undefined
  /** Handed to the app when the push is tapped, unless `offlinePushInfo.ext` is given. */
  extension?: string | undefined
}

/** What `sendMessage` takes. One of `receiver` and `groupID` is '' or absent. */
export interface SendMessageParam {
  /** The temporary ID a createXxx method answered. */
  id: string
  receiver?: string | undefined
  groupID?: string | undefined
  /** Only for those who are connected now: not stored, not pushed. */
  onlineUserOnly?: boolean | undefined
  isExcludedFromLastMessage?: boolean | undefined
  isExcludedFromUnreadCount?: boolean | undefined
  isSupportMessageExtension?: boolean | undefined
  needReadReceipt?: boolean | undefined
  offlinePushInfo?: V2TimOfflinePushInfo | undefined
  /** Travels with the message, at most 8 KB. */
  cloudCustomData?: string | undefined
  /** Stays on this device. */
  localCustomData?: string | undefined
  priority?: number | undefined
}
