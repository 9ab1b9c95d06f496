import { ErrorCode, GroupRole, type GroupMemberResult } from '@carillon/protocol'

import { release } from '../admission.ts'
import { announce, tellUsers } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { closeConversation } from '../queries/conversation.ts'
import { deleteGroup, updateGroup } from '../queries/groups.ts'
import { findMembers, oldestMember, setRole } from '../queries/members.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import { mayDo } from '../rules/rights.ts'
import { groupDone, groupRefused, type Group, type GroupActor, type GroupOutcome } from '../types.ts'
import {
  asEntitled,
  asMember,
  notEntitled,
  refuse,
  toTipUser,
  withGroup,
  type LockedGroup,
} from '../with-group.ts'

/** Leaves a group. Where the owner may, the group passes to the member who has been there longest. */
export const quitGroup = async (parts: GroupsParts, actor: GroupActor): Promise<GroupOutcome> => {
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { group } = locked
    const me = asMember(locked)
    const isOwner = me.role === GroupRole.Owner
    if (isOwner && !groupTypeRules[group.groupType].ownerMayQuit)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_SUPER_NOT_ALLOW_QUIT,
          `The owner of a ${group.groupType} group cannot leave it. Pass it on first, or dismiss it.`,
        ),
      )
    await release(locked, [me.userID])
    return { group, me, heir: isOwner ? await passOn(locked) : undefined }
  })
  if (!outcome.ok) return outcome
  const { group, me, heir } = outcome.data
  const { groupID, groupType } = group
  const user = toTipUser(me)
  tellUsers(parts, group.sdkAppID, [me.userID], { groupID, kind: 'quit' })
  await announce(parts, {
    group,
    policy: groupTypeRules[groupType].comingAndGoing,
    notice: { groupID, kind: 'member-left', member: user },
    tip: { tip: 3, operator: user, members: [user], memberCount: group.memberCount - 1 },
  })
  if (heir !== undefined) await announceOwner(parts, group, user, heir)
  return groupDone({})
}

/** Tells that a group has a new owner. */
export const announceOwner = async (
  parts: GroupsParts,
  group: Group,
  operator: ReturnType<typeof toTipUser>,
  newOwner: string,
): Promise<void> => {
  const changes = [{ type: 5, value: newOwner }]
  await announce(parts, {
    group,
    policy: groupTypeRules[group.groupType].infoChanges,
    notice: { groupID: group.groupID, kind: 'info-changed', operator, changes },
    tip: { tip: 7, operator, members: [], groupChanges: changes },
  })
}

/** The owner has gone: another gets the group. A group nobody is in is no more. */
const passOn = async ({ db, notes, group, nowMs }: LockedGroup): Promise<string | undefined> => {
  const heir = await oldestMember(db, group)
  if (heir === undefined) {
    await deleteGroup(db, group)
    await notes.note(group, { kind: 'reload' })
    return undefined
  }
  await setRole(db, group, heir, GroupRole.Owner)
  await updateGroup(db, group, { owner: heir }, nowMs)
  await notes.note(group, { kind: 'member', userID: heir, role: GroupRole.Owner })
  return heir
}

/** Ends a group. Its members keep what they had of its conversation. */
export const dismissGroup = async (parts: GroupsParts, actor: GroupActor): Promise<GroupOutcome> => {
  const members = (await parts.memory.find(actor))?.members ?? []
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group } = locked
    const me = asEntitled(locked, 'dismiss')
    await closeConversation(db, group.conversationID)
    await deleteGroup(db, group)
    await notes.note(group, { kind: 'reload' })
    return me
  })
  if (!outcome.ok) return outcome
  tellUsers(parts, actor.sdkAppID, members, {
    groupID: actor.groupID,
    kind: 'dismissed',
    operator: toTipUser(outcome.data),
  })
  return groupDone({})
}

/** Removes members. 10007 when the one who asks may remove none of them. */
export const kickMembers = async (
  parts: GroupsParts,
  actor: GroupActor,
  userIDs: readonly string[],
): Promise<GroupOutcome<{ results: GroupMemberResult[] }>> => {
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, group, nowMs } = locked
    const me = asEntitled(locked, 'kick')
    const members = await findMembers(db, group, userIDs, nowMs)
    const { groupType } = group
    const kicked = members.filter((member) =>
      mayDo('kick', { groupType, role: me.role, target: member.role }),
    )
    if (kicked.length === 0 && members.length > 0) return refuse(notEntitled('kick', group))
    await release(
      locked,
      kicked.map((member) => member.userID),
    )
    const done = new Set(kicked.map((member) => member.userID))
    const denied = new Set(members.map((member) => member.userID))
    const results = [...new Set(userIDs)].map((userID): GroupMemberResult => {
      if (done.has(userID)) return { userID, result: 1 }
      return { userID, result: denied.has(userID) ? 0 : 2 }
    })
    return { group, me, kicked, results }
  })
  if (!outcome.ok) return outcome
  const { group, me, kicked, results } = outcome.data
  if (kicked.length > 0) {
    const operator = toTipUser(me)
    const users = kicked.map(toTipUser)
    await announce(parts, {
      group,
      policy: groupTypeRules[group.groupType].comingAndGoing,
      notice: { groupID: group.groupID, kind: 'member-kicked', operator, members: users },
      tip: { tip: 4, operator, members: users, memberCount: group.memberCount - kicked.length },
      also: users.map((user) => user.userID),
    })
    // Where nobody else hears of it, they do.
    if (groupTypeRules[group.groupType].comingAndGoing === 'off')
      tellUsers(
        parts,
        group.sdkAppID,
        users.map((user) => user.userID),
        { groupID: group.groupID, kind: 'member-kicked', operator, members: users },
      )
  }
  return groupDone({ results })
}
