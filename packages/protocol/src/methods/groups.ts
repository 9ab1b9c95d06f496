import type {
  GroupAddOption,
  GroupApplicationRecord,
  GroupCustomInfo,
  GroupMemberRecord,
  GroupRecord,
  GroupRole,
  GroupType,
} from '../groups.ts'

export interface CreateGroupParams {
  groupType: GroupType
  groupName: string
  /** The app's own ID; absent for one the server makes. */
  groupID?: string
  introduction?: string
  notification?: string
  faceUrl?: string
  isAllMuted?: boolean
  isSupportTopic?: boolean
  /** Absent for the type's default. */
  addOption?: GroupAddOption
  members?: { userID: string; role?: 200 | 300 }[]
  customInfo?: GroupCustomInfo
  /** uint32 chosen by the creator, of use without `groupID`: the same (creator, random) again is the same group. */
  random?: number
}

/** Changes to a group; what is absent stays. */
export interface SetGroupInfoParams {
  groupID: string
  groupName?: string
  introduction?: string
  notification?: string
  faceUrl?: string
  isAllMuted?: boolean
  addOption?: GroupAddOption
  /** Fields to set; '' removes one. */
  customInfo?: GroupCustomInfo
}

export interface ListGroupMembersParams {
  groupID: string
  /** Numbers of `GroupMemberFilterTypeEnum`: 0 all, 1 the owner, 2 administrators, 4 ordinary members. */
  filter: 0 | 1 | 2 | 4
  /** `nextCursor` of the page before; absent for the first. */
  cursor?: string
}

/** What became of one user of an invitation or removal: 0 failed, 1 done, 2 a member already (or no member), 3 waits for approval, 4 over a limit. */
export interface GroupMemberResult {
  userID: string
  result: 0 | 1 | 2 | 3 | 4
}

/** A group that was asked for, or why it cannot be shown. */
export type GroupLookup = { groupID: string } & ({ group: GroupRecord } | { code: number; desc: string })

/** Which application is meant. */
export interface GroupApplicationKey {
  groupID: string
  fromUserID: string
  /** The invited one; '' when somebody applied for himself. */
  toUserID: string
}

type Nothing = Record<string, never>

/** Requests about groups. */
export interface GroupMethods {
  'group.create': { params: CreateGroupParams; result: { groupID: string } }
  /** `isPending`: the owner and the administrators were asked. */
  'group.join': { params: { groupID: string; message: string }; result: { isPending: boolean } }
  'group.quit': { params: { groupID: string }; result: Nothing }
  'group.dismiss': { params: { groupID: string }; result: Nothing }
  /** Groups the user has joined, in the order of joining; `nextCursor` is absent on the last page. */
  'group.joined': { params: { cursor?: string }; result: { groups: GroupRecord[]; nextCursor?: string } }
  'group.info': { params: { groupIDs: string[] }; result: { groups: GroupLookup[] } }
  'group.setInfo': { params: SetGroupInfoParams; result: Nothing }
  'group.onlineCount': { params: { groupID: string }; result: { count: number } }
  'group.members': {
    params: ListGroupMembersParams
    /** `nextCursor` is absent on the last page. */
    result: { members: GroupMemberRecord[]; nextCursor?: string }
  }
  'group.membersInfo': {
    params: { groupID: string; userIDs: string[] }
    result: { members: GroupMemberRecord[] }
  }
  'group.setMemberInfo': {
    params: { groupID: string; userID: string; nameCard?: string; customInfo?: GroupCustomInfo }
    result: Nothing
  }
  'group.muteMember': { params: { groupID: string; userID: string; seconds: number }; result: Nothing }
  'group.invite': {
    params: { groupID: string; userIDs: string[] }
    result: { results: GroupMemberResult[] }
  }
  'group.kick': {
    params: { groupID: string; userIDs: string[]; reason?: string }
    result: { results: GroupMemberResult[] }
  }
  'group.setRole': { params: { groupID: string; userID: string; role: GroupRole }; result: Nothing }
  'group.transferOwner': { params: { groupID: string; userID: string }; result: Nothing }
  'group.applications': { params: Nothing; result: { applications: GroupApplicationRecord[] } }
  'group.handleApplication': {
    params: GroupApplicationKey & { isAgreed: boolean; message: string }
    result: Nothing
  }
}

export const groupMethods = [
  'group.create',
  'group.join',
  'group.quit',
  'group.dismiss',
  'group.joined',
  'group.info',
  'group.setInfo',
  'group.onlineCount',
  'group.members',
  'group.membersInfo',
  'group.setMemberInfo',
  'group.muteMember',
  'group.invite',
  'group.kick',
  'group.setRole',
  'group.transferOwner',
  'group.applications',
  'group.handleApplication',
] as const satisfies readonly (keyof GroupMethods)[]
