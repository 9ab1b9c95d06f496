import {
  atAll,
  limits,
  type ConversationRecord,
  type GroupType,
  type MessageRecord,
  type UnreadMention,
} from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { stateColumns, toState, type StateRow } from './state-columns.ts'

/** Whether `e`, an entry of the log of row `m`, is a message the user may see; `$1` is the app, `$2` the user. */
const visible = `e.kind = 'message' and e.deleted_at is null and (e.visible_to is null or $2 = any(e.visible_to))`

const notDeleted = `not exists (select 1 from message_deletions d where d.sdk_app_id = $1 and d.user_id = $2
  and d.conversation_id = e.conversation_id and d.seq = e.seq)`

/** The newest entries of a log that may hold a last message. */
const lastEntries = 500

/**
 * What counts as unread of row `m` with conversation `c` and group `g`: the user's own messages do not,
 * nor such as were taken back, nor those of groups without a count. No more than so many entries are read.
 */
const unread = `select e.* from (
    select e.* from messages e
    where e.conversation_id = m.conversation_id and e.seq > greatest(m.read_seq, m.first_seq)
      and e.seq <= coalesce(m.left_seq, e.seq) and g.type is distinct from 'Meeting'
    order by e.seq desc limit ${limits.unreadEntries}
  ) e
  where ${visible} and e.counts_as_unread and e.sender <> $2 and ${notDeleted}`

/** The newest message of row `m` that may be its last one. JSON of ours has no spaces, and text in it no bare quotes. */
const lastMessage = `select e.seq, e.record, e.sent_at from (
    select e.* from messages e
    where e.conversation_id = m.conversation_id and e.seq > m.first_seq and e.seq <= coalesce(m.left_seq, e.seq)
    order by e.seq desc limit ${lastEntries}
  ) e
  where ${visible} and ${notDeleted} and position('"isExcludedFromLastMessage":true' in e.record::text) = 0
  order by e.seq desc limit 1`

/** Of messages with @ only those are read whole that hold the user's name: whether it is a mention, the record tells. */
const recordsStatement = {
  name: 'conversations.records',
  text: `select ${stateColumns}, c.last_seq as "lastSeq", coalesce(l.sent_at, c.last_message_at) as "lastTimeMs",
    l.record as "lastMessage", n.count as "unreadCount", n.mentioning, p.nick_name as "nickName",
    p.face_url as "peerFaceUrl", g.name as "groupName", g.face_url as "groupFaceUrl", g.type as "groupType",
    m.first_seq > m.unlisted_seq or coalesce(l.seq > m.unlisted_seq, false) or exists (
      select 1 from messages e where e.conversation_id = m.conversation_id and e.seq > m.unlisted_seq
        and e.seq <= coalesce(m.left_seq, e.seq) and ${visible}) as "hasContent"
  from conversation_members m join conversations c using (conversation_id)
  left join users p on p.sdk_app_id = m.sdk_app_id and p.user_id = m.peer_user_id
  left join groups g on g.sdk_app_id = m.sdk_app_id and g.group_id = m.group_id
  left join lateral (${lastMessage}) l on true
  left join lateral (
    select count(*) as count, json_agg(u.record order by u.seq) filter (where m.group_id is not null
      and position('"atUserIDs":' in u.record::text) > 0
      and (position(to_json($2::text)::text in u.record::text) > 0
        or position('"${atAll}"' in u.record::text) > 0)) as mentioning
    from (${unread}) u
  ) n on true
  where m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = any($3::bigint[])`,
}

interface RecordRow extends StateRow {
  lastSeq: number
  lastTimeMs: number | null
  lastMessage: MessageRecord | null
  unreadCount: number
  mentioning: MessageRecord[] | null
  nickName: string | null
  peerFaceUrl: string | null
  groupName: string | null
  groupFaceUrl: string | null
  groupType: GroupType | null
  hasContent: boolean
}

/** Conversations of `user` whole, by their numbers. One query, so that all in it is of one moment. */
export const loadRecords = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  conversationIDs: readonly number[],
): Promise<ReadonlyMap<number, ConversationRecord>> => {
  if (conversationIDs.length === 0) return new Map()
  const rows = await db.query<RecordRow>(recordsStatement, [sdkAppID, userID, conversationIDs])
  return new Map(rows.map((row) => [row.conversationID, toRecord(row)]))
}

