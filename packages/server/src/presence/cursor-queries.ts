import type { LogEntry, MessageChange, MessageRecord } from '@carillon/protocol'

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

/** A conversation whose log holds entries a device may not have. */
export interface ConversationToCatchUp {
  conversationID: number
  /** As the user's clients name it. */
  name: string
  isGroup: boolean
  lastSeq: number
  /** What the device has acknowledged; 0 where it never did. */
  acknowledgedSeq: number
  /** Entries up to this place are not for catching up: from before the user came, cleared, or not wanted then. */
  fromSeq: number
  /** Entries after this place are not the user's. */
  untilSeq: number | null
  /** The user wants mentions alone. */
  onlyMentions: boolean
}

const behindStatement = {
  name: 'cursors.behind',
  text: `select conversation_id as "conversationID", name, is_group as "isGroup", last_seq as "lastSeq", acknowledged as "acknowledgedSeq",
    from_seq as "fromSeq", left_seq as "untilSeq", receive_option = 4 as "onlyMentions"
  from (
    select m.conversation_id, m.group_id is not null as is_group, c.last_seq, c.last_entry_at, m.left_seq, m.receive_option,
      case when m.group_id is null then 'c2c_' || m.peer_user_id else 'group_' || m.group_id end as name,
      greatest(m.first_seq, m.joined_seq, m.synced_from_seq) as from_seq,
      coalesce(d.seq, 0) as acknowledged
    from conversation_members m join conversations c using (conversation_id)
    left join device_cursors d on d.sdk_app_id = $1 and d.device_id = $2 and d.user_id = $3
      and d.conversation_id = m.conversation_id
    where m.sdk_app_id = $1 and m.user_id = $3 and m.receive_option <> 1
      and c.last_entry_at > to_timestamp($4::float8 / 1000.0)
  ) behind
  where last_seq > greatest(acknowledged, from_seq) and (left_seq is null or left_seq > greatest(acknowledged, from_seq))
    or name = any($5::text[])
  order by last_entry_at`,
}

/** Finds the conversations a device may be behind in; `stated` are those it gave cursors for itself. */
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
  text: `select e.seq, e.kind, e.record from messages e
  where e.conversation_id = $1 and e.seq > $2 and e.seq <= coalesce($3::bigint, e.seq)
    and e.sent_at > to_timestamp($4::float8 / 1000.0) and (e.kind = 'change' or e.seq > $9)
    and not (e.sender = $5 and e.sender_device_id = $6)
    and e.deleted_at is null and (e.visible_to is null or $5 = any(e.visible_to))
    and not exists (select 1 from message_deletions d where d.sdk_app_id = $7 and d.user_id = $5
      and d.conversation_id = e.conversation_id and d.seq = e.seq)
  order by e.seq limit $8`,
}

/** An entry of a log with its place. */
export interface MissedEntry {
  seq: number
  entry: LogEntry
}

/** Entries of a log after `afterSeq` that this very device did not make, oldest first. */
export const missedEntries = async (
  db: Db,
  login: DeviceLogin,
  range: {
    conversationID: number
    afterSeq: number
    untilSeq: number | null
    /** Messages up to this place are left out; changes are not: they are about messages the device may have. */
    messagesAfterSeq: number
    sinceMs: number
    limit: number
  },
): Promise<MissedEntry[]> => {
  const rows = await db.query<
    { seq: number } & ({ kind: 'message'; record: MessageRecord } | { kind: 'change'; record: MessageChange })
  >(missedStatement, [
    range.conversationID,
    range.afterSeq,
    range.untilSeq,
    range.sinceMs,
    login.userID,
    login.deviceID,
    login.sdkAppID,
    range.limit,
    range.messagesAfterSeq,
  ])
  return rows.map((row) => ({
    seq: row.seq,
    entry: row.kind === 'message' ? { message: row.record } : { change: row.record },
  }))
}
