import { ErrorCode, groupLimits, utf8Bytes } from '@carillon/protocol'

import type { V2TimCallback } from '../../api/callbacks.ts'
import { invalid } from '../../messages/check.ts'
import type { ClientSession } from '../../session/client-session.ts'
import { checkGroupID } from './check.ts'
import { askPlainly } from './requests.ts'

/** Joins a group, or applies to. Answers 0 also where the owner has yet to agree. */
export const joinGroup = async (
  session: ClientSession,
  groupID: string,
  message: string,
): Promise<V2TimCallback> => {
  const problem = checkGroupID(groupID)
  if (problem !== undefined) return problem
  const text = message ?? ''
  if (typeof text !== 'string') return invalid(`message: expected a string, got ${typeof message}`)
  if (utf8Bytes(text) > groupLimits.applicationMessageBytes)
    return invalid(`message: at most ${groupLimits.applicationMessageBytes} bytes`)
  return askPlainly(
    session,
    'group.join',
    { groupID, message: text },
    { doneBefore: [ErrorCode.GROUP_ALREADY_MEMBER] },
  )
}

/** Leaves a group. */
export const quitGroup = async (session: ClientSession, groupID: string): Promise<V2TimCallback> =>
  checkGroupID(groupID) ??
  askPlainly(
    session,
    'group.quit',
    { groupID },
    { doneBefore: [ErrorCode.GROUP_PERMISSION_DENY, ErrorCode.GROUP_NOT_FOUND] },
  )

/** Ends a group of mine. */
export const dismissGroup = async (session: ClientSession, groupID: string): Promise<V2TimCallback> =>
  checkGroupID(groupID) ??
  askPlainly(session, 'group.dismiss', { groupID }, { doneBefore: [ErrorCode.GROUP_NOT_FOUND] })
