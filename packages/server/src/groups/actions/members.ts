import { ErrorCode, GroupRole, groupLimits, type GroupCustomInfo } from '@carillon/protocol'

import { announce } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { updateGroup } from '../queries/groups.ts'
import { setMemberFields, setMutedUntil, setRole } from '../queries/members.ts'
import { checkTexts } from '../rules/check-fields.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import { groupDone, groupRefused, type GroupActor, type GroupOutcome } from '../types.ts'
import { asEntitled, asMember, memberOf, refuse, toTipUser, withGroup } from '../with-group.ts'
import { announceOwner } from './leave.ts'

/** Changes a member's name card and custom fields: one's own, or by right. */
export const setMemberInfo = async (
  parts: GroupsParts,
  actor: GroupActor,
  params: { userID: string; nameCard?: string; customInfo?: GroupCustomInfo },
): Promise<GroupOutcome> => {
  const { userID, nameCard, customInfo } = params
  const problem = checkTexts(params)
  if (problem) return problem
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group } = locked
    asMember(locked)
    const member = await memberOf(locked, userID)
    if (userID !== actor.userID) asEntitled(locked, 'set-member-info', member.role)
    const fields = Object.entries({ ...member.customInfo, ...customInfo }).filter(([, value]) => value !== '')
    if (fields.length > groupLimits.customInfoKeys)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_INVALID_PARAMETERS,
          `customInfo: a member has at most ${groupLimits.customInfoKeys} fields; remove some by giving ''.`,
        ),
      )
    await setMemberFields(db, group, userID, {
      nameCard,
      customInfo: customInfo && Object.fromEntries(fields),
    })
    if (nameCard !== undefined) await notes.note(group, { kind: 'member', userID, nameCard })
    return undefined
  })
  return outcome.ok ? groupDone({}) : outcome
}

/** Keeps a member from speaking for a time; 0 seconds ends that. */
export const muteMember = async (
  parts: GroupsParts,
  actor: GroupActor,
  { userID, seconds }: { userID: string; seconds: number },
): Promise<GroupOutcome> => {
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group, nowMs } = locked
    asEntitled(locked, 'mute-member')
    const member = await memberOf(locked, userID)
    const me = asEntitled(locked, 'mute-member', member.role)
    const untilMs = seconds === 0 ? 0 : nowMs + seconds * 1000
    await setMutedUntil(db, group, userID, untilMs)
    await notes.note(group, { kind: 'muted', userID, untilMs })
    return { group, me, member }
  })
  if (!outcome.ok) return outcome
  const { group, me, member } = outcome.data
  const changes = [{ userID, muteSeconds: seconds }]
  await announce(parts, {
    group,
    policy: groupTypeRules[group.groupType].memberInfoChanges,
    notice: { groupID: group.groupID, kind: 'member-info-changed', changes },
    tip: { tip: 8, operator: toTipUser(me), members: [toTipUser(member)], memberChanges: changes },
  })
  return groupDone({})
}

/** Makes a member an administrator, or an ordinary one again. */
export const setMemberRole = async (
  parts: GroupsParts,
  actor: GroupActor,
  { userID, role }: { userID: string; role: GroupRole },
): Promise<GroupOutcome> => {
  if (role === GroupRole.Owner)
    return groupRefused(
      ErrorCode.GROUP_INVALID_PARAMETERS,
      'role: 200 or 300. A group is passed on with transferGroupOwner.',
    )
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group } = locked
    const me = asEntitled(locked, 'set-role')
    const member = await memberOf(locked, userID)
    if (member.role === GroupRole.Owner)
      return refuse(
        groupRefused(ErrorCode.GROUP_INVALID_PARAMETERS, 'userID: the owner of the group stays its owner.'),
      )
    if (member.role === role) return undefined
    await setRole(db, group, userID, role)
    await notes.note(group, { kind: 'member', userID, role })
    return { group, me, member }
  })
  if (!outcome.ok) return outcome
  if (outcome.data) {
    const { group, me, member } = outcome.data
    const operator = toTipUser(me)
    const members = [toTipUser(member)]
    const isGranted = role === GroupRole.Admin
    await announce(parts, {
      group,
      policy: groupTypeRules[group.groupType].adminChanges,
      notice: {
        groupID: group.groupID,
        kind: isGranted ? 'admins-granted' : 'admins-revoked',
        operator,
        members,
      },
      tip: { tip: isGranted ? 5 : 6, operator, members },
    })
  }
  return groupDone({})
}

/** Passes a group on to another member; the former owner stays as an ordinary one. */
export const transferOwner = async (
  parts: GroupsParts,
  actor: GroupActor,
  userID: string,
): Promise<GroupOutcome> => {
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group, nowMs } = locked
    const me = asEntitled(locked, 'transfer-owner')
    await memberOf(locked, userID)
    const former = group.owner
    if (userID === former) return undefined
    if (former !== null) await setRole(db, group, former, GroupRole.Member)
    await setRole(db, group, userID, GroupRole.Owner)
    await updateGroup(db, group, { owner: userID }, nowMs)
    if (former !== null) await notes.note(group, { kind: 'member', userID: former, role: GroupRole.Member })
    await notes.note(group, { kind: 'member', userID, role: GroupRole.Owner })
    return { group, me }
  })
  if (!outcome.ok) return outcome
  if (outcome.data) await announceOwner(parts, outcome.data.group, toTipUser(outcome.data.me), userID)
  return groupDone({})
}
