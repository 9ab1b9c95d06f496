import type { GroupInfoChange, TipUser } from './elements.ts'

/** The kinds of groups, under the original's names. */
export const groupTypes = ['Work', 'Public', 'Meeting', 'AVChatRoom', 'Community'] as const

/** A kind of group. */
export type GroupType = (typeof groupTypes)[number]

/** A member's role, numbers of `GroupMemberRoleTypeEnum`. */
export const GroupRole = { Member: 200, Admin: 300, Owner: 400 } as const
export type GroupRole = (typeof GroupRole)[keyof typeof GroupRole]

/** How one comes into a group, numbers of `GroupAddOptEnum`: 0 nobody may apply, 1 with approval, 2 at once. */
export type GroupAddOption = 0 | 1 | 2

/** Limits of groups that both sides of the socket know. Bytes are of UTF-8. */
export const groupLimits = {
  groupIDBytes: 48,
  nameBytes: 100,
  introductionBytes: 400,
  notificationBytes: 400,
  faceUrlBytes: 500,
  nameCardBytes: 50,
  applicationMessageBytes: 300,
  /** Members a client may put into a group as it makes it. */
  initialMembers: 20,
  /** Users one invitation or one removal may name. */
  usersPerCall: 100,
  /** Groups one look-up may name. */
  groupsPerCall: 50,
  membersPerPage: 100,
  customInfoKeys: 10,
  customInfoKeyBytes: 16,
  customInfoValueBytes: 512,
  /** Longest a member can be muted: a uint32 of seconds, which means for ever. */
  muteSeconds: 0xffff_ffff,
  targets: 50,
  mentions: 30,
} as const

/** Prefix of the IDs the server makes; an app's own IDs must not have it. */
export const ownGroupIDPrefix = '@TGS#'

/** Prefix of every community's ID, also of those an app chooses. */
export const communityIDPrefix = '@TGS#_'

/** Whether `groupID` is one: printable ASCII, 1 to 48 bytes. */
export const isGroupID = (groupID: string): boolean => /^[\x20-\x7e]{1,48}$/.test(groupID)

/** Custom fields by name. */
export type GroupCustomInfo = Record<string, string>

/** A group as its members see it. */
export interface GroupRecord {
  groupID: string
  groupType: GroupType
  groupName: string
  introduction: string
  notification: string
  faceUrl: string
  isAllMuted: boolean
  isSupportTopic: boolean
  /** Absent when the group has none. */
  owner?: string
  addOption: GroupAddOption
  createTimeMs: number
  /** When one of the fields here last changed. */
  lastInfoTimeMs: number
  /** When its last message was stored; absent for none. */
  lastMessageTimeMs?: number
  memberCount: number
  /** Absent for no limit. */
  maxMemberCount?: number
  customInfo: GroupCustomInfo
  /** What is the asking user's own of it; absent when not a member. */
  mine?: { role: GroupRole; receiveOption: number; joinTimeMs: number; nameCard: string }
}

/** A member of a group. */
export interface GroupMemberRecord extends TipUser {
  role: GroupRole
  joinTimeMs: number
  /** May speak again from this instant on; absent when not muted. */
  mutedUntilMs?: number
  customInfo: GroupCustomInfo
}

/** An application to join, or an invitation that waits for approval; numbers of `GroupApplicationTypeEnum`. */
export interface GroupApplicationRecord {
  groupID: string
  fromUser: TipUser
  /** The invited one; '' when somebody applies for himself. */
  toUserID: string
  type: 0 | 1
  requestMessage: string
  addTimeMs: number
  /** 0 not yet, 1 by another, 2 by the asking user. */
  handleStatus: 0 | 1 | 2
  /** 0 refused, 1 agreed; 0 until it is handled. */
  handleResult: 0 | 1
  handleMessage: string
}

/** Something happened in a group. Told to those who are connected; `groupID` says where. */
export type GroupNotice = { groupID: string } & (
  | { kind: 'created' }
  | { kind: 'dismissed'; operator: TipUser }
  | { kind: 'member-entered'; members: TipUser[] }
  | { kind: 'member-left'; member: TipUser }
  | { kind: 'member-invited'; operator: TipUser; members: TipUser[] }
  | { kind: 'member-kicked'; operator: TipUser; members: TipUser[] }
  /** `muteSeconds`: 0 for no more. */
  | { kind: 'member-info-changed'; changes: { userID: string; muteSeconds: number }[] }
  | { kind: 'info-changed'; operator: TipUser; changes: GroupInfoChange[] }
  /** Somebody applies to join; told to the owner and the administrators. */
  | { kind: 'application-received'; applicant: TipUser; message: string }
  /** My application was handled. */
  | { kind: 'application-processed'; operator: TipUser; isAgreed: boolean; message: string }
  | { kind: 'admins-granted'; operator: TipUser; members: TipUser[] }
  | { kind: 'admins-revoked'; operator: TipUser; members: TipUser[] }
  /** I left the group, here or on another device. */
  | { kind: 'quit' }
)
