import {
  communityIDPrefix,
  ErrorCode,
  groupLimits,
  groupTypes,
  hasLoneSurrogate,
  isGroupID,
  ownGroupIDPrefix,
  utf8Bytes,
  type GroupType,
} from '@carillon/protocol'

import { failure, type Failure } from '../../api/results.ts'
import { checkUserID, invalid } from '../../messages/check.ts'

/** Names of the types that older programs use. */
const olderNames: Readonly<Record<string, GroupType>> = {
  Private: 'Work',
  ChatRoom: 'Meeting',
  BChatRoom: 'AVChatRoom',
}

/** The type of a group, or the failure that says which there are. */
export const groupTypeOf = (groupType: unknown): GroupType | Failure => {
  const name = String(groupType)
  return (
    groupTypes.find((type) => type === name) ??
    olderNames[name] ??
    invalid(`groupType: expected one of ${groupTypes.join(', ')}, got ${JSON.stringify(groupType)}`)
  )
}

/** 8501 unless `groupID` can be one. */
export const checkGroupID = (groupID: unknown): Failure | undefined =>
  typeof groupID === 'string' && isGroupID(groupID)
    ? undefined
    : failure(
        ErrorCode.GROUP_INVALID_ID,
        `groupID: expected 1 to ${groupLimits.groupIDBytes} printable ASCII characters`,
      )

/** 8501 unless an app may give a new group this ID. */
export const checkOwnGroupID = (groupID: unknown, groupType: GroupType): Failure | undefined => {
  const problem = checkGroupID(groupID)
  if (problem !== undefined) return problem
  const isCommunity = groupType === 'Community'
  if (isCommunity === String(groupID).startsWith(isCommunity ? communityIDPrefix : ownGroupIDPrefix))
    return undefined
  return failure(
    ErrorCode.GROUP_INVALID_ID,
    isCommunity
      ? `groupID: the ID of a Community begins with ${communityIDPrefix}`
      : `groupID: must not begin with ${ownGroupIDPrefix}`,
  )
}

const textFields = {
  groupName: [groupLimits.nameBytes, ErrorCode.GROUP_INVALID_NAME],
  introduction: [groupLimits.introductionBytes, ErrorCode.GROUP_INVALID_INTRODUCTION],
  notification: [groupLimits.notificationBytes, ErrorCode.GROUP_INVALID_NOTIFICATION],
  faceUrl: [groupLimits.faceUrlBytes, ErrorCode.GROUP_INVALID_FACE_URL],
  nameCard: [groupLimits.nameCardBytes, ErrorCode.GROUP_INVALID_NAME_CARD],
} as const

/** 8502 to 8506 for a field that is too long, 6017 for one that is no text. Absent fields are fine. */
export const checkGroupTexts = (
  texts: Partial<Record<keyof typeof textFields, unknown>>,
): Failure | undefined => {
  for (const [name, [most, code]] of Object.entries(textFields)) {
    const text = texts[name as keyof typeof textFields] ?? undefined
    if (text === undefined) continue
    if (typeof text !== 'string') return invalid(`${name}: expected a string, got ${typeof text}`)
    if (hasLoneSurrogate(text)) return invalid(`${name}: holds half of a character (a lone surrogate)`)
    const bytes = utf8Bytes(text)
    if (bytes > most) return failure(code, `${name}: has ${bytes} bytes, at most ${most} are taken`)
  }
  return undefined
}

/** A failure unless `userIDs` is a list of users; `most` beyond which there are too many (8507). */
export const checkUserIDs = (userIDs: unknown, name: string, most: number): Failure | undefined => {
  if (!Array.isArray(userIDs)) return invalid(`${name}: expected a list of userIDs`)
  if (userIDs.length > most)
    return failure(
      ErrorCode.GROUP_MEMBER_COUNT_LIMIT,
      `${name}: has ${userIDs.length} users, at most ${most} are taken at a time`,
    )
  for (const userID of userIDs) {
    const problem = checkUserID(userID, name)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** A failure unless `customInfo` is text by name. */
export const checkCustomInfo = (customInfo: unknown): Failure | undefined => {
  if ((customInfo ?? undefined) === undefined) return undefined
  const isMap =
    typeof customInfo === 'object' &&
    customInfo !== null &&
    !Array.isArray(customInfo) &&
    Object.values(customInfo).every((value) => typeof value === 'string')
  return isMap ? undefined : invalid('customInfo: expected an object whose values are strings')
}
