import type { GroupMemberResult } from '@carillon/protocol'

import { admit, limitsOf, mostMembers, usersAtLimit } from '../admission.ts'
import { announce } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { findMembers } from '../queries/members.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import { groupDone, type GroupActor, type GroupOutcome } from '../types.ts'
import { asEntitled, toTipUser, withGroup } from '../with-group.ts'

/** Puts users into a group, without asking them. */
export const inviteUsers = async (
  parts: GroupsParts,
  actor: GroupActor,
  given: readonly string[],
): Promise<GroupOutcome<{ results: GroupMemberResult[] }>> => {
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, group, nowMs } = locked
    const me = asEntitled(locked, 'invite')
    const limits = await limitsOf(parts, group.sdkAppID)
    const userIDs = [...new Set(given)]
    const before = await findMembers(db, group, userIDs, nowMs)
    const present = new Set(before.map((member) => member.userID))
    const absent = userIDs.filter((userID) => !present.has(userID))
    const atLimit = await usersAtLimit(locked, group.sdkAppID, absent, limits)
    const room = Math.max(0, mostMembers(group, limits) - group.memberCount)
    const wanted = absent.filter((userID) => !atLimit.has(userID))
    const added = new Set(
      await admit(
        locked,
        wanted.slice(0, room).map((userID) => ({ userID })),
      ),
    )
    const overLimit = new Set([...atLimit, ...wanted.slice(room)])
    const results = userIDs.map((userID): GroupMemberResult => {
      if (present.has(userID)) return { userID, result: 2 }
      if (overLimit.has(userID)) return { userID, result: 4 }
      return { userID, result: added.has(userID) ? 1 : 0 }
    })
    return { group, me, results, members: await findMembers(db, group, [...added], nowMs) }
  })
  if (!outcome.ok) return outcome
  const { group, me, results, members } = outcome.data
  if (members.length > 0) {
    const operator = toTipUser(me)
    const users = members.map(toTipUser)
    await announce(parts, {
      group,
      policy: groupTypeRules[group.groupType].comingAndGoing,
      notice: { groupID: group.groupID, kind: 'member-invited', operator, members: users },
      tip: { tip: 2, operator, members: users, memberCount: group.memberCount + users.length },
    })
  }
  return groupDone({ results })
}
