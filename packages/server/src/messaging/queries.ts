import type { MessageRecord } from '@carillon/protocol'

import { outboxInsertFrom } from '../push/outbox/insert.ts'
import type { Db } from '../store/db.ts'

/** What there is to know of a send's sender and, one-to-one, of its receiver. */
export interface Parties {
  nickName: string | null
  faceUrl: string | null
  hasReceiver: boolean
  /** The receiver blocks the sender. */
  isBlocked: boolean
}

const partiesStatement = {
  name: 'messaging.parties',
  text: `select s.nick_name as "nickName", s.face_url as "faceUrl", r.user_id is not null as "hasReceiver",
    b.user_id is not null as "isBlocked"
  from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality k (sdk_app_id, sender, receiver, ordinal)
  left join users s on s.sdk_app_id = k.sdk_app_id and s.user_id = k.sender
  left join users r on r.sdk_app_id = k.sdk_app_id and r.user_id = k.receiver
  left join blocks b on b.sdk_app_id = k.sdk_app_id and b.user_id = k.receiver and b.blocked_user_id = k.sender
  order by k.ordinal`,
}

/** The parties of sends, in the order asked for. `receiver` null: a group message. */
export const loadParties = async (
  db: Db,
  sends: readonly { sdkAppID: number; sender: string; receiver: string | null }[],
): Promise<Parties[]> =>
  await db.query(partiesStatement, [
    sends.map((send) => send.sdkAppID),
    sends.map((send) => send.sender),
    sends.map((send) => send.receiver),
  ])

/** Two users of one tenant who talk to each other. */
export interface Pair {
  sdkAppID: number
  /** The two in order, by UTF-16 code units; the same one twice for notes to oneself. */
  userIDs: readonly [string, string]
}

/** The stored key of a pair. */
export const pairKey = ({ userIDs }: Pair): string => userIDs.join('\n')

const createPairsStatement = {
  name: 'messaging.createConversations',
  text: `with made as (
    insert into conversations (sdk_app_id, kind, key)
    select k.sdk_app_id, 'c2c', k.key from unnest($1::bigint[], $2::text[]) k (sdk_app_id, key)
    order by k.sdk_app_id, k.key
    on conflict (sdk_app_id, kind, key) do nothing
    returning conversation_id, sdk_app_id, key
  )
  insert into conversation_members (sdk_app_id, user_id, conversation_id, peer_user_id)
  select m.sdk_app_id, p.user_id, m.conversation_id, p.peer_user_id
  from made m join unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) k (sdk_app_id, key, a, b)
    on k.sdk_app_id = m.sdk_app_id and k.key = m.key
  cross join lateral (select k.a, k.b union select k.b, k.a) p (user_id, peer_user_id)`,
}

const findPairsStatement = {
  name: 'messaging.conversations',
  text: `select c.conversation_id as "conversationID", c.sdk_app_id as "sdkAppID", c.key
  from unnest($1::bigint[], $2::text[]) k (sdk_app_id, key)
  join conversations c on c.sdk_app_id = k.sdk_app_id and c.kind = 'c2c' and c.key = k.key`,
}

