import {
  groupConversationID,
  c2cConversationID,
  type ConsoleMessage,
  type ConsoleMessageContent,
  type ConsoleMessagePage,
  type MessageRecord,
} from '@carillon/protocol'

import { placeOf } from '../message-id.ts'
import type { Db } from '../store/db.ts'
import { conversationKeyOf } from './conversations.ts'

/** Whose conversation is looked at: that of two users, or a group's. */
export type LookedAt = { userIDs: readonly [string, string] } | { groupID: string }

interface Row {
  record: MessageRecord
  isDeleted: boolean
  visibleToCount: number | null
}

const columns = `e.record, e.deleted_at is not null as "isDeleted", cardinality(e.visible_to) as "visibleToCount"`

const rangeStatement = {
  name: 'lookUp.range',
  text: `select ${columns}
  from conversations c join messages e on e.conversation_id = c.conversation_id
  where c.sdk_app_id = $1 and c.kind = $2 and c.key = $3 and e.kind = 'message' and e.seq < $4
    and e.sent_at >= to_timestamp($5::float8 / 1000.0) and e.sent_at < to_timestamp($6::float8 / 1000.0)
  order by e.seq desc limit $7`,
}

/** A part of a conversation, latest first, without what it says: for those who are not in it. */
export const lookUpConversation = async (
  db: Db,
  sdkAppID: number,
  search: {
    conversation: LookedAt
    fromMs: number
    untilMs: number
    beforeSeq: number | undefined
    limit: number
  },
): Promise<ConsoleMessagePage> => {
  const { conversation, fromMs, untilMs, beforeSeq = Number.MAX_SAFE_INTEGER, limit } = search
  const name = nameOf(sdkAppID, conversation)
  if (name === undefined) return { messages: [] }
  const rows = await db.query<Row>(rangeStatement, [
    sdkAppID,
    name.kind,
    name.key,
    beforeSeq,
    fromMs,
    untilMs,
    // One more than asked for tells whether there is more.
    limit + 1,
  ])
  const messages = rows.slice(0, limit).map(toMessage)
  const last = messages.at(-1)
  return { messages, ...(rows.length > limit && last ? { next: last.seq } : {}) }
}

const nameOf = (sdkAppID: number, conversation: LookedAt) => {
  const [userID, conversationID] =
    'groupID' in conversation
      ? ['', groupConversationID(conversation.groupID)]
      : [conversation.userIDs[0], c2cConversationID(conversation.userIDs[1])]
  return conversationKeyOf({ sdkAppID, userID }, conversationID)
}

const byIDStatement = {
  name: 'lookUp.byID',
  text: `select ${columns}
  from unnest($2::bigint[], $3::bigint[], $4::text[]) with ordinality k (conversation_id, seq, msg_id, ordinal)
  join messages e on e.conversation_id = k.conversation_id and e.seq = k.seq and e.msg_id = k.msg_id
  where e.sdk_app_id = $1 and e.kind = 'message'
  order by k.ordinal`,
}

const rowsByID = async (db: Db, sdkAppID: number, msgIDs: readonly string[]): Promise<Row[]> => {
  const places = msgIDs.flatMap((msgID) => {
    const place = placeOf(msgID)
    return place ? [{ ...place, msgID }] : []
  })
  if (places.length === 0) return []
  return await db.query<Row>(byIDStatement, [
    sdkAppID,
    places.map((place) => place.conversationID),
    places.map((place) => place.seq),
    places.map((place) => place.msgID),
  ])
}

/** A message by its ID, without what it says; undefined when the app has none, or it was not stored. */
export const lookUpMessage = async (
  db: Db,
  sdkAppID: number,
  msgID: string,
): Promise<ConsoleMessage | undefined> => {
  const [row] = await rowsByID(db, sdkAppID, [msgID])
  return row && toMessage(row)
}

/** What messages say, in the order asked for. Those that were deleted for everyone, or are not there, are left out. */
export const lookIntoMessages = async (
  db: Db,
  sdkAppID: number,
  msgIDs: readonly string[],
): Promise<ConsoleMessageContent[]> => {
  const rows = await rowsByID(db, sdkAppID, msgIDs)
  return rows
    .filter((row) => !row.isDeleted)
    .map(({ record }) => ({
      msgID: record.msgID,
      elements: record.elements,
      ...(record.cloudCustomData === undefined ? {} : { cloudCustomData: record.cloudCustomData }),
      ...(record.recalled?.reason === undefined ? {} : { recallReason: record.recalled.reason }),
    }))
}

const toMessage = ({ record, isDeleted, visibleToCount }: Row): ConsoleMessage => ({
  msgID: record.msgID,
  seq: record.seq,
  senderUserID: record.sender.userID,
  ...(record.sender.nickName === undefined ? {} : { senderNickName: record.sender.nickName }),
  ...(record.groupID === undefined ? { receiver: record.receiver } : { groupID: record.groupID }),
  atMs: record.timestampMs,
  kinds: record.elements.map((element) => element.type),
  state: isDeleted ? 'deleted' : record.recalled ? 'recalled' : 'sent',
  ...(record.version === undefined ? {} : { version: record.version }),
  ...(visibleToCount === null ? {} : { visibleToCount }),
})
