import { ErrorCode, limits, utf8Bytes } from '@carillon/protocol'

import { failure, type Failure } from '../../api/results.ts'
import { isConversationID } from '../../conversations/view.ts'
import { invalid } from '../../messages/check.ts'

/** 6004 unless it is the ID of a conversation. */
export const checkConversationID = (conversationID: unknown): Failure | undefined =>
  isConversationID(conversationID)
    ? undefined
    : failure(
        ErrorCode.INVALID_CONVERSATION,
        `conversationID: expected c2c_<userID> or group_<groupID>, got ${JSON.stringify(conversationID)}`,
      )

/** A failure unless it is a list of 1 to 100 texts; 51006 for more. */
export const checkConversationIDs = (conversationIDList: unknown): Failure | undefined => {
  if (
    !Array.isArray(conversationIDList) ||
    conversationIDList.length === 0 ||
    conversationIDList.some((each) => typeof each !== 'string' || each === '' || each.length > 64)
  )
    return invalid('conversationIDList: expected a list of IDs of conversations that is not empty')
  return conversationIDList.length > limits.conversationsPerRequest
    ? failure(
        ErrorCode.CONVERSATIONS_PER_REQUEST_LIMIT,
        `conversationIDList: at most ${limits.conversationsPerRequest} in one call`,
      )
    : undefined
}

/** A failure unless it can be the name of a group of conversations; 51011 when it is too long. */
export const checkGroupName = (groupName: unknown, name = 'groupName'): Failure | undefined => {
  if (typeof groupName !== 'string' || groupName === '') return invalid(`${name}: expected text`)
  return utf8Bytes(groupName) > limits.conversationGroupNameBytes
    ? failure(
        ErrorCode.CONVERSATION_GROUP_NAME_LIMIT,
        `${name}: at most ${limits.conversationGroupNameBytes} bytes`,
      )
    : undefined
}

/** A failure unless it is a mark: 0 to 3, or 32 to 63. */
export const checkMark = (markType: unknown): Failure | undefined => {
  const isMark =
    Number.isInteger(markType) &&
    (markType as number) >= 0 &&
    (markType as number) <= 63 &&
    ((markType as number) < 4 || (markType as number) > 31)
  return isMark
    ? undefined
    : invalid(
        `markType: 0 star, 1 unread, 2 fold, 3 hide, or 32 to 63 for marks of your own, got ${String(markType)}`,
      )
}
