import {
  communityIDPrefix,
  ErrorCode,
  groupLimits,
  hasLoneSurrogate,
  isGroupID,
  ownGroupIDPrefix,
  utf8Bytes,
  type GroupType,
} from '@carillon/protocol'

import { groupRefused, type GroupRefusal } from '../types.ts'

/** Fields of a group or of a member that a client gives as text. */
export interface GroupTexts {
  groupName?: string | undefined
  introduction?: string | undefined
  notification?: string | undefined
  faceUrl?: string | undefined
  nameCard?: string | undefined
  message?: string | undefined
  reason?: string | undefined
  customInfo?: Readonly<Record<string, string>> | undefined
}

const mostBytes: Readonly<Record<Exclude<keyof GroupTexts, 'customInfo'>, number>> = {
  groupName: groupLimits.nameBytes,
  introduction: groupLimits.introductionBytes,
  notification: groupLimits.notificationBytes,
  faceUrl: groupLimits.faceUrlBytes,
  nameCard: groupLimits.nameCardBytes,
  message: groupLimits.applicationMessageBytes,
  reason: groupLimits.applicationMessageBytes,
}

/** 10004 for the first field that is too long, empty where it must not be, or no text a database takes. */
export const checkTexts = (texts: GroupTexts): GroupRefusal | undefined => {
  for (const [name, most] of Object.entries(mostBytes)) {
    const problem = textProblem(texts[name as keyof typeof mostBytes], most)
    if (problem !== undefined) return invalidField(`${name}: ${problem}`)
  }
  if (texts.groupName === '') return invalidField('groupName: must not be empty')
  for (const [key, value] of Object.entries(texts.customInfo ?? {})) {
    if (key === '') return invalidField('customInfo: a name must not be empty')
    const problem =
      textProblem(key, groupLimits.customInfoKeyBytes) ?? textProblem(value, groupLimits.customInfoValueBytes)
    if (problem !== undefined) return invalidField(`customInfo.${key}: ${problem}`)
  }
  return undefined
}

const textProblem = (text: string | undefined, most: number): string | undefined => {
  if (text === undefined) return undefined
  if (hasLoneSurrogate(text)) return 'holds half of a surrogate pair, which is no text'
  if (text.includes('\0')) return 'holds the character U+0000'
  const bytes = utf8Bytes(text)
  return bytes > most ? `has ${bytes} bytes; ${most} are allowed` : undefined
}

const invalidField = (desc: string): GroupRefusal => groupRefused(ErrorCode.GROUP_INVALID_PARAMETERS, desc)

/** 10015 unless an app may give a group this ID. */
export const checkNewGroupID = (groupID: string, groupType: GroupType): GroupRefusal | undefined => {
  if (!isGroupID(groupID))
    return groupRefused(
      ErrorCode.GROUP_INVALID_GROUPID,
      `groupID: expected 1 to ${groupLimits.groupIDBytes} printable ASCII characters`,
    )
  if (groupType === 'Community')
    return groupID.startsWith(communityIDPrefix) && groupID.length > communityIDPrefix.length
      ? undefined
      : groupRefused(
          ErrorCode.GROUP_INVALID_GROUPID,
          `groupID: the ID of a Community begins with ${communityIDPrefix}`,
        )
  return groupID.startsWith(ownGroupIDPrefix)
    ? groupRefused(
        ErrorCode.GROUP_INVALID_GROUPID,
        `groupID: ${ownGroupIDPrefix} is the beginning of IDs the server makes; choose another`,
      )
    : undefined
}
