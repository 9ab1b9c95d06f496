import { ErrorCode, type GroupApplicationKey } from '@carillon/protocol'

import { admit, fullGroup, limitsOf, mostMembers, tooManyGroups, usersAtLimit } from '../admission.ts'
import { announce, tellUsers } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { findApplication, markHandled, putApplication } from '../queries/applications.ts'
import { findMembers } from '../queries/members.ts'
import { checkTexts } from '../rules/check-fields.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import {
  groupDone,
  groupRefused,
  type Group,
  type GroupActor,
  type GroupMember,
  type GroupOutcome,
} from '../types.ts'
import { asEntitled, refuse, toTipUser, withGroup, type LockedGroup } from '../with-group.ts'

/** Joins a group, or asks the owner and the administrators where the group wants that. */
export const joinGroup = async (
  parts: GroupsParts,
  actor: GroupActor,
  message: string,
): Promise<GroupOutcome<{ isPending: boolean }>> => {
  const problem = checkTexts({ message })
  if (problem) return problem
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, group, me, nowMs } = locked
    const { isStored } = groupTypeRules[group.groupType]
    if (me) {
      // After each start of the app an AVChatRoom is joined anew.
      if (!isStored) return { group, isPending: false, entered: undefined }
      return refuse(groupRefused(ErrorCode.GROUP_ALREADY_MEMBER, 'You are a member of the group already.'))
    }
    if (group.addOption === 0)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_PERMISSION_DENY,
          `Nobody can join this ${group.groupType} group by himself.`,
        ),
      )
    if (group.addOption === 1) {
      await putApplication(db, group, { userID: actor.userID, message, nowMs })
      return { group, isPending: true, entered: undefined }
    }
    return { group, isPending: false, entered: await enter(parts, locked, actor.userID) }
  })
  if (!outcome.ok) return outcome
  const { group, isPending, entered } = outcome.data
  if (entered) await announceEntry(parts, group, entered)
  if (isPending) await tellThoseInCharge(parts, actor, message)
  return groupDone({ isPending })
}

/** Agrees to an application, or refuses it. */
export const handleApplication = async (
  parts: GroupsParts,
  actor: GroupActor,
  params: Omit<GroupApplicationKey, 'groupID'> & { isAgreed: boolean; message: string },
): Promise<GroupOutcome> => {
  const { fromUserID, isAgreed, message } = params
  const problem = checkTexts({ message })
  if (problem) return problem
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, group, nowMs } = locked
    const me = asEntitled(locked, 'handle-application')
    const application = await findApplication(db, group, params)
    if (!application)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_INVALID_PARAMETERS,
          `There is no application of ${JSON.stringify(fromUserID)} to this group.`,
        ),
      )
    if (application.handledBy !== null)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_REQUEST_ALREADY_PROCESSED,
          `${application.handledBy} has handled the application already.`,
        ),
      )
    await markHandled(db, group, { ...params, handledBy: me.userID })
    const [before] = await findMembers(db, group, [fromUserID], nowMs)
    const isNew = isAgreed && before === undefined
    return { group, me, entered: isNew ? await enter(parts, locked, fromUserID) : undefined }
  })
  if (!outcome.ok) return outcome
  const { group, me, entered } = outcome.data
  const { sdkAppID, groupID } = group
  tellUsers(parts, sdkAppID, [fromUserID], {
    groupID,
    kind: 'application-processed',
    operator: toTipUser(me),
    isAgreed,
    message,
  })
  if (entered) await announceEntry(parts, group, entered)
  return groupDone({})
}

const enter = async (parts: GroupsParts, locked: LockedGroup, userID: string): Promise<GroupMember> => {
  const { db, group, nowMs } = locked
  const limits = await limitsOf(parts, group.sdkAppID)
  const most = mostMembers(group, limits)
  if (group.memberCount >= most) return refuse(fullGroup(most))
  if ((await usersAtLimit(locked, group.sdkAppID, [userID], limits)).size > 0)
    return refuse(tooManyGroups(limits))
  await admit(locked, [{ userID }])
  const [member] = await findMembers(db, group, [userID], nowMs)
  if (!member) throw new Error('a member who was just added is not there')
  return member
}

const announceEntry = async (parts: GroupsParts, group: Group, member: GroupMember): Promise<void> => {
  const user = toTipUser(member)
  await announce(parts, {
    group,
    policy: groupTypeRules[group.groupType].comingAndGoing,
    notice: { groupID: group.groupID, kind: 'member-entered', members: [user] },
    tip: { tip: 1, operator: user, members: [user], memberCount: group.memberCount + 1 },
  })
}

const tellThoseInCharge = async (
  parts: GroupsParts,
  { sdkAppID, groupID, userID }: GroupActor,
  message: string,
): Promise<void> => {
  const state = await parts.memory.find({ sdkAppID, groupID })
  const application = await findApplication(
    parts.database,
    { sdkAppID, groupID },
    { fromUserID: userID, toUserID: '' },
  )
  if (!state || !application) return
  const { nickName, faceUrl } = application
  tellUsers(parts, sdkAppID, state.inCharge(), {
    groupID,
    kind: 'application-received',
    applicant: toTipUser({ userID, nickName, faceUrl }),
    message,
  })
}
