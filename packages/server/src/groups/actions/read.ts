import {
  ErrorCode,
  groupLimits,
  GroupRole,
  isGroupID,
  type GroupApplicationRecord,
  type GroupLookup,
  type GroupMemberRecord,
  type GroupRecord,
} from '@carillon/protocol'

import { limitsOf, mostMembers } from '../admission.ts'
import type { GroupsParts } from '../parts.ts'
import { applicationsFor } from '../queries/applications.ts'
import { joinedGroups, lookUpGroups, type GroupOfUser } from '../queries/groups.ts'
import { findMembers, memberPage } from '../queries/members.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import {
  groupDone,
  groupRefused,
  noSuchGroup,
  notAMember,
  type GroupActor,
  type GroupMember,
  type GroupOutcome,
} from '../types.ts'
import { toTipUser } from '../with-group.ts'

interface Reader {
  sdkAppID: number
  userID: string
}

const groupsPerPage = 100
const mostApplications = 50
/** Of a group without limit the newest members are shown, as in the original. */
const newestShown = 31
const typesWith = (flag: 'isListed' | 'isHiddenUntilFirstMessage', value: boolean): string[] =>
  Object.entries(groupTypeRules).flatMap(([type, rules]) => (rules[flag] === value ? [type] : []))
const unlisted = typesWith('isListed', false)
const hidden = typesWith('isHiddenUntilFirstMessage', true)

/** Groups a user has joined, a page at a time, in the order of joining. */
export const joinedGroupsOf = async (
  parts: GroupsParts,
  reader: Reader,
  cursor: string | undefined,
): Promise<GroupOutcome<{ groups: GroupRecord[]; nextCursor?: string }>> => {
  const afterNumber = numberOf(cursor, 0)
  if (afterNumber === undefined) return badCursor
  const page = { afterNumber, limit: groupsPerPage, unlisted, hidden }
  const found = await joinedGroups(parts.database, reader, page)
  const limits = await limitsOf(parts, reader.sdkAppID)
  const last = found.at(-1)?.memberNumber
  return groupDone({
    groups: found.map((group) => toGroupRecord(group, mostMembers(group, limits))),
    ...(found.length === groupsPerPage && last != null ? { nextCursor: String(last) } : {}),
  })
}

/** Each of the groups as the reader sees it, or why it cannot be shown, in the order asked for. */
export const lookUp = async (
  parts: GroupsParts,
  reader: Reader,
  groupIDs: readonly string[],
): Promise<GroupOutcome<{ groups: GroupLookup[] }>> => {
  const found = await lookUpGroups(parts.database, reader, groupIDs.filter(isGroupID))
  const limits = await limitsOf(parts, reader.sdkAppID)
  const byID = new Map(found.map((group) => [group.groupID, group]))
  return groupDone({
    groups: groupIDs.map((groupID): GroupLookup => {
      const group = byID.get(groupID)
      if (group && (group.role !== null || group.groupType !== 'Work'))
        return { groupID, group: toGroupRecord(group, mostMembers(group, limits)) }
      if (group) return { groupID, code: notAMember(groupID).code, desc: notAMember(groupID).desc }
      const { code, desc } = isGroupID(groupID)
        ? noSuchGroup(groupID)
        : groupRefused(ErrorCode.GROUP_INVALID_GROUPID, 'groupID: not the ID of a group.')
      return { groupID, code, desc }
    }),
  })
}

/** Members of a group, a page at a time. */
export const listMembers = async (
  parts: GroupsParts,
  reader: GroupActor,
  { filter, cursor }: { filter: 0 | 1 | 2 | 4; cursor?: string },
): Promise<GroupOutcome<{ members: GroupMemberRecord[]; nextCursor?: string }>> => {
  const state = await parts.memory.find(reader)
  if (!state) return noSuchGroup(reader.groupID)
  if (state.roleOf(reader.userID) === undefined) return notAMember(reader.groupID)
  const isNewestFirst = state.groupType === 'AVChatRoom'
  const afterNumber = numberOf(cursor, isNewestFirst ? Number.MAX_SAFE_INTEGER : 0)
  if (afterNumber === undefined) return badCursor
  const role = roleOfFilter[filter]
  const limit = isNewestFirst ? newestShown : groupLimits.membersPerPage
  const found = await memberPage(parts.database, reader, {
    afterNumber,
    isNewestFirst,
    limit,
    nowMs: parts.clock.now(),
    ...(role === undefined ? {} : { role }),
  })
  const last = found.at(-1)
  return groupDone({
    members: found.map(toMemberRecord),
    ...(found.length === limit && last && !isNewestFirst ? { nextCursor: String(last.memberNumber) } : {}),
  })
}

