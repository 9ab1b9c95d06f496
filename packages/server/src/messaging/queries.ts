import type { MessageRecord } from '@carillon/protocol'

import { outboxInsertFrom } from '../push/outbox/insert.ts'
import type { Db } from '../store/db.ts'

/** A user with what others see of it. */
export interface Profile {
  sdkAppID: number
  userID: string
  nickName: string | null
  faceUrl: string | null
}

const profilesStatement = {
  name: 'messaging.profiles',
  text: `select u.sdk_app_id as "sdkAppID", u.user_id as "userID", u.nick_name as "nickName",
    u.face_url as "faceUrl"
  from unnest($1::bigint[], $2::text[]) k (sdk_app_id, user_id)
  join users u on u.sdk_app_id = k.sdk_app_id and u.user_id = k.user_id`,
}

/** Profiles of users; one that does not exist is left out. */
export const loadProfiles = async (
  db: Db,
  users: readonly { sdkAppID: number; userID: string }[],
): Promise<Profile[]> =>
  await db.query(profilesStatement, [users.map((user) => user.sdkAppID), users.map((user) => user.userID)])

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

const lockStatement = {
  name: 'messaging.lockConversations',
  text: `select conversation_id as "conversationID", last_seq as "lastSeq" from conversations
  where conversation_id = any($1::bigint[]) order by conversation_id for update`,
}

/** Locks conversations until the transaction ends and answers their last seq: seqs come without gaps. */
export const lockConversations = async (
  db: Db,
  conversationIDs: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  const rows = await db.query<{ conversationID: number; lastSeq: number }>(lockStatement, [conversationIDs])
  return new Map(rows.map((row) => [row.conversationID, row.lastSeq]))
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
}

const storeStatement = {
  name: 'messaging.store',
  text: `with input as (
    select conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random,
      to_timestamp(sent_at / 1000.0) as created_at, record
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[],
      $8::float8[], $9::text[])
      i (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
  ), moved_on as (
    update conversations c set last_seq = l.seq, last_message_at = l.at
    from (select conversation_id, max(seq) as seq, max(created_at) as at from input group by 1) l
    where c.conversation_id = l.conversation_id
  ), guarded as (
    insert into message_randoms (sdk_app_id, sender, conversation_id, random, seq, msg_id, sent_at)
    select sdk_app_id, sender, conversation_id, random, seq, msg_id, created_at from input
    on conflict (sdk_app_id, sender, conversation_id, random)
      do update set seq = excluded.seq, msg_id = excluded.msg_id, sent_at = excluded.sent_at
  ), stored as (
    insert into messages
      (conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, sent_at, record)
    select conversation_id, seq, msg_id, sdk_app_id, sender, sender_device_id, random, created_at, record::json
    from input
  )
  ${outboxInsertFrom('input', '$10', '$11')}`,
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
