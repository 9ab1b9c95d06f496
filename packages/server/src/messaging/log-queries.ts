import type { MessageChange, MessageRecord } from '@carillon/protocol'

import { placeOf } from '../message-id.ts'
import type { Db } from '../store/db.ts'
import { readable } from './readable.ts'

/** A message with what the server alone knows of it. */
export interface LogMessage {
  conversationID: number
  seq: number
  record: MessageRecord
  visibleTo: string[] | null
}

const columns = `e.conversation_id as "conversationID", e.seq, e.record, e.visible_to as "visibleTo"`

const findStatement = {
  name: 'log.find',
  text: `select ${columns}
  from unnest($3::bigint[], $4::bigint[], $5::text[]) with ordinality k (conversation_id, seq, msg_id, ordinal)
  join messages e on e.conversation_id = k.conversation_id and e.seq = k.seq and e.msg_id = k.msg_id
  join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = e.conversation_id
  where ${readable}
  order by k.ordinal`,
}

/** Messages a user may read, in the order asked for; what is not there, or not the user's to read, is left out. */
export const findReadable = async (
  db: Db,
  user: { sdkAppID: number; userID: string },
  msgIDs: readonly string[],
): Promise<LogMessage[]> => {
  const places = msgIDs.flatMap((msgID) => {
    const place = placeOf(msgID)
    return place ? [{ ...place, msgID }] : []
  })
  if (places.length === 0) return []
  return await db.query(findStatement, [
    user.sdkAppID,
    user.userID,
    places.map((place) => place.conversationID),
    places.map((place) => place.seq),
    places.map((place) => place.msgID),
  ])
}

const olderStatement = {
  name: 'log.older',
  text: `select e.record, e.seq, octet_length(e.record::text) as bytes
  from messages e
  join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = e.conversation_id
  where e.conversation_id = $3 and e.seq < $4 and ($5::float8 is null or e.sent_at <= to_timestamp($5 / 1000.0))
    and ${readable}
  order by e.seq desc limit $6`,
}

const newerStatement = {
  name: 'log.newer',
  text: `select e.record, e.seq, octet_length(e.record::text) as bytes
  from messages e
  join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = e.conversation_id
  where e.conversation_id = $3 and e.seq > $4 and ($5::float8 is null or e.sent_at >= to_timestamp($5 / 1000.0))
    and ${readable}
  order by e.seq limit $6`,
}

/** A part of a conversation. */
export interface LogRange {
  conversationID: number
  direction: 'older' | 'newer'
  /** Left out itself; absent for the end of the conversation. */
  fromSeq: number | undefined
  fromTimeMs: number | undefined
  limit: number
}

/** Messages a user may read, in the order of the direction, with their sizes. */
export const readRange = async (
  db: Db,
  user: { sdkAppID: number; userID: string },
  { conversationID, direction, fromSeq, fromTimeMs, limit }: LogRange,
): Promise<{ record: MessageRecord; seq: number; bytes: number }[]> =>
  await db.query(direction === 'older' ? olderStatement : newerStatement, [
    user.sdkAppID,
    user.userID,
    conversationID,
    fromSeq ?? (direction === 'older' ? Number.MAX_SAFE_INTEGER : 0),
    fromTimeMs ?? null,
    limit,
  ])

const lockMessageStatement = {
  name: 'log.lockMessage',
  text: `select conversation_id as "conversationID", seq, record, visible_to as "visibleTo"
  from messages where conversation_id = $1 and seq = $2 and msg_id = $3 and kind = 'message' and deleted_at is null
  for update`,
}

/** A message locked to be changed; undefined when it is not there. The conversation must be locked before. */
export const lockMessage = async (db: Db, msgID: string): Promise<LogMessage | undefined> => {
  const place = placeOf(msgID)
  if (!place) return undefined
  const [row] = await db.query<LogMessage>(lockMessageStatement, [place.conversationID, place.seq, msgID])
  return row
}

const updateMessageStatement = {
  name: 'log.updateMessage',
  text: `update messages set record = $3::json, counts_as_unread = counts_as_unread and $4
  where conversation_id = $1 and seq = $2`,
}

/** Gives a message a new record. What is recalled counts as unread no more. */
export const updateMessage = async (
  db: Db,
  place: { conversationID: number; seq: number },
  record: MessageRecord,
): Promise<void> => {
  const { conversationID, seq } = place
  await db.query(updateMessageStatement, [
    conversationID,
    seq,
    JSON.stringify(record),
    record.recalled === undefined,
  ])
}

const deleteMessageStatement = {
  name: 'log.deleteMessage',
  text: `update messages set deleted_at = to_timestamp($3::float8 / 1000.0) where conversation_id = $1 and seq = $2`,
}

/** Shows a message to nobody any more; it keeps its place. */
export const hideMessage = async (
  db: Db,
  place: { conversationID: number; seq: number },
  nowMs: number,
): Promise<void> => {
  await db.query(deleteMessageStatement, [place.conversationID, place.seq, nowMs])
}

const insertChangeStatement = {
  name: 'log.insertChange',
  text: `with moved_on as (
    update conversations set last_seq = $2, last_entry_at = to_timestamp($6::float8 / 1000.0)
    where conversation_id = $1
  )
  insert into messages (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, kind,
    visible_to, counts_as_unread, record)
  values ($1, $2, $3, $4, $5, '', 0, to_timestamp($6::float8 / 1000.0), 'change', $7::text[], false, $8::json)`,
}

/** Adds a change to a conversation's log. Devices of its maker get it too: no device counts as its sender. */
export const insertChange = async (
  db: Db,
  conversationID: number,
  change: MessageChange,
  visibleTo: readonly string[] | null,
): Promise<void> => {
  await db.query(insertChangeStatement, [
    conversationID,
    change.seq,
    change.changeID,
    change.sdkAppID,
    change.sender.userID,
    change.timestampMs,
    visibleTo,
    JSON.stringify(change),
  ])
}
