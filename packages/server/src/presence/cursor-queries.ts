import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { DeviceLogin } from './device-queries.ts'

/** How far a device has acknowledged a conversation. */
export interface Cursor extends DeviceLogin {
  conversationID: number
  seq: number
}

const saveStatement = {
  name: 'cursors.save',
  text: `insert into device_cursors (sdk_app_id, device_id, user_id, conversation_id, seq)
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
  on conflict (sdk_app_id, device_id, user_id, conversation_id)
    do update set seq = greatest(device_cursors.seq, excluded.seq)`,
}

/** Moves cursors on; a cursor never moves back. Each device and conversation at most once in `cursors`. */
export const saveCursors = async (db: Db, cursors: readonly Cursor[]): Promise<void> => {
  await db.query(saveStatement, [
    cursors.map((cursor) => cursor.sdkAppID),
    cursors.map((cursor) => cursor.deviceID),
    cursors.map((cursor) => cursor.userID),
    cursors.map((cursor) => cursor.conversationID),
    cursors.map((cursor) => cursor.seq),
  ])
}

const inheritStatement = {
  name: 'cursors.inherit',
  text: `insert into device_cursors (sdk_app_id, device_id, user_id, conversation_id, seq)
  select $1, $2, $3, conversation_id, max(seq) from device_cursors
  where sdk_app_id = $1 and user_id = $3 group by conversation_id
  on conflict (sdk_app_id, device_id, user_id, conversation_id) do nothing`,
}

/** Gives a user's new device what any device of the user has acknowledged: it starts from there. */
export const inheritCursors = async (db: Db, { sdkAppID, deviceID, userID }: DeviceLogin): Promise<void> => {
  await db.query(inheritStatement, [sdkAppID, deviceID, userID])
}

/** A conversation that holds messages a device may not have. */
export interface ConversationToCatchUp {
  conversationID: number
  peerUserID: string
  lastSeq: number
  /** What the device has acknowledged; 0 where it never did. */
  acknowledgedSeq: number
}

const behindStatement = {
  name: 'cursors.behind',
  text: `select conversation_id as "conversationID", peer_user_id as "peerUserID", last_seq as "lastSeq",
    acknowledged as "acknowledgedSeq"
  from (
    select m.conversation_id, m.peer_user_id, c.last_seq, c.last_message_at,
      coalesce(d.seq, 0) as acknowledged
    from conversation_members m join conversations c using (conversation_id)
    left join device_cursors d on d.sdk_app_id = $1 and d.device_id = $2 and d.user_id = $3
      and d.conversation_id = m.conversation_id
    where m.sdk_app_id = $1 and m.user_id = $3 and c.last_message_at > to_timestamp($4::float8 / 1000.0)
  ) behind
  where last_seq > acknowledged or peer_user_id = any($5::text[])
  order by last_message_at`,
}

/** Finds the conversations a device may be behind in; `stated` are the peers it gave cursors for itself. */
export const conversationsToCatchUp = async (
  db: Db,
  login: DeviceLogin,
  range: { sinceMs: number; stated: readonly string[] },
): Promise<ConversationToCatchUp[]> => {
  const { sdkAppID, deviceID, userID } = login
  return await db.query(behindStatement, [sdkAppID, deviceID, userID, range.sinceMs, range.stated])
}

const missedStatement = {
  name: 'cursors.missed',
  text: `select record from messages
  where conversation_id = $1 and seq > $2 and sent_at > to_timestamp($3::float8 / 1000.0)
    and not (sender = $4 and sender_device_id = $5)
  order by seq limit $6`,
}

/** Messages of a conversation after `afterSeq` that this very device did not send, oldest first. */
export const missedMessages = async (
  db: Db,
  login: DeviceLogin,
  range: { conversationID: number; afterSeq: number; sinceMs: number; limit: number },
): Promise<MessageRecord[]> => {
  const rows = await db.query<{ record: MessageRecord }>(missedStatement, [
    range.conversationID,
    range.afterSeq,
    range.sinceMs,
    login.userID,
    login.deviceID,
    range.limit,
  ])
  return rows.map((row) => row.record)
}
