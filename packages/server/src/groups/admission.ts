import { ErrorCode, GroupRole, type GroupType } from '@carillon/protocol'

import type { AppSettings } from '../tenants/types.ts'
import type { GroupsParts } from './parts.ts'
import { enterConversation, leaveConversation } from './queries/conversation.ts'
import { groupCounts } from './queries/groups.ts'
import { addMembers, lockUsers, removeMembers } from './queries/members.ts'
import { groupTypeRules } from './rules/group-types.ts'
import { groupRefused, type Group, type GroupRefusal } from './types.ts'
import type { LockedGroup } from './with-group.ts'

type Limits = AppSettings['groups']

/** An app's limits of groups. */
export const limitsOf = async (parts: GroupsParts, sdkAppID: number): Promise<Limits | undefined> =>
  (await parts.tenants.app(sdkAppID))?.settings.groups

/** Members a group may have. */
export const mostMembers = (
  group: Pick<Group, 'groupType' | 'maxMemberCount'>,
  limits: Limits | undefined,
): number => group.maxMemberCount ?? mostOfType(group.groupType, limits)

const mostOfType = (groupType: GroupType, limits: Limits | undefined): number => {
  if (!limits) return 0
  const most: Record<GroupType, number> = {
    Work: limits.workMembers,
    Public: limits.publicMembers,
    Meeting: limits.meetingMembers,
    Community: limits.communityMembers,
    AVChatRoom: Number.POSITIVE_INFINITY,
  }
  return most[groupType]
}

/** Those of the users who are in as many groups as a user may be. */
export const usersAtLimit = async (
  locked: Pick<LockedGroup, 'db'>,
  sdkAppID: number,
  userIDs: readonly string[],
  limits: Limits | undefined,
): Promise<ReadonlySet<string>> => {
  const counts = await groupCounts(locked.db, sdkAppID, userIDs)
  const most = limits?.groupsPerUser ?? 0
  return new Set(userIDs.filter((userID) => (counts.get(userID) ?? 0) >= most))
}

/** 10014. */
export const fullGroup = (most: number): GroupRefusal =>
  groupRefused(ErrorCode.GROUP_FULL_MEMBER_COUNT, `The group is full: it takes ${most} members.`)

/** 10037. */
export const tooManyGroups = (limits: Limits | undefined): GroupRefusal =>
  groupRefused(
    ErrorCode.GROUP_COUNT_LIMIT,
    `The user is in ${limits?.groupsPerUser ?? 0} groups, which is as many as the app allows. Leave one first.`,
  )

/** Makes users members of a locked group and lets them into its conversation. Answers those who are new. */
export const admit = async (
  { db, notes, group, nowMs }: Pick<LockedGroup, 'db' | 'notes' | 'group' | 'nowMs'>,
  users: readonly { userID: string; role?: GroupRole }[],
): Promise<string[]> => {
  const members = users.map(({ userID, role = GroupRole.Member }) => ({ userID, role }))
  // Before they are referred to: a reference holds a weaker lock, and two that want more wait for each other.
  await lockUsers(
    db,
    group.sdkAppID,
    members.map(({ userID }) => userID),
  )
  const added = await addMembers(db, group, members, nowMs)
  if (added.length === 0) return []
  const rules = groupTypeRules[group.groupType]
  if (rules.isStored)
    await enterConversation(db, {
      sdkAppID: group.sdkAppID,
      conversationID: group.conversationID,
      userIDs: added,
      receiveOption: rules.receiveOption,
      historyFromSeq: rules.hasHistoryForNewMembers ? group.baseSeq : undefined,
    })
  await notes.note(group, { kind: 'added', userIDs: added })
  for (const { userID, role } of members)
    if (role !== GroupRole.Member) await notes.note(group, { kind: 'member', userID, role })
  return added
}

/** Takes members out of a locked group and its conversation. Answers who was one. */
export const release = async (
  { db, notes, group }: Pick<LockedGroup, 'db' | 'notes' | 'group'>,
  userIDs: readonly string[],
): Promise<string[]> => {
  const rules = groupTypeRules[group.groupType]
  const removed = await removeMembers(db, group, userIDs, !rules.muteOutlivesLeaving)
  if (removed.length === 0) return []
  const { sdkAppID, conversationID } = group
  if (rules.isStored) await leaveConversation(db, { sdkAppID, conversationID, userIDs: removed })
  await notes.note(group, { kind: 'removed', userIDs: removed })
  if (!rules.muteOutlivesLeaving)
    for (const userID of removed) await notes.note(group, { kind: 'muted', userID, untilMs: 0 })
  return removed
}
