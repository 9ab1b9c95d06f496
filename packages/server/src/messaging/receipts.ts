import {
  addressOf,
  ErrorCode,
  type MessageReceipt,
  type ReadMembersParams,
  type TipUser,
} from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { Connections, UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { noSuchMessage } from './changes.ts'
import type { Refusable } from './history.ts'
import { findReadable, type LogMessage } from './log-queries.ts'
import { refusedSend } from './types.ts'

/** What receipts need. */
export interface ReceiptParts {
  database: Db
  connections: Connections
  clock: Clock
}

const saveStatement = {
  name: 'receipts.save',
  text: `insert into message_reads (conversation_id, seq, user_id, read_at)
  select k.conversation_id, k.seq, $3, to_timestamp($4::float8 / 1000.0)
  from unnest($1::bigint[], $2::bigint[]) k (conversation_id, seq)
  on conflict do nothing returning seq`,
}

/** Those for whom a message was: `e` is its row, `m` a member's. */
const addressee = `m.conversation_id = e.conversation_id and m.user_id <> e.sender and m.first_seq < e.seq
  and m.joined_seq < e.seq and (m.left_seq is null or m.left_seq >= e.seq)
  and (e.visible_to is null or m.user_id = any(e.visible_to))`

const countStatement = {
  name: 'receipts.count',
  text: `select k.ordinal,
    (select count(*) from conversation_members m where ${addressee}) as members,
    (select count(*) from message_reads r where r.conversation_id = e.conversation_id and r.seq = e.seq) as read,
    (select max(read_at) from message_reads r where r.conversation_id = e.conversation_id and r.seq = e.seq)
      as "readAtMs"
  from unnest($1::bigint[], $2::bigint[]) with ordinality k (conversation_id, seq, ordinal)
  join messages e on e.conversation_id = k.conversation_id and e.seq = k.seq
  order by k.ordinal`,
}

/** Confirms to the senders that `user` has read their messages; those that ask for no receipt are passed over. */
export const sendReceipts = async (
  { database, connections, clock }: ReceiptParts,
  user: UserKey,
  msgIDs: readonly string[],
): Promise<Refusable<Record<string, never>>> => {
  const found = await findReadable(database, user, msgIDs)
  if (new Set(found.map(({ conversationID }) => conversationID)).size > 1)
    return refusedSend(ErrorCode.INVALID_PARAMETERS, 'messageIDList: messages of one conversation')
  const wanted = found.filter(
    ({ record }) =>
      record.needReadReceipt === true && record.sender.userID !== user.userID && !record.recalled,
  )
  if (wanted.length === 0) return found.length === 0 ? noSuchMessage : { ok: true, data: {} }
  const saved = await database.query<{ seq: number }>(saveStatement, [
    wanted.map(({ conversationID }) => conversationID),
    wanted.map(({ seq }) => seq),
    user.userID,
    clock.now(),
  ])
  const fresh = wanted.filter(({ seq }) => saved.some((row) => row.seq === seq))
  const receipts = await receiptsOf(database, fresh)
  for (const [sender, ofSender] of Map.groupBy(receipts, ({ sender: userID }) => userID))
    connections.send({ sdkAppID: user.sdkAppID, userID: sender }, 'message.receipts', {
      receipts: ofSender.map(({ receipt }) => receipt),
    })
  return { ok: true, data: {} }
}

/** How far messages are read that `user` sent. */
export const readReceipts = async (
  { database }: Pick<ReceiptParts, 'database'>,
  user: UserKey,
  msgIDs: readonly string[],
): Promise<Refusable<{ receipts: MessageReceipt[] }>> => {
  const found = await findReadable(database, user, msgIDs)
  if (found.length === 0) return noSuchMessage
  if (found.some(({ record }) => record.sender.userID !== user.userID)) return notMine
  const wanted = found.filter(({ record }) => record.needReadReceipt === true)
  return { ok: true, data: { receipts: (await receiptsOf(database, wanted)).map(({ receipt }) => receipt) } }
}

const notMine = refusedSend(ErrorCode.GROUP_PERMISSION_DENY, 'Only its sender may see who read a message.')

const receiptsOf = async (
  db: Db,
  messages: readonly LogMessage[],
): Promise<{ sender: string; receipt: MessageReceipt }[]> => {
  if (messages.length === 0) return []
  const rows = await db.query<{ ordinal: number; members: number; read: number; readAtMs: number | null }>(
    countStatement,
    [messages.map(({ conversationID }) => conversationID), messages.map(({ seq }) => seq)],
  )
  return rows.flatMap(({ ordinal, members, read, readAtMs }) => {
    const record = messages[ordinal - 1]?.record
    if (!record) return []
    const receipt: MessageReceipt = {
      ...addressOf(record),
      msgID: record.msgID,
      readCount: read,
      // Who read it and has left since is no member any more.
      unreadCount: Math.max(0, members - read),
      timestampMs: readAtMs ?? 0,
    }
    return [{ sender: record.sender.userID, receipt }]
  })
}

const readersStatement = {
  name: 'receipts.readers',
  text: `select r.user_id as "userID", u.nick_name as "nickName", u.face_url as "faceUrl"
  from message_reads r left join users u on u.sdk_app_id = $1 and u.user_id = r.user_id
  where r.conversation_id = $2 and r.seq = $3
  order by r.read_at, r.user_id offset $4 limit $5`,
}

const nonReadersStatement = {
  name: 'receipts.nonReaders',
  text: `select m.user_id as "userID", u.nick_name as "nickName", u.face_url as "faceUrl"
  from messages e join conversation_members m on ${addressee}
  left join users u on u.sdk_app_id = $1 and u.user_id = m.user_id
  where e.conversation_id = $2 and e.seq = $3 and not exists (select 1 from message_reads r
    where r.conversation_id = e.conversation_id and r.seq = e.seq and r.user_id = m.user_id)
  order by m.user_id offset $4 limit $5`,
}

/** A page of the members who have read a group message of `user`, or have not. */
export const readMembers = async (
  { database }: Pick<ReceiptParts, 'database'>,
  user: UserKey,
  { msgID, filter, nextSeq, count }: ReadMembersParams,
): Promise<Refusable<{ members: TipUser[]; nextSeq: number; isFinished: boolean }>> => {
  const [message] = await findReadable(database, user, [msgID])
  if (!message) return noSuchMessage
  const { record, conversationID, seq } = message
  if (record.sender.userID !== user.userID) return notMine
  if (record.groupID === undefined || record.needReadReceipt !== true)
    return refusedSend(ErrorCode.INVALID_PARAMETERS, 'messageID: a group message sent with needReadReceipt')
  const rows = await database.query<{ userID: string; nickName: string | null; faceUrl: string | null }>(
    filter === 'read' ? readersStatement : nonReadersStatement,
    [user.sdkAppID, conversationID, seq, nextSeq, count + 1],
  )
  const isFinished = rows.length <= count
  const members = rows.slice(0, count).map(({ userID, nickName, faceUrl }) => ({
    userID,
    ...(nickName === null ? {} : { nickName }),
    ...(faceUrl === null ? {} : { faceUrl }),
  }))
  return { ok: true, data: { members, nextSeq: isFinished ? 0 : nextSeq + members.length, isFinished } }
}
