import { ErrorCode, limits, utf8Bytes, type ConversationResult, type MethodMap } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { lowerBadges, type ReadRange } from './badges.ts'
import { isStorableText } from './group-names.ts'
import { refusable, refuse, type Outcome } from './refusal.ts'
import { findMany, findRows, type ChangeableRow } from './rows.ts'
import { bitOf } from './state-columns.ts'
import { changeState, type StateParts } from './state-version.ts'

/** What changes of a user's own list need. */
export interface ConversationParts extends StateParts {
  clock: Clock
}

type Results = { results: ConversationResult[] }

/** Changes the rows of several conversations; those the user does not have get their own answers. */
export const changeMany = async (
  parts: StateParts,
  user: UserKey,
  given: { conversationIDs: readonly string[]; mayBeGone: boolean },
  change: (db: Db, numbers: readonly number[]) => Promise<readonly number[]>,
): Promise<Outcome<Results>> => {
  if (given.conversationIDs.length > limits.conversationsPerRequest) return tooMany
  return await refusable(async () => {
    const { rows, results } = await findMany(parts.database, user, given.conversationIDs, given)
    if (rows.length > 0)
      await changeState(parts, [user], async (db) => [
        {
          ...user,
          conversationIDs: await change(
            db,
            rows.map(({ number }) => number),
          ),
        },
      ])
    return { results }
  })
}

/** 51006. */
export const tooMany = {
  ok: false,
  code: ErrorCode.CONVERSATIONS_PER_REQUEST_LIMIT,
  desc: `conversationIDs: at most ${limits.conversationsPerRequest} in one call`,
} as const

const pinStatement = {
  name: 'conversations.pin',
  text: `update conversation_members set
    pinned_at = case when $4 then coalesce(pinned_at, to_timestamp($5::float8 / 1000.0)) end
  where sdk_app_id = $1 and user_id = $2 and conversation_id = $3 and (pinned_at is not null) <> $4
  returning conversation_id as number`,
}

/** Keeps a conversation at the head of the list, or lets it go. */
export const pinConversation = async (
  parts: ConversationParts,
  user: UserKey,
  { conversationID, isPinned }: MethodMap['conversation.pin']['params'],
): Promise<Outcome> =>
  await refusable(async () => {
    const { number } = await theRow(parts.database, user, conversationID)
    await changeState(parts, [user], async (db) => {
      const values = [user.sdkAppID, user.userID, number, isPinned, parts.clock.now()]
      return [{ ...user, conversationIDs: numbersOf(await db.query(pinStatement, values)) }]
    })
    return {}
  })

const deleteStatement = {
  name: 'conversations.delete',
  text: `update conversation_members m set unlisted_seq = c.last_seq, pinned_at = null, marks = 0, custom_data = '',
    conversation_groups = '{}',
    first_seq = case when $4 then greatest(m.first_seq, c.last_seq) else m.first_seq end,
    read_seq = case when $4 then greatest(m.read_seq, c.last_seq) else m.read_seq end
  from conversations c, conversation_members o
  where m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = $3 and c.conversation_id = $3
    and o.sdk_app_id = $1 and o.user_id = $2 and o.conversation_id = $3
    and (m.unlisted_seq < c.last_seq or $4 and m.first_seq < c.last_seq
      or m.pinned_at is not null or m.marks <> 0 or m.custom_data <> '' or m.conversation_groups <> '{}')
  returning m.conversation_id as "conversationID", o.read_seq as "afterSeq", m.read_seq as "untilSeq"`,
}

/** Takes a conversation from the list until something new comes, with what the user set for it; its messages too unless they stay. */
export const deleteConversation = async (
  parts: StateParts,
  user: UserKey,
  { conversationID, keepsMessages = false }: MethodMap['conversation.delete']['params'],
): Promise<Outcome> =>
  await refusable(async () => {
    const [row] = await findRows(parts.database, user, [conversationID])
    if (row?.isValid !== true) return refuse(ErrorCode.INVALID_CONVERSATION, noConversationID)
    const { number } = row
    // There is nothing to delete.
    if (number === undefined) return {}
    await changeState(parts, [user], async (db) => {
      const values = [user.sdkAppID, user.userID, number, !keepsMessages]
      const ranges = await db.query<ReadRange>(deleteStatement, values)
      await lowerBadges(db, user, ranges)
      return [{ ...user, conversationIDs: ranges.map((range) => range.conversationID) }]
    })
    return {}
  })

