import type { OfflinePushInfo } from '@carillon/protocol'

import type {
  V2TimCustomElem,
  V2TimFaceElem,
  V2TimFileElem,
  V2TimGroupTipsElem,
  V2TimImageElem,
  V2TimLocationElem,
  V2TimMergerElem,
  V2TimSoundElem,
  V2TimTextElem,
  V2TimVideoElem,
} from './elements.ts'
import type { V2TimGroupMemberInfo } from './group-tips.ts'

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
  imageElem?: V2TimImageElem
  soundElem?: V2TimSoundElem
  videoElem?: V2TimVideoElem
  fileElem?: V2TimFileElem
  locationElem?: V2TimLocationElem
  faceElem?: V2TimFaceElem
  groupTipsElem?: V2TimGroupTipsElem
  mergerElem?: V2TimMergerElem
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

/** A message's element with the addresses of its files: the one key that fits is there. */
export interface V2TimMessageOnlineUrl {
  imageElem?: V2TimImageElem
  soundElem?: V2TimSoundElem
  videoElem?: V2TimVideoElem
  fileElem?: V2TimFileElem
}

/** How far a download is. */
export interface V2TimMessageDownloadProgress {
  isFinish: boolean
  isError: boolean
  msgID: string
  /** Bytes. */
  totalSize: number
  currentSize: number
  /** Of a picture: 0 original, 1 thumbnail, 2 large. */
  type: number
  isSnapshot: boolean
  /** Where the file lies, once it is finished. */
  path: string
  errorCode: number
  errorDesc: string
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

/** What `sendReplyMessage` takes: as `sendMessage`, but for the `cloudCustomData`, which says what is replied to. */
export interface SendReplyMessageParam extends Omit<SendMessageParam, 'cloudCustomData'> {
  replyMessage: V2TimMessage
}

/** What `modifyMessage` answers: `code` 8006 when somebody else was faster; `message` is the newest either way. */
export interface V2TimMessageChangeInfo {
  code?: number
  desc?: string
  message?: V2TimMessage
}

/** What a user wants to receive of another. */
export interface V2TimReceiveMessageOptInfo {
  c2CReceiveMessageOpt?: number
  userID: string
}

/** What a user wants to receive of all. Times of day are those of this device. */
export interface V2TimAllReceiveMessageOptInfo {
  allReceiveMessageOpt: number
  startHour: number
  startMinute: number
  startSecond: number
  /** Seconds since the epoch; 0: daily. */
  startTimeStamp: number
  /** Seconds. */
  duration: number
}

/** A page of those who have read a group message, or have not. */
export interface V2TimGroupMessageReadMemberList {
  nextSeq: number
  isFinished: boolean
  memberInfoList: V2TimGroupMemberInfo[]
}

/** A key and value attached to a message. */
export interface V2TimMessageExtension {
  extensionKey: string
  extensionValue: string
}

/** What became of one extension. The original's types say `message` where its answers say `extension`: both are here. */
export interface V2TimMessageExtensionResult {
  /** 0, 23001 when somebody else changed it meanwhile, 23004 when there is none to delete. */
  resultCode: number
  resultInfo: string
  extension: V2TimMessageExtension
  message: V2TimMessageExtension
}

/** What `searchLocalMessages` looks for. */
export interface V2TimMessageSearchParam {
  /** Absent: in all conversations. */
  conversationID?: string | undefined
  /** At most 5. */
  keywordList: string[]
  /** 0 one of the keywords is enough, 1 all of them. */
  type: number
  /** Senders, at most 5. */
  userIDList?: string[] | undefined
  /** Numbers of `MessageElemType`. */
  messageTypeList?: number[] | undefined
  /** Seconds since the epoch to search backwards from; 0 or absent: now. */
  searchTimePosition?: number | undefined
  /** Seconds to search backwards; 0 or absent: without end. */
  searchTimePeriod?: number | undefined
  pageSize?: number | undefined
  pageIndex?: number | undefined
}

/** What was found in one conversation. In a search of all conversations the list is there for a single hit alone. */
export interface V2TimMessageSearchResultItem {
  conversationID?: string
  messageCount?: number
  messageList?: V2TimMessage[]
}

/** What a search found: in one conversation its messages, else the conversations. */
export interface V2TimMessageSearchResult {
  totalCount?: number
  messageSearchResultItems?: V2TimMessageSearchResultItem[]
}
