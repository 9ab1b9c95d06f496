import { ErrorCode } from '@carillon/protocol'

import type { MessageCallbacks } from '../callbacks/types.ts'
import type { Clock } from '../clock.ts'
import { lowerBadges, type ReadRange } from '../conversations/badges.ts'
import { changeState, type StateChange, type StateParts } from '../conversations/state-version.ts'
import type { UserKey } from '../presence/types.ts'
import type { PushEngine, ReadMark } from '../push/types.ts'
import type { Db } from '../store/db.ts'
import { findMembership, type Membership } from './conversations.ts'
import type { Refusable } from './history.ts'
import { findReadable } from './log-queries.ts'
import { refusedSend } from './types.ts'

/** What marks and deletions need. */
export interface ReadingParts extends StateParts {
  clock: Clock
  push: Pick<PushEngine, 'read'>
  callbacks: Pick<MessageCallbacks, 'afterRead'>
}

/** Who reads, and on which device if it is one. */
interface Reader extends UserKey {
  deviceID?: string
}

type Done = Refusable<Record<string, never>>

const done: Done = { ok: true, data: {} }

const unreadStatement = {
  name: 'reading.unread',
  text: `select c.conversation_id as "conversationID", m.peer_user_id as "peerUserID"
  from conversation_members m join conversations c using (conversation_id)
  where m.sdk_app_id = $1 and m.user_id = $2 and m.read_seq < c.last_seq`,
}

const markStatement = {
  name: 'reading.mark',
  text: `update conversation_members m set read_seq = c.last_seq, read_at = to_timestamp($4::float8 / 1000.0)
  from conversations c, conversation_members o
  where m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = any($3::bigint[])
    and c.conversation_id = m.conversation_id and m.read_seq < c.last_seq
    and o.sdk_app_id = $1 and o.user_id = $2 and o.conversation_id = m.conversation_id
  returning m.conversation_id as "conversationID", o.read_seq as "afterSeq", m.read_seq as "untilSeq"`,
}

const markPeersStatement = {
  name: 'reading.markPeers',
  text: `update conversation_members m set peer_read_at = to_timestamp($4::float8 / 1000.0)
  where m.sdk_app_id = $1 and m.peer_user_id = $2 and m.user_id <> $2 and m.conversation_id = any($3::bigint[])
    and (m.peer_read_at is null or m.peer_read_at < to_timestamp($4::float8 / 1000.0))
  returning m.user_id as "userID", m.conversation_id as "conversationID"`,
}

/** Marks all messages of a conversation as read. In a one-to-one conversation the other's state says since when. */
export const markRead = async (parts: ReadingParts, user: Reader, conversationID: string): Promise<Done> => {
  const membership = await findMembership(parts.database, user, conversationID)
  if (membership === 'invalid') return badConversation
  if (membership === undefined) return notThere(conversationID)
  if (membership.readSeq < membership.lastSeq) await mark(parts, user, [membership])
  return done
}

/** Marks everything as read. */
export const markAllRead = async (parts: ReadingParts, user: Reader): Promise<Done> => {
  const unread = await parts.database.query<Pick<Membership, 'conversationID' | 'peerUserID'>>(
    unreadStatement,
    [user.sdkAppID, user.userID],
  )
  if (unread.length > 0) await mark(parts, user, unread)
  return done
}