/** The conversations of pairs, made where there are none. By `${sdkAppID}\n${pairKey}`. */
export const ensureConversations = async (
  db: Db,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, number>> => {
  const apps = pairs.map((pair) => pair.sdkAppID)
  const keys = pairs.map(pairKey)
  await db.query(createPairsStatement, [
    apps,
    keys,
    pairs.map((pair) => pair.userIDs[0]),
    pairs.map((pair) => pair.userIDs[1]),
  ])
  // Of its own: a statement does not see rows that another transaction made since it began.
  const rows = await db.query<{ conversationID: number; sdkAppID: number; key: string }>(findPairsStatement, [
    apps,
    keys,
  ])
  return new Map(rows.map((row) => [`${row.sdkAppID}\n${row.key}`, row.conversationID]))
}

/** A conversation whose row is locked. */
export interface LockedConversation {
  conversationID: number
  lastSeq: number
  /** Members with the receive options 1 and 4. */
  notReceiving: { userID: string; option: 1 | 4 }[]
}

const lockStatement = {
  name: 'messaging.lockConversations',
  text: `select c.conversation_id as "conversationID", c.last_seq as "lastSeq",
    coalesce((select jsonb_agg(jsonb_build_object('userID', m.user_id, 'option', m.receive_option))
      from conversation_members m
      where m.conversation_id = c.conversation_id and m.receive_option in (1, 4)), '[]') as "notReceiving"
  from conversations c where c.conversation_id = any($1::bigint[]) order by c.conversation_id
  for update of c`,
}

/** Locks conversations until the transaction ends and answers their last seq: seqs come without gaps. */
export const lockConversations = async (
  db: Db,
  conversationIDs: readonly number[],
): Promise<ReadonlyMap<number, LockedConversation>> => {
  const rows = await db.query<LockedConversation>(lockStatement, [conversationIDs])
  return new Map(rows.map((row) => [row.conversationID, row]))
}

/** What makes two sends the same message. */
export interface RandomKey {
  sdkAppID: number
  sender: string
  conversationID: number
  random: number
}

/** A message that was stored before. */
export interface KnownMessage extends RandomKey {
  msgID: string
  seq: number
  sentAtMs: number
}

const knownStatement = {
  name: 'messaging.knownRandoms',
  text: `select r.sdk_app_id as "sdkAppID", r.sender, r.conversation_id as "conversationID", r.random,
    r.msg_id as "msgID", r.seq, r.sent_at as "sentAtMs"
  from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::float8[])
    k (sdk_app_id, sender, conversation_id, random, since)
  join message_randoms r using (sdk_app_id, sender, conversation_id, random)
  where r.sent_at > to_timestamp(k.since / 1000.0)`,
}

/** Finds sends that are stored already. To be asked with the conversations locked. */
export const findKnown = async (
  db: Db,
  keys: readonly (RandomKey & { sinceMs: number })[],
): Promise<KnownMessage[]> =>
  await db.query(knownStatement, [
    keys.map((key) => key.sdkAppID),
    keys.map((key) => key.sender),
    keys.map((key) => key.conversationID),
    keys.map((key) => key.random),
    keys.map((key) => key.sinceMs),
  ])

/** A message with its place, to be stored. */
export interface NewMessage {
  conversationID: number
  record: MessageRecord
  senderDeviceID: string
  countsAsUnread: boolean
  isPushed: boolean
  visibleTo: readonly string[] | undefined
}

const storeStatement = {
  name: 'messaging.store',
  text: `with input as (
    select i.conversation_id, i.seq, i.msg_id, i.sdk_app_id, i.sender, i.sender_device_id, i.random,
      to_timestamp(i.sent_at / 1000.0) as created_at, i.record, i.counts_as_unread, i.is_pushed,
      string_to_array(i.visible_to, E'\\n') as visible_to
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[],
      $8::float8[], $9::text[], $10::boolean[], $11::boolean[], $12::text[])
      i (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record,
        counts_as_unread, is_pushed, visible_to)
  ), moved_on as (
    update conversations c set last_seq = l.seq, last_message_at = l.at, last_entry_at = l.at
    from (select conversation_id, max(seq) as seq, max(created_at) as at from input group by 1) l
    where c.conversation_id = l.conversation_id
  ), guarded as (
    insert into message_randoms (sdk_app_id, sender, conversation_id, random, seq, msg_id, sent_at)
    select sdk_app_id, sender, conversation_id, random, seq, msg_id, created_at from input
    on conflict (sdk_app_id, sender, conversation_id, random)
      do update set seq = excluded.seq, msg_id = excluded.msg_id, sent_at = excluded.sent_at
  ), stored as (
    insert into messages
      (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record,
       counts_as_unread, visible_to)
    select conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, created_at, record::json,
      counts_as_unread, visible_to
    from input
  ), pushed as (
    select * from input where is_pushed
  )
  ${outboxInsertFrom('pushed', '$13', '$14')}`,
}

/** Stores messages with their outbox rows, in one statement. */
export const storeMessages = async (
  db: Db,
  messages: readonly NewMessage[],
  lease: { owner: string; untilMs: number },
): Promise<void> => {
  const records = messages.map(({ record }) => record)
  await db.query(storeStatement, [
    messages.map((message) => message.conversationID),
    records.map((record) => record.seq),
    records.map((record) => record.msgID),
    records.map((record) => record.sdkAppID),
    records.map((record) => record.sender.userID),
    messages.map((message) => message.senderDeviceID),
    records.map((record) => record.random),
    records.map((record) => record.timestampMs),
    records.map((record) => JSON.stringify(record)),
    messages.map((message) => message.countsAsUnread),
    messages.map((message) => message.isPushed),
    messages.map((message) => message.visibleTo?.join('\n') ?? null),
    lease.owner,
    lease.untilMs,
  ])
}

const forgetStatement = {
  name: 'messaging.forgetRandoms',
  text: `delete from message_randoms where sent_at < to_timestamp($1::float8 / 1000.0)`,
}

/** Forgets sends that nobody will repeat any more. */
export const forgetRandoms = async (db: Db, beforeMs: number): Promise<void> => {
  await db.query(forgetStatement, [beforeMs])
}