const markStatement = {
  name: 'conversations.mark',
  text: `update conversation_members set marks = case when $5 then marks | $4::bigint else marks & ~$4::bigint end
  where sdk_app_id = $1 and user_id = $2 and conversation_id = any($3::bigint[]) and (marks & $4::bigint <> 0) <> $5
  returning conversation_id as number`,
}

const markedStatement = {
  name: 'conversations.marked',
  text: `select count(*)::integer as count from conversation_members
  where sdk_app_id = $1 and user_id = $2 and marks <> 0`,
}

/** Sets or takes a mark of conversations. 51008 when too many would have marks. */
export const markConversations = async (
  parts: StateParts,
  user: UserKey,
  { conversationIDs, mark, isMarked }: MethodMap['conversation.mark']['params'],
): Promise<Outcome<Results>> => {
  if (mark > 3 && mark < 32)
    return {
      ok: false,
      code: ErrorCode.INVALID_PARAMETERS,
      desc: `markType: 0 star, 1 unread, 2 fold, 3 hide, or 32 to 63 for marks of your own, got ${mark}`,
    }
  return await changeMany(parts, user, { conversationIDs, mayBeGone: !isMarked }, async (db, numbers) => {
    const { sdkAppID, userID } = user
    const changed = numbersOf(
      await db.query(markStatement, [sdkAppID, userID, numbers, bitOf(mark), isMarked]),
    )
    if (!isMarked || changed.length === 0) return changed
    const [marked] = await db.query<{ count: number }>(markedStatement, [sdkAppID, userID])
    if ((marked?.count ?? 0) > limits.markedConversations)
      refuse(
        ErrorCode.MARKED_CONVERSATIONS_LIMIT,
        `At most ${limits.markedConversations} conversations can have marks. Take some marks away first.`,
      )
    return changed
  })
}

const customDataStatement = {
  name: 'conversations.setCustomData',
  text: `update conversation_members set custom_data = $4
  where sdk_app_id = $1 and user_id = $2 and conversation_id = any($3::bigint[]) and custom_data <> $4
  returning conversation_id as number`,
}

/** Keeps a text of the app's own with conversations. */
export const setCustomData = async (
  parts: StateParts,
  user: UserKey,
  { conversationIDs, customData }: MethodMap['conversation.setCustomData']['params'],
): Promise<Outcome<Results>> => {
  if (utf8Bytes(customData) > limits.conversationCustomDataBytes || !isStorableText(customData))
    return {
      ok: false,
      code: ErrorCode.INVALID_PARAMETERS,
      desc: `customData: at most ${limits.conversationCustomDataBytes} bytes of text without U+0000`,
    }
  return await changeMany(parts, user, { conversationIDs, mayBeGone: false }, async (db, numbers) =>
    numbersOf(await db.query(customDataStatement, [user.sdkAppID, user.userID, numbers, customData])),
  )
}

/** The numbers of changed rows. */
export const numbersOf = (rows: readonly unknown[]): number[] =>
  (rows as readonly { number: number }[]).map(({ number }) => number)

const noConversationID = 'conversationID: expected c2c_<userID> or group_<groupID>'

const theRow = async (db: Db, user: UserKey, conversationID: string): Promise<ChangeableRow> => {
  const [row] = await findRows(db, user, [conversationID])
  if (row?.isValid !== true) return refuse(ErrorCode.INVALID_CONVERSATION, noConversationID)
  if (row.number === undefined)
    return refuse(ErrorCode.INVALID_CONVERSATION, 'You have no such conversation.')
  return { ...row, number: row.number }
}
