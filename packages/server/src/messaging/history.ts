import { ErrorCode, type HistoryParams, type HistoryResult, type MessageRecord } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { findMembership } from './conversations.ts'
import { findReadable, readRange } from './log-queries.ts'
import { pageOf } from './page.ts'
import { refusedSend } from './types.ts'

/** A refusal, or what was asked for. */
export type Refusable<T> = { ok: true; data: T } | { ok: false; code: number; desc: string }

/** A page of a conversation as a user may read it. */
export const readHistory = async (
  db: Db,
  user: UserKey,
  { conversationID, direction, count, fromSeq, fromTimeMs }: HistoryParams,
): Promise<Refusable<HistoryResult>> => {
  const membership = await findMembership(db, user, conversationID)
  if (membership === 'invalid')
    return refusedSend(
      ErrorCode.INVALID_CONVERSATION,
      'conversationID: expected c2c_<userID> or group_<groupID>',
    )
  if (membership === undefined) {
    if (conversationID.startsWith('group_'))
      return refusedSend(ErrorCode.GROUP_PERMISSION_DENY, 'You are not in this group.')
    return { ok: true, data: { messages: [], isFinished: true, nextSeq: fromSeq ?? 0, readSeq: 0 } }
  }
  // One more than asked for tells whether there is more.
  const rows = await readRange(db, user, {
    conversationID: membership.conversationID,
    direction,
    fromSeq,
    fromTimeMs,
    limit: count + 1,
  })
  const messages = pageOf(rows.slice(0, count))
  const { readSeq, peerReadAtMs } = membership
  return {
    ok: true,
    data: {
      messages,
      isFinished: messages.length === rows.length,
      nextSeq: messages.at(-1)?.seq ?? fromSeq ?? 0,
      readSeq,
      ...(peerReadAtMs === null ? {} : { peerReadAtMs }),
    },
  }
}

/** Messages a user may read, in the order asked for. */
export const findMessages = async (
  db: Db,
  user: UserKey,
  msgIDs: readonly string[],
): Promise<MessageRecord[]> => (await findReadable(db, user, msgIDs)).map(({ record }) => record)
