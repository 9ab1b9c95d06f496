import {
  ErrorCode,
  type GroupAddOption,
  type GroupCustomInfo,
  type GroupRole,
  type GroupType,
} from '@carillon/protocol'

/** Which group. */
export interface GroupKey {
  sdkAppID: number
  groupID: string
}

/** A user who asks for something about a group. */
export interface GroupActor extends GroupKey {
  userID: string
  /** The app itself asks, by its console: no member, and with every right that the type of the group has. */
  isAdministrator?: true
}

/** The name under which members hear of what the app itself does. */
const administratorUserID = 'administrator'

/** The app itself, which asks for something about one of its groups. */
export const asAdministrator = ({ sdkAppID, groupID }: GroupKey): GroupActor => ({
  sdkAppID,
  groupID,
  userID: administratorUserID,
  isAdministrator: true,
})

/** A refusal with its code and a sentence for developers. */
export interface GroupRefusal {
  ok: false
  code: number
  desc: string
}

/** What became of a request about a group. */
export type GroupOutcome<T = Record<string, never>> = { ok: true; data: T } | GroupRefusal

export const groupRefused = (code: number, desc: string): GroupRefusal => ({ ok: false, code, desc })

export const groupDone = <T>(data: T): { ok: true; data: T } => ({ ok: true, data })

/** Thrown inside a transaction to roll it back and answer. */
export class GroupRefusedError extends Error {
  override readonly name = 'GroupRefusedError'
  readonly refusal: GroupRefusal

  constructor(refusal: GroupRefusal) {
    super(refusal.desc)
    this.refusal = refusal
  }
}

/** 10010. */
export const noSuchGroup = (groupID: string): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_NOT_FOUND,
    `There is no group ${JSON.stringify(groupID)}. It never existed, or was dismissed.`,
  )

/** 10007 for one who is no member. */
export const notAMember = (groupID: string): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_PERMISSION_DENY,
    `You are not a member of the group ${JSON.stringify(groupID)}. Join it first.`,
  )

/** A group as it is stored. */
export interface Group extends GroupKey {
  groupType: GroupType
  groupName: string
  introduction: string
  notification: string
  faceUrl: string
  owner: string | null
  addOption: GroupAddOption
  isAllMuted: boolean
  isSupportTopic: boolean
  customInfo: GroupCustomInfo
  maxMemberCount: number | null
  memberCount: number
  conversationID: number
  baseSeq: number
  createdAtMs: number
  infoChangedAtMs: number
}

/** A member as it is stored. */
export interface GroupMember {
  userID: string
  nickName: string | null
  faceUrl: string | null
  nameCard: string
  role: GroupRole
  joinedAtMs: number
  mutedUntilMs: number | null
  customInfo: GroupCustomInfo
}
