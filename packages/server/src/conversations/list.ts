import {
  limits,
  unusedConversation,
  type ConversationFilter,
  type ConversationRecord,
  type MethodMap,
} from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { groupNamesOf, isStorableText } from './group-names.ts'
import { countUnread, listPlaces, loadRecords, type FilterValues, type ListPlace } from './records.ts'
import { findRows, type NamedRow } from './rows.ts'
import { bitOf } from './state-columns.ts'

type Listed = MethodMap['conversation.list']

const filterValues = ({ kind, mark, group }: ConversationFilter = {}): FilterValues => ({
  kind: kind ?? null,
  bit: mark === undefined ? null : bitOf(mark),
  // No group has the empty name, nor one that the database does not take.
  group: group === undefined || isStorableText(group) ? (group ?? null) : '',
})

/** A page of a user's conversations. It may hold fewer than were asked for: it ends early when it grows large. */
export const listConversations = async (
  db: Db,
  user: UserKey,
  { cursor, count, filter }: Listed['params'],
): Promise<Listed['result']> => {
  const after = cursor === undefined ? undefined : toPlace(cursor)
  // One more than asked for tells whether there is more.
  const places = await listPlaces(db, user, { filter: filterValues(filter), after, limit: count + 1 })
  const wanted = places.slice(0, count)
  const records = await loadRecords(
    db,
    user,
    wanted.map(({ conversationID }) => conversationID),
  )
  const conversations: ConversationRecord[] = []
  let bytes = 0
  let last: ListPlace | undefined
  for (const place of wanted) {
    const record = records.get(place.conversationID)
    if (record?.isListed === true) {
      bytes += Buffer.byteLength(JSON.stringify(record))
      if (conversations.length > 0 && bytes > limits.pageBytes) break
      conversations.push(record)
    }
    last = place
  }
  const isLast = last === places.at(-1)
  return {
    conversations,
    ...(isLast || last === undefined ? {} : { nextCursor: toCursor(last) }),
    groupNames: await groupNamesOf(db, user),
  }
}

/** Conversations by their IDs, in the order asked for; such as were never used are empty. */
export const getConversations = async (
  db: Db,
  user: UserKey,
  conversationIDs: readonly string[],
): Promise<ConversationRecord[]> => {
  const rows = await findRows(db, user, conversationIDs)
  const records = await loadRecords(
    db,
    user,
    rows.flatMap(({ number }) => number ?? []),
  )
  return rows.flatMap((row) => (row.isValid ? [records.get(row.number ?? 0) ?? emptyRecord(row)] : []))
}

/** Unread messages of a user in all conversations that match and are not muted. */
export const totalUnread = async (db: Db, user: UserKey, filter?: ConversationFilter): Promise<number> =>
  await countUnread(db, user, filterValues(filter))

const emptyRecord = ({ conversationID, name, faceUrl, groupType }: NamedRow): ConversationRecord => ({
  ...unusedConversation(conversationID),
  ...(name === undefined ? {} : { name }),
  ...(faceUrl === undefined ? {} : { faceUrl }),
  ...(groupType === undefined ? {} : { groupType }),
})

const toCursor = ({ pinned, lastTimeMs, conversationID }: ListPlace): string =>
  `${pinned}-${lastTimeMs}-${conversationID}`

const toPlace = (cursor: string): ListPlace => {
  const [pinned, lastTimeMs, conversationID] = cursor.split('-').map(Number)
  return { pinned: pinned === 1 ? 1 : 0, lastTimeMs: lastTimeMs ?? 0, conversationID: conversationID ?? 0 }
}
