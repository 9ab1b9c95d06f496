import { groupOfConversationID, isGroupID, isUserID, peerOfC2CConversationID } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { pairOfUsers } from './batch.ts'
import { pairKey } from './queries.ts'

/** A user's row in a conversation. */
export interface Membership {
  conversationID: number
  lastSeq: number
  readSeq: number
  peerReadAtMs: number | null
  peerUserID: string | null
  groupID: string | null
}

/** How the database names a conversation; undefined for what is no conversation ID. */
export const conversationKeyOf = (
  { sdkAppID, userID }: UserKey,
  conversationID: string,
): { kind: 'c2c' | 'group'; key: string } | undefined => {
  const peer = peerOfC2CConversationID(conversationID)
  if (peer !== undefined && isUserID(peer))
    return { kind: 'c2c', key: pairKey(pairOfUsers(sdkAppID, userID, peer)) }
  const groupID = groupOfConversationID(conversationID)
  return groupID !== undefined && isGroupID(groupID) ? { kind: 'group', key: groupID } : undefined
}

const membershipStatement = {
  name: 'conversations.membership',
  text: `select c.conversation_id as "conversationID", c.last_seq as "lastSeq", m.read_seq as "readSeq",
    m.peer_read_at as "peerReadAtMs", m.peer_user_id as "peerUserID", m.group_id as "groupID"
  from conversations c
  join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = c.conversation_id
  where c.sdk_app_id = $1 and c.kind = $3 and c.key = $4`,
}

/**
 * A user's row in the conversation of an ID: 'invalid' for what is no conversation ID, undefined for a
 * conversation that is not there or that the user was never in.
 */
export const findMembership = async (
  db: Db,
  user: UserKey,
  conversationID: string,
): Promise<Membership | 'invalid' | undefined> => {
  const key = conversationKeyOf(user, conversationID)
  if (!key) return 'invalid'
  const [row] = await db.query<Membership>(membershipStatement, [
    user.sdkAppID,
    user.userID,
    key.kind,
    key.key,
  ])
  return row
}