const roleOfFilter: Readonly<Record<0 | 1 | 2 | 4, GroupRole | undefined>> = {
  0: undefined,
  1: GroupRole.Owner,
  2: GroupRole.Admin,
  4: GroupRole.Member,
}

/** Those of the users who are members, in no order that means anything. */
export const membersInfo = async (
  parts: GroupsParts,
  reader: GroupActor,
  userIDs: readonly string[],
): Promise<GroupOutcome<{ members: GroupMemberRecord[] }>> => {
  const state = await parts.memory.find(reader)
  if (!state) return noSuchGroup(reader.groupID)
  if (state.roleOf(reader.userID) === undefined) return notAMember(reader.groupID)
  const found = await findMembers(parts.database, reader, userIDs, parts.clock.now())
  return groupDone({ members: found.map(toMemberRecord) })
}

/** Members who are connected to this server. */
export const onlineCount = async (
  parts: GroupsParts,
  reader: GroupActor,
): Promise<GroupOutcome<{ count: number }>> => {
  const state = await parts.memory.find(reader)
  if (!state) return noSuchGroup(reader.groupID)
  if (state.groupType === 'Work' && state.roleOf(reader.userID) === undefined)
    return notAMember(reader.groupID)
  return groupDone({ count: parts.connections.connectedOf(reader.sdkAppID, state.members).length })
}

/** Applications to the groups the reader owns or administers, newest first. */
export const applicationsOf = async (
  parts: GroupsParts,
  reader: Reader,
): Promise<GroupOutcome<{ applications: GroupApplicationRecord[] }>> => {
  const found = await applicationsFor(parts.database, reader, mostApplications)
  return groupDone({
    applications: found.map((application): GroupApplicationRecord => {
      const { groupID, fromUserID, nickName, faceUrl, toUserID, type, requestMessage } = application
      const { addedAtMs, handledBy, isAgreed, handleMessage } = application
      const handled = handledBy === reader.userID ? 2 : 1
      return {
        groupID,
        fromUser: toTipUser({ userID: fromUserID, nickName, faceUrl }),
        toUserID,
        type,
        requestMessage,
        addTimeMs: addedAtMs,
        handleStatus: handledBy === null ? 0 : handled,
        handleResult: isAgreed === true ? 1 : 0,
        handleMessage,
      }
    }),
  })
}

const badCursor = groupRefused(
  ErrorCode.GROUP_INVALID_PARAMETERS,
  'cursor: not one that a page before this one gave.',
)

const numberOf = (cursor: string | undefined, first: number): number | undefined => {
  if (cursor === undefined) return first
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
}

const toGroupRecord = (group: GroupOfUser, most: number): GroupRecord => ({
  groupID: group.groupID,
  groupType: group.groupType,
  groupName: group.groupName,
  introduction: group.introduction,
  notification: group.notification,
  faceUrl: group.faceUrl,
  isAllMuted: group.isAllMuted,
  isSupportTopic: group.isSupportTopic,
  ...(group.owner === null ? {} : { owner: group.owner }),
  addOption: group.addOption,
  createTimeMs: group.createdAtMs,
  lastInfoTimeMs: group.infoChangedAtMs,
  ...(group.lastMessageAtMs === null || group.lastMessageAtMs < group.createdAtMs
    ? {}
    : { lastMessageTimeMs: group.lastMessageAtMs }),
  memberCount: group.memberCount,
  ...(Number.isFinite(most) ? { maxMemberCount: most } : {}),
  customInfo: group.customInfo,
  ...(group.role === null
    ? {}
    : {
        mine: {
          role: group.role,
          receiveOption: group.receiveOption ?? groupTypeRules[group.groupType].receiveOption,
          joinTimeMs: group.joinedAtMs ?? 0,
          nameCard: group.nameCard ?? '',
        },
      }),
})

const toMemberRecord = (member: GroupMember): GroupMemberRecord => ({
  ...toTipUser(member),
  role: member.role,
  joinTimeMs: member.joinedAtMs,
  ...(member.mutedUntilMs === null ? {} : { mutedUntilMs: member.mutedUntilMs }),
  customInfo: member.customInfo,
})
