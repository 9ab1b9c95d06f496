import type { ConsoleUser } from './console.ts'
import type { MessageElement } from './elements.ts'
import type { GroupAddOption, GroupRole, GroupType } from './groups.ts'

/** An account in the list of an app's accounts. */
export interface ConsoleAccount extends ConsoleUser {
  faceUrl: string | null
  createdAtMs: number
  /** Devices the user has logged in on. */
  devices: number
  /** Absent for one who never logged in. */
  lastSeenAtMs?: number
  isConnected: boolean
}

/** A page of accounts, in the order of their IDs. */
export interface ConsoleAccountPage {
  users: readonly ConsoleAccount[]
  /** Where the next page begins; absent on the last one. */
  next?: string
}

/** An account as a file of accounts names it. */
export interface ConsoleAccountLine {
  userID: string
  /** What is left out stays as it is. */
  nickName?: string
  faceUrl?: string
}

/** What became of one account of an import. */
export interface ConsoleImportResult {
  userID: string
  result: 'created' | 'changed' | 'refused'
  /** Why it was refused. */
  message?: string
}

/** A group in the list of an app's groups. */
export interface ConsoleGroup {
  groupID: string
  groupType: GroupType
  groupName: string
  /** Absent when it has none. */
  owner?: string
  memberCount: number
  createdAtMs: number
  isAllMuted: boolean
}

/** A page of groups, in the order of their IDs. */
export interface ConsoleGroupPage {
  groups: readonly ConsoleGroup[]
  next?: string
}

/** A group with its settings. */
export interface ConsoleGroupDetail extends ConsoleGroup {
  introduction: string
  notification: string
  faceUrl: string
  addOption: GroupAddOption
  /** Absent for any number. */
  maxMemberCount?: number
  /** When the last message was stored. */
  lastMessageAtMs?: number
  /** What the type of the group lets be done to it. */
  can: ConsoleGroupAbilities
}

/** What the type of a group lets be done from outside. */
export interface ConsoleGroupAbilities {
  addMembers: boolean
  removeMembers: boolean
  muteMembers: boolean
  muteAll: boolean
  changeAddOption: boolean
  changeRoles: boolean
  transferOwner: boolean
}

/** A member of a group. */
export interface ConsoleGroupMember {
  userID: string
  nickName: string | null
  nameCard: string
  role: GroupRole
  joinedAtMs: number
  /** May speak again from this instant on; absent when not muted. */
  mutedUntilMs?: number
}

/** A page of members, in the order in which they came. */
export interface ConsoleGroupMemberPage {
  members: readonly ConsoleGroupMember[]
  next?: string
}

/** A message without what it says. */
export interface ConsoleMessage {
  msgID: string
  seq: number
  senderUserID: string
  senderNickName?: string
  /** The other of a one-to-one conversation. */
  receiver?: string
  groupID?: string
  atMs: number
  kinds: readonly MessageElement['type'][]
  /** `deleted`: for everyone. */
  state: 'sent' | 'recalled' | 'deleted'
  /** Times it was modified; absent for never. */
  version?: number
  /** How many may see it, where not all of the conversation may. */
  visibleToCount?: number
}

/** A page of a conversation, latest first. */
export interface ConsoleMessagePage {
  messages: readonly ConsoleMessage[]
  /** The place the next page begins before; absent on the last one. */
  next?: number
}

/** What a message says. */
export interface ConsoleMessageContent {
  msgID: string
  elements: readonly MessageElement[]
  cloudCustomData?: string
  /** Why it was taken back, in the words of who did. */
  recallReason?: string
}
