import {
  ErrorCode,
  groupLimits,
  type CreateGroupParams,
  type GroupAddOption,
  type GroupType,
} from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import type { CreateGroupParam } from '../../api/groups.ts'
import { failure, okWith, type Failure } from '../../api/results.ts'
import { invalid } from '../../messages/check.ts'
import { randomUint32 } from '../../platform/random.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { checkGroupTexts, checkOwnGroupID, checkUserIDs, groupTypeOf } from './check.ts'
import { ask } from './requests.ts'

/** Makes a group; `data` is its ID. */
export const createGroup = async (
  session: ClientSession,
  param: CreateGroupParam,
): Promise<V2TimValueCallback<string>> => {
  const params = toParams(param)
  if ('code' in params) return params
  // The same number again is the same group: it may be asked for twice when the connection breaks.
  const random = randomUint32()
  const { groupID } = params
  const answer = await ask(
    session,
    'group.create',
    groupID === undefined ? { ...params, random } : params,
    (data) => data.groupID,
    { doneBefore: [ErrorCode.GROUP_ID_IN_USE_FOR_SUPER] },
  )
  return answer.code === ErrorCode.OK ? okWith(answer.data ?? groupID ?? '') : answer
}

const toParams = (param: CreateGroupParam): CreateGroupParams | Failure => {
  if (typeof param !== 'object' || param === null) return invalid('expected { groupType, groupName, ... }')
  const groupType = groupTypeOf(param.groupType)
  if (typeof groupType !== 'string') return groupType
  const problem = checkParam(param, groupType)
  if (problem !== undefined) return problem
  const addOption = addOptionOf(param.addOpt ?? undefined, groupType)
  return {
    groupType,
    groupName: param.groupName,
    ...(param.groupID && { groupID: param.groupID }),
    ...(param.introduction && { introduction: param.introduction }),
    ...(param.notification && { notification: param.notification }),
    ...(param.faceUrl && { faceUrl: param.faceUrl }),
    ...(param.isAllMuted === true && { isAllMuted: true }),
    ...(param.isSupportTopic === true && { isSupportTopic: true }),
    ...(addOption !== undefined && { addOption }),
    ...(param.memberList && {
      members: param.memberList.map(({ userID, role }) => ({
        userID,
        role: role === 300 ? (300 as const) : (200 as const),
      })),
    }),
  }
}

const checkParam = (param: CreateGroupParam, groupType: GroupType): Failure | undefined => {
  if (typeof param.groupName !== 'string' || param.groupName === '')
    return invalid('groupName: expected a name')
  if (param.groupID) {
    const problem = checkOwnGroupID(param.groupID, groupType)
    if (problem !== undefined) return problem
  }
  const addOpt = param.addOpt ?? undefined
  if (addOpt !== undefined && ![0, 1, 2].includes(addOpt))
    return invalid(`addOpt: expected 0, 1 or 2, got ${String(addOpt)}`)
  return checkGroupTexts(param) ?? checkMembers(param.memberList ?? undefined, groupType)
}

const checkMembers = (memberList: unknown, groupType: GroupType): Failure | undefined => {
  if (memberList === undefined) return undefined
  if (!Array.isArray(memberList)) return invalid('memberList: expected a list of { userID, role }')
  if (groupType === 'AVChatRoom' && memberList.length > 0)
    return failure(ErrorCode.GROUP_PERMISSION_DENY, 'memberList: nobody can be put into an AVChatRoom')
  return checkUserIDs(
    memberList.map((member: { userID?: unknown } | null) => member?.userID),
    'memberList',
    groupLimits.initialMembers,
  )
}

/**
 * The original gives every new group "with approval" unless told otherwise, and lets it count for Public
 * groups alone: the other types are joined at once, or not at all.
 */
const addOptionOf = (addOpt: number | undefined, groupType: GroupType): GroupAddOption | undefined =>
  addOpt === 1 && groupType !== 'Public' ? undefined : (addOpt as GroupAddOption | undefined)
