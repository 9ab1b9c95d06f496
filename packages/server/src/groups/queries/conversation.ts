import type { Db } from '../../store/db.ts'
import type { GroupKey } from '../types.ts'

const ensureStatement = {
  name: 'groupConversation.ensure',
  text: `insert into conversations (sdk_app_id, kind, key) values ($1, 'group', $2)
  on conflict (sdk_app_id, kind, key) do update set key = excluded.key
  returning conversation_id as "conversationID", last_seq as "lastSeq"`,
}

/** The conversation of a group, made if there is none. An earlier group of the same ID may have left one. */
export const ensureConversation = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
): Promise<{ conversationID: number; lastSeq: number }> => {
  const [row] = await db.query<{ conversationID: number; lastSeq: number }>(ensureStatement, [
    sdkAppID,
    groupID,
  ])
  if (!row) throw new Error('a conversation that was just made is not there')
  return row
}

/** Raises the state version of the app's ($1) users ($2), locked in the order in which everybody locks users. */
const bumped = `locked as (
    select user_id from users where sdk_app_id = $1 and user_id = any($2::text[]) order by user_id for no key update
  ), bumped as (
    update users u set state_version = u.state_version + 1 from locked l
    where u.sdk_app_id = $1 and u.user_id = l.user_id returning u.user_id, u.state_version
  )`

const enterStatement = {
  name: 'groupConversation.enter',
  text: `with ${bumped}
  insert into conversation_members (sdk_app_id, user_id, conversation_id, group_id, receive_option, read_seq,
    first_seq, synced_from_seq, joined_seq, state_version)
  select $1, b.user_id, c.conversation_id, c.key, $4, c.last_seq,
    case when $5 then $6 else c.last_seq end, c.last_seq, c.last_seq, b.state_version
  from bumped b cross join conversations c where c.conversation_id = $3
  on conflict (sdk_app_id, user_id, conversation_id) do update set
    group_id = excluded.group_id, receive_option = excluded.receive_option, read_seq = excluded.read_seq,
    first_seq = greatest(excluded.first_seq, case when $5 then conversation_members.first_seq else 0 end),
    synced_from_seq = excluded.synced_from_seq, joined_seq = excluded.joined_seq, left_seq = null,
    state_version = excluded.state_version`,
}

/**
 * Lets users into a group's conversation. What is in it already counts as read, is not sent to their
 * devices, and is history to them from `historyFromSeq` on, or not at all.
 */
export const enterConversation = async (
  db: Db,
  entry: {
    sdkAppID: number
    conversationID: number
    userIDs: readonly string[]
    receiveOption: number
    /** Undefined: what was written before is not theirs. */
    historyFromSeq: number | undefined
  },
): Promise<void> => {
  await db.query(enterStatement, [
    entry.sdkAppID,
    entry.userIDs,
    entry.conversationID,
    entry.receiveOption,
    entry.historyFromSeq !== undefined,
    entry.historyFromSeq ?? 0,
  ])
}

const leaveStatement = {
  name: 'groupConversation.leave',
  text: `with ${bumped}
  update conversation_members m set left_seq = c.last_seq, state_version = b.state_version
  from bumped b cross join conversations c
  where c.conversation_id = $3 and m.sdk_app_id = $1 and m.user_id = b.user_id
    and m.conversation_id = $3 and m.left_seq is null`,
}

/** From here on the group's messages are not theirs; what they had they keep. */
export const leaveConversation = async (
  db: Db,
  {
    sdkAppID,
    conversationID,
    userIDs,
  }: { sdkAppID: number; conversationID: number; userIDs: readonly string[] },
): Promise<void> => {
  await db.query(leaveStatement, [sdkAppID, userIDs, conversationID])
}

const closeStatement = {
  name: 'groupConversation.close',
  text: `update conversation_members m set left_seq = c.last_seq from conversations c
  where c.conversation_id = $1 and m.conversation_id = $1 and m.left_seq is null`,
}

/** The group is dismissed: nobody gets anything more. */
export const closeConversation = async (db: Db, conversationID: number): Promise<void> => {
  await db.query(closeStatement, [conversationID])
}
