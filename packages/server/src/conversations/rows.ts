import {
  ErrorCode,
  peerOfC2CConversationID,
  type ConversationResult,
  type GroupType,
} from '@carillon/protocol'

import { conversationKeyOf } from '../messaging/conversations.ts'
import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'

/** A conversation as a client named it, with what the database has of it. */
export interface NamedRow {
  conversationID: string
  /** It is a conversation ID. */
  isValid: boolean
  /** The conversation's number; undefined when the user has no row in it. */
  number?: number
  /** One-to-one, or a group that exists. */
  isThere: boolean
  name?: string
  faceUrl?: string
  groupType?: GroupType
}

const findStatement = {
  name: 'conversations.find',
  text: `select m.conversation_id as number, coalesce(nullif(g.name, ''), p.nick_name) as name,
    coalesce(nullif(g.face_url, ''), p.face_url) as "faceUrl", g.type as "groupType"
  from unnest($3::text[], $4::text[], $5::text[]) with ordinality k (kind, key, peer, ordinal)
  left join conversations c on c.sdk_app_id = $1 and c.kind = k.kind and c.key = k.key
  left join conversation_members m on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = c.conversation_id
  left join users p on p.sdk_app_id = $1 and p.user_id = k.peer
  left join groups g on g.sdk_app_id = $1 and k.kind = 'group' and g.group_id = k.key
  order by k.ordinal`,
}

interface FoundRow {
  number: number | null
  name: string | null
  faceUrl: string | null
  groupType: GroupType | null
}

/** Finds conversations of a user by their IDs, in the order asked for. */
export const findRows = async (
  db: Db,
  user: UserKey,
  conversationIDs: readonly string[],
): Promise<NamedRow[]> => {
  const keys = conversationIDs.map((conversationID) => conversationKeyOf(user, conversationID))
  const rows = await db.query<FoundRow>(findStatement, [
    user.sdkAppID,
    user.userID,
    keys.map((key) => key?.kind ?? null),
    keys.map((key) => key?.key ?? null),
    conversationIDs.map((conversationID, index) =>
      keys[index]?.kind === 'c2c' ? (peerOfC2CConversationID(conversationID) ?? null) : null,
    ),
  ])
  return conversationIDs.map((conversationID, index) => {
    const { number = null, name = null, faceUrl = null, groupType = null } = rows[index] ?? {}
    return {
      conversationID,
      isValid: keys[index] !== undefined,
      isThere: keys[index]?.kind === 'c2c' || groupType !== null,
      ...(number === null ? {} : { number }),
      ...(name === null ? {} : { name }),
      ...(faceUrl === null || faceUrl === '' ? {} : { faceUrl }),
      ...(groupType === null ? {} : { groupType }),
    }
  })
}

/** A conversation whose row can be changed. */
export type ChangeableRow = NamedRow & { number: number }

/** Which of several conversations a change is for, and the answers, in the order asked for. */
export interface ManyRows {
  rows: ChangeableRow[]
  results: ConversationResult[]
}

/** Finds conversations that are to be changed. `mayBeGone`: also those of groups that are no more. */
export const findMany = async (
  db: Db,
  user: UserKey,
  conversationIDs: readonly string[],
  { mayBeGone }: { mayBeGone: boolean },
): Promise<ManyRows> => {
  const unique = [...new Set(conversationIDs)]
  const found = await findRows(db, user, unique)
  const rows = found.filter(
    (row): row is ChangeableRow => row.number !== undefined && (mayBeGone || row.isThere),
  )
  return { rows, results: found.map((row) => resultOf(row, mayBeGone)) }
}

const resultOf = ({ conversationID, number, isThere }: NamedRow, mayBeGone: boolean): ConversationResult => {
  if (number === undefined)
    return { conversationID, code: ErrorCode.INVALID_CONVERSATION, desc: 'You have no such conversation.' }
  return mayBeGone || isThere
    ? { conversationID, code: ErrorCode.OK, desc: 'ok' }
    : { conversationID, code: ErrorCode.CONVERSATION_OPERATION_FAILED, desc: 'The group is no more.' }
}