const mark = async (
  parts: ReadingParts,
  user: Reader,
  conversations: readonly Pick<Membership, 'conversationID' | 'peerUserID'>[],
): Promise<void> => {
  const { sdkAppID, userID } = user
  const nowMs = parts.clock.now()
  const peers = conversations.flatMap(({ peerUserID }) =>
    peerUserID === null ? [] : [{ sdkAppID, userID: peerUserID }],
  )
  let read: readonly ReadMark[] = []
  await changeState(parts, [user, ...peers], async (db) => {
    const wanted = conversations.map(({ conversationID }) => conversationID)
    const marked = await db.query<ReadRange>(markStatement, [sdkAppID, userID, wanted, nowMs])
    await lowerBadges(db, user, marked)
    const conversationIDs = marked.map(({ conversationID }) => conversationID)
    const told = await markPeers(db, user, conversationIDs, nowMs)
    read = marked.map(({ untilSeq, ...rest }) => ({ ...rest, readSeq: untilSeq }))
    return [{ sdkAppID, userID, conversationIDs }, ...told]
  })
  parts.push.read({ sdkAppID, userID }, read, user.deviceID)
  if (peers.length > 0)
    parts.callbacks.afterRead(
      user,
      peers.map((peer) => peer.userID),
      nowMs,
    )
}

const markPeers = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  conversationIDs: readonly number[],
  nowMs: number,
): Promise<StateChange[]> => {
  const rows = await db.query<{ userID: string; conversationID: number }>(markPeersStatement, [
    sdkAppID,
    userID,
    conversationIDs,
    nowMs,
  ])
  return rows.map((row) => ({ sdkAppID, userID: row.userID, conversationIDs: [row.conversationID] }))
}

const deleteStatement = {
  name: 'reading.delete',
  text: `insert into message_deletions (sdk_app_id, user_id, conversation_id, seq, state_version)
  select $1, $2, $3, k.seq, $5 from unnest($4::bigint[]) k (seq) on conflict do nothing`,
}

/** Deletes messages of one conversation for `user`. What is deleted already, or not there, is passed over. */
export const deleteMessages = async (
  parts: ReadingParts,
  user: UserKey,
  msgIDs: readonly string[],
): Promise<Done> => {
  const found = await findReadable(parts.database, user, msgIDs)
  const [first] = found
  if (!first) return done
  const { conversationID } = first
  if (found.some((message) => message.conversationID !== conversationID))
    return refusedSend(ErrorCode.INVALID_PARAMETERS, 'msgIDs: messages of one conversation')
  const seqs = found.map(({ seq }) => seq)
  await changeState(parts, [user], async (db, versionOf) => {
    await db.query(deleteStatement, [
      user.sdkAppID,
      user.userID,
      conversationID,
      seqs,
      versionOf(user.userID),
    ])
    return [{ ...user, conversationIDs: [conversationID], deletions: [{ conversationID, seqs }] }]
  })
  return done
}

const clearStatement = {
  name: 'reading.clear',
  text: `update conversation_members m set first_seq = c.last_seq, read_seq = c.last_seq
  from conversations c, conversation_members o
  where m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = $3
    and c.conversation_id = m.conversation_id and m.first_seq < c.last_seq
    and o.sdk_app_id = $1 and o.user_id = $2 and o.conversation_id = m.conversation_id
  returning m.conversation_id as "conversationID", o.read_seq as "afterSeq", m.read_seq as "untilSeq"`,
}

/** Deletes all messages of a conversation for `user`. */
export const clearConversation = async (
  parts: ReadingParts,
  user: UserKey,
  conversationID: string,
): Promise<Done> => {
  const membership = await findMembership(parts.database, user, conversationID)
  if (membership === 'invalid') return badConversation
  if (membership === undefined) return notThere(conversationID)
  await changeState(parts, [user], async (db) => {
    const rows = await db.query<ReadRange>(clearStatement, [
      user.sdkAppID,
      user.userID,
      membership.conversationID,
    ])
    await lowerBadges(db, user, rows)
    return [{ ...user, conversationIDs: rows.map((row) => row.conversationID) }]
  })
  return done
}

const badConversation = refusedSend(
  ErrorCode.INVALID_CONVERSATION,
  'conversationID: expected c2c_<userID> or group_<groupID>',
)

/** A one-to-one conversation without messages has nothing to mark or delete; a group is one the user is not in. */
const notThere = (conversationID: string): Done =>
  conversationID.startsWith('group_')
    ? refusedSend(ErrorCode.GROUP_PERMISSION_DENY, 'You are not in this group.')
    : done