const toRecord = (row: RecordRow): ConversationRecord => {
  const isGroup = row.groupID !== null
  const name = isGroup ? row.groupName : row.nickName
  const faceUrl = isGroup ? row.groupFaceUrl : row.peerFaceUrl
  return {
    ...toState(row),
    isListed: row.lastSeq > row.unlistedSeq && row.hasContent,
    lastSeq: row.lastSeq,
    ...(row.lastMessage === null ? {} : { lastMessage: row.lastMessage }),
    lastTimeMs: row.lastTimeMs ?? 0,
    unreadCount: row.unreadCount,
    mentions: (row.mentioning ?? []).flatMap((record) => mentionOf(record, row.userID) ?? []),
    ...(name === null || name === '' ? {} : { name }),
    ...(faceUrl === null || faceUrl === '' ? {} : { faceUrl }),
    ...(row.groupType === null ? {} : { groupType: row.groupType }),
  }
}

const mentionOf = ({ seq, atUserIDs = [] }: MessageRecord, userID: string): UnreadMention | undefined => {
  const isMe = atUserIDs.includes(userID)
  if (!atUserIDs.includes(atAll)) return isMe ? { seq, type: 1 } : undefined
  return { seq, type: isMe ? 3 : 2 }
}

/** What is given of a filter, and which columns it looks at: `$3` kind, `$4` mark, `$5` group. */
const matches = `c.last_seq > m.unlisted_seq and c.last_message_at is not null
  and ($3::text is null or c.kind = $3)
  and ($4::bigint is null or m.marks & $4 <> 0)
  and ($5::text is null or $5 = any(m.conversation_groups))`

const pageStatement = {
  name: 'conversations.page',
  text: `select * from (
    select m.conversation_id as "conversationID", case when m.pinned_at is null then 0 else 1 end as pinned,
      round(extract(epoch from c.last_message_at) * 1000)::bigint as "lastTimeMs"
    from conversation_members m join conversations c using (conversation_id)
    where m.sdk_app_id = $1 and m.user_id = $2 and ${matches}
  ) listed
  where $6::bigint is null or (pinned, "lastTimeMs", "conversationID") < ($6, $7::bigint, $8::bigint)
  order by pinned desc, "lastTimeMs" desc, "conversationID" desc limit $9`,
}

/** A place in the list. */
export interface ListPlace {
  conversationID: number
  pinned: 0 | 1
  lastTimeMs: number
}

/** What a filter looks for, as the database takes it. */
export interface FilterValues {
  kind: string | null
  bit: string | null
  group: string | null
}

/** The conversations that may be listed after a place, in the order of the list. */
export const listPlaces = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  page: { filter: FilterValues; after: ListPlace | undefined; limit: number },
): Promise<ListPlace[]> => {
  const { filter, after } = page
  return await db.query(pageStatement, [
    sdkAppID,
    userID,
    filter.kind,
    filter.bit,
    filter.group,
    after?.pinned ?? null,
    after?.lastTimeMs ?? null,
    after?.conversationID ?? null,
    page.limit,
  ])
}

const totalStatement = {
  name: 'conversations.unread',
  text: `select coalesce(sum(n.count), 0)::bigint as count
  from conversation_members m join conversations c using (conversation_id)
  left join groups g on g.sdk_app_id = m.sdk_app_id and g.group_id = m.group_id
  cross join lateral (select count(*) as count from (${unread}) u) n
  where m.sdk_app_id = $1 and m.user_id = $2 and m.receive_option = 0 and c.last_seq > m.read_seq and ${matches}`,
}

/** Unread messages in all of `user`'s conversations that match and are not muted. */
export const countUnread = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  filter: FilterValues,
): Promise<number> => {
  const [row] = await db.query<{ count: number }>(totalStatement, [
    sdkAppID,
    userID,
    filter.kind,
    filter.bit,
    filter.group,
  ])
  return row?.count ?? 0
}
