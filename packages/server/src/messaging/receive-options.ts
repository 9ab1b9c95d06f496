import {
  ErrorCode,
  groupConversationID,
  isUserID,
  type AllReceiveOption,
  type ReceiveOption,
} from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import { changeState, type StateParts } from '../conversations/state-version.ts'
import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { pairOfUsers } from './batch.ts'
import { findMembership } from './conversations.ts'
import type { Refusable } from './history.ts'
import { ensureConversations, loadParties } from './queries.ts'
import { refusedSend } from './types.ts'

type Done = Refusable<Record<string, never>>

const setStatement = {
  name: 'receiveOptions.set',
  text: `update conversation_members m set receive_option = $4,
    -- What was not wanted while it came is history, not something to catch up on.
    synced_from_seq = case when m.receive_option in (1, 4) and $4 not in (1, 4)
      then greatest(m.synced_from_seq, c.last_seq) else m.synced_from_seq end
  from conversations c
  where m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = any($3::bigint[])
    and c.conversation_id = m.conversation_id and m.receive_option <> $4
  returning m.conversation_id as "conversationID"`,
}

/** Sets what `user` wants to receive of one-to-one conversations. */
export const setUserReceiveOptions = async (
  parts: StateParts,
  user: UserKey,
  { userIDs, option }: { userIDs: readonly string[]; option: ReceiveOption },
): Promise<Done> => {
  const peers = [...new Set(userIDs)]
  const { sdkAppID, userID } = user
  const bad = peers.find((peer) => !isUserID(peer))
  const known =
    bad === undefined
      ? await loadParties(
          parts.database,
          peers.map((peer) => ({ sdkAppID, sender: userID, receiver: peer })),
        )
      : []
  const missing = bad ?? peers.find((_peer, index) => known[index]?.hasReceiver !== true)
  if (missing !== undefined)
    return refusedSend(ErrorCode.ACCOUNT_NOT_FOUND, `There is no account ${JSON.stringify(missing)}.`)
  const conversations = await ensureConversations(
    parts.database,
    peers.map((peer) => pairOfUsers(sdkAppID, userID, peer)),
  )
  await setOption(parts, user, [...conversations.values()], option)
  return { ok: true, data: {} }
}

/** Sets what `user` wants to receive of a group. */
export const setGroupReceiveOption = async (
  parts: StateParts,
  user: UserKey,
  { groupID, option }: { groupID: string; option: ReceiveOption },
): Promise<Done> => {
  const membership = await findMembership(parts.database, user, groupConversationID(groupID))
  if (membership === 'invalid')
    return refusedSend(ErrorCode.GROUP_INVALID_GROUPID, 'groupID: not the ID of a group')
  if (membership === undefined)
    return refusedSend(ErrorCode.GROUP_PERMISSION_DENY, 'You are not in this group.')
  await setOption(parts, user, [membership.conversationID], option)
  return { ok: true, data: {} }
}

const setOption = async (
  parts: StateParts,
  user: UserKey,
  conversationIDs: readonly number[],
  option: ReceiveOption,
): Promise<void> => {
  await changeState(parts, [user], async (db) => {
    const values = [user.sdkAppID, user.userID, conversationIDs, option]
    const rows = await db.query<{ conversationID: number }>(setStatement, values)
    return [{ ...user, conversationIDs: rows.map((row) => row.conversationID) }]
  })
}

const getStatement = {
  name: 'receiveOptions.get',
  text: `select coalesce(m.receive_option, 0) as option
  from unnest($3::text[]) with ordinality k (user_id, ordinal)
  left join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.peer_user_id = k.user_id
  order by k.ordinal`,
}

/** What `user` wants to receive of users, in the order asked for. */
export const userReceiveOptions = async (
  db: Db,
  user: UserKey,
  userIDs: readonly string[],
): Promise<{ userID: string; option: ReceiveOption }[]> => {
  // The database takes no U+0000, and nobody is called so.
  const known = userIDs.map((userID) => (isUserID(userID) ? userID : ''))
  const rows = await db.query<{ option: ReceiveOption }>(getStatement, [user.sdkAppID, user.userID, known])
  return userIDs.map((userID, index) => ({ userID, option: rows[index]?.option ?? 0 }))
}

const setAllStatement = {
  name: 'receiveOptions.setAll',
  text: `update users set all_receive_option = $3::jsonb where sdk_app_id = $1 and user_id = $2`,
}

/** Sets `user`'s choice for all conversations. */
export const setAllReceiveOption = async (
  { database, clock }: { database: Db; clock: Clock },
  user: UserKey,
  option: Omit<AllReceiveOption, 'setAtMs'>,
): Promise<Done> => {
  if (option.timeZone !== undefined && !isTimeZone(option.timeZone))
    return refusedSend(ErrorCode.INVALID_PARAMETERS, 'timeZone: expected an IANA name such as Asia/Seoul')
  const stored: AllReceiveOption = { ...option, setAtMs: clock.now() }
  await database.query(setAllStatement, [user.sdkAppID, user.userID, JSON.stringify(stored)])
  return { ok: true, data: {} }
}

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const allStatement = {
  name: 'receiveOptions.all',
  text: `select all_receive_option as option from users where sdk_app_id = $1 and user_id = $2`,
}

/** `user`'s choice for all conversations; undefined when there is none. */
export const allReceiveOption = async (db: Db, user: UserKey): Promise<AllReceiveOption | undefined> => {
  const [row] = await db.query<{ option: AllReceiveOption | null }>(allStatement, [
    user.sdkAppID,
    user.userID,
  ])
  return row?.option ?? undefined
}
