import type { StringMap } from './callbacks.ts'
import type { V2TimGroupChangeInfo, V2TimGroupMemberChangeInfo, V2TimGroupMemberInfo } from './group-tips.ts'

/** A group. What is given to `setGroupInfo` may leave out all but `groupID`. */
export interface V2TimGroupInfo {
  groupID: string
  /** "Work", "Public", "Meeting", "AVChatRoom" or "Community". */
  groupType: string
  groupName?: string
  notification?: string
  introduction?: string
  faceUrl?: string
  isAllMuted?: boolean
  isSupportTopic?: boolean
  owner?: string
  /** Seconds since the epoch. */
  createTime?: number
  /** `GroupAddOptEnum`: 0 nobody may apply, 1 with approval, 2 at once. */
  groupAddOpt?: number
  /** As `groupAddOpt`: the name the original's native side reads. */
  addOpt?: number
  /** When one of the fields here last changed, in seconds since the epoch. */
  lastInfoTime?: number
  /** Seconds since the epoch. */
  lastMessageTime?: number
  memberCount?: number
  onlineCount?: number
  /** Mine: 200 member, 300 administrator, 400 owner, 0 not a member. */
  role?: number
  /** Mine, `ReceiveMsgOptEnum`. */
  recvOpt?: number
  /** Mine, in seconds since the epoch. */
  joinTime?: number
  customInfo?: StringMap
}

/** A group that was asked for, or why it cannot be shown. */
export interface V2TimGroupInfoResult {
  resultCode?: number
  resultMessage?: string
  groupInfo?: V2TimGroupInfo
}

/** A first member of a new group. */
export interface V2TimGroupMember {
  userID: string
  /** 200 member, 300 administrator. */
  role: number
}

/** A member with all there is to know. */
export interface V2TimGroupMemberFullInfo extends V2TimGroupMemberInfo {
  /** 200 member, 300 administrator, 400 owner. */
  role?: number
  /** May speak again from then on, in seconds since the epoch; 0 when not muted. */
  muteUntil?: number
  /** Seconds since the epoch. */
  joinTime?: number
  customInfo?: StringMap
}

/** A page of members. */
export interface V2TimGroupMemberInfoResult {
  /** For the next page; "0" on the last. */
  nextSeq?: string
  memberInfoList?: V2TimGroupMemberFullInfo[]
}

/** What became of one user of an invitation or removal. */
export interface V2TimGroupMemberOperationResult {
  memberID?: string
  /** 0 failed, 1 done, 2 a member already (or none), 3 waits for approval, 4 over a limit. */
  result?: number
}

/** An application to join a group. */
export interface V2TimGroupApplication {
  groupID: string
  fromUser?: string
  fromUserNickName?: string
  fromUserFaceUrl?: string
  /** The invited one; '' when somebody applied for himself. */
  toUser?: string
  /** Seconds since the epoch. */
  addTime?: number
  requestMsg?: string
  handleMsg?: string
  /** As `handleMsg`: the name the original really gives. */
  handledMsg?: string
  /** `GroupApplicationTypeEnum`: 0 join, 1 invitation. */
  type: number
  /** 0 not handled, 1 by another, 2 by me. */
  handleStatus: number
  /** 0 refused, 1 agreed. */
  handleResult: number
}

/** Applications to the groups I own or administer. */
export interface V2TimGroupApplicationResult {
  /** Those that nobody has handled. */
  unreadCount?: number
  groupApplicationList?: V2TimGroupApplication[]
}

/** What `getGroupManager().createGroup` takes. */
export interface CreateGroupParam {
  groupType: string
  groupName: string
  /** Own IDs are printable ASCII of at most 48 bytes and do not begin with `@TGS#`; a Community's begins with `@TGS#_`. */
  groupID?: string | undefined
  notification?: string | undefined
  introduction?: string | undefined
  faceUrl?: string | undefined
  isAllMuted?: boolean | undefined
  isSupportTopic?: boolean | undefined
  addOpt?: number | undefined
  /** At most 20; not for an AVChatRoom. */
  memberList?: V2TimGroupMember[] | undefined
}

/** What happens in groups. Only for those who are connected: see docs/sdk.md. */
export interface V2TimGroupListener {
  onMemberEnter?(groupID: string, memberList: V2TimGroupMemberInfo[]): void
  onMemberLeave?(groupID: string, member: V2TimGroupMemberInfo): void
  onMemberInvited?(groupID: string, opUser: V2TimGroupMemberInfo, memberList: V2TimGroupMemberInfo[]): void
  onMemberKicked?(groupID: string, opUser: V2TimGroupMemberInfo, memberList: V2TimGroupMemberInfo[]): void
  /** Members were muted, or may speak again. */
  onMemberInfoChanged?(groupID: string, changeInfo: V2TimGroupMemberChangeInfo[]): void
  /** I made a group, here or on another device. */
  onGroupCreated?(groupID: string): void
  onGroupDismissed?(groupID: string, opUser: V2TimGroupMemberInfo): void
  onGroupRecycled?(groupID: string, opUser: V2TimGroupMemberInfo): void
  onGroupInfoChanged?(groupID: string, changeInfos: V2TimGroupChangeInfo[]): void
  /** Somebody wants to join. For the owner and administrators. */
  onReceiveJoinApplication?(groupID: string, member: V2TimGroupMemberInfo, opReason: string): void
  /** My application was handled. */
  onApplicationProcessed?(
    groupID: string,
    opUser: V2TimGroupMemberInfo,
    isAgreeJoin: boolean,
    opReason: string,
  ): void
  onGrantAdministrator?(
    groupID: string,
    opUser: V2TimGroupMemberInfo,
    memberList: V2TimGroupMemberInfo[],
  ): void
  onRevokeAdministrator?(
    groupID: string,
    opUser: V2TimGroupMemberInfo,
    memberList: V2TimGroupMemberInfo[],
  ): void
  /** I left a group, here or on another device. */
  onQuitFromGroup?(groupID: string): void
  onReceiveRESTCustomData?(groupID: string, customData: string): void
  onGroupAttributeChanged?(groupID: string, groupAttributeMap: StringMap): void
  onTopicCreated?(groupID: string, topicID: string): void
  onTopicDeleted?(groupID: string, topicIDList: string[]): void
  onTopicInfoChanged?(groupID: string, topicInfo: object): void
}
