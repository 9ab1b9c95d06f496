import type { V2TimMessage } from './messages.ts'

/** A message of a group that mentions me and is not read. */
export interface V2TimGroupAtInfo {
  seq: string
  /** 1 me, 2 all, 3 both. */
  atType: number
}

/** A conversation. */
export interface V2TimConversation {
  /** `c2c_<userID>` or `group_<groupID>`. */
  conversationID: string
  /** 1 one-to-one, 2 group. */
  type?: number
  userID?: string
  groupID?: string
  /** The other's nickname or the group's name; else the ID. */
  showName?: string
  faceUrl?: string
  groupType?: string
  unreadCount?: number
  /** Absent when there is none to show. */
  lastMessage?: V2TimMessage
  draftText?: string
  /** Seconds since the epoch. */
  draftTimestamp?: number
  isPinned?: boolean
  /** `ReceiveMsgOptEnum`. */
  recvOpt?: number
  groupAtInfoList?: V2TimGroupAtInfo[]
  /** Orders the list: the greater, the newer. */
  orderkey?: number
  /** Marks by their numbers, as `markConversation` takes them. The original's bridge leaves them out. */
  markList?: number[]
  /** As `setConversationCustomData` set it. The original's bridge leaves it out. */
  customData?: string
  /** Names of the groups of conversations it is in. The original's bridge leaves them out. */
  conversationGroupList?: string[]
}

/** A page of conversations. */
export interface V2TimConversationResult {
  /** For the next page. */
  nextSeq?: string
  isFinished?: boolean
  conversationList?: V2TimConversation[]
}

/** Which conversations `getConversationListByFilter` is to give; what is absent does not matter. */
export interface V2TimConversationListFilter {
  /** 1 one-to-one, 2 group. */
  conversationType?: number | undefined
  /** 0 or absent: from the beginning. */
  nextSeq?: number | string | undefined
  /** 100 when absent. */
  count?: number | undefined
  /** A mark's number, as `markConversation` takes it. */
  markType?: number | undefined
  /** Name of a group of conversations. */
  groupName?: string | undefined
}

/** What became of one conversation of several. */
export interface V2TimConversationOperationResult {
  conversationID?: string
  /** 0; 6004 for no conversation of mine, 51007 for a group that is no more. */
  resultCode?: number
  resultInfo?: string
}

/** What happens to my conversations, here or on another of my devices. */
export interface V2TimConversationListener {
  /** After a login or reconnect: the list is being brought up to date. */
  onSyncServerStart?(): void
  onSyncServerFinish?(): void
  onSyncServerFailed?(): void
  onNewConversation?(conversationList: V2TimConversation[]): void
  onConversationChanged?(conversationList: V2TimConversation[]): void
  /** Muted conversations do not count. */
  onTotalUnreadMessageCountChanged?(totalUnreadCount: number): void
  onConversationGroupCreated?(groupName: string, conversationList: V2TimConversation[]): void
  onConversationGroupDeleted?(groupName: string): void
  onConversationGroupNameChanged?(oldName: string, newName: string): void
  onConversationsAddedToGroup?(groupName: string, conversationList: V2TimConversation[]): void
  onConversationsDeletedFromGroup?(groupName: string, conversationList: V2TimConversation[]): void
}
