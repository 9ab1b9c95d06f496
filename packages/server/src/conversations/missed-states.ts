import type { EventMap, MessageDeletion } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { groupNamesOf } from './group-names.ts'
import { stateColumns, toState, type StateRow } from './state-columns.ts'
import { statesPerEvent } from './state-version.ts'

const versionStatement = {
  name: 'states.version',
  text: 'select state_version as version from users where sdk_app_id = $1 and user_id = $2',
}

/** The version a user's private state has. */
export const stateVersionOf = async (db: Db, { sdkAppID, userID }: UserKey): Promise<number> => {
  const [row] = await db.query<{ version: number }>(versionStatement, [sdkAppID, userID])
  return row?.version ?? 0
}

const statesStatement = {
  name: 'states.missed',
  text: `select ${stateColumns} from conversation_members m
  where m.sdk_app_id = $1 and m.user_id = $2
    and (m.state_version, m.conversation_id) > ($3::bigint, $4::bigint)
  order by m.state_version, m.conversation_id limit $5`,
}

const deletionsStatement = {
  name: 'states.missedDeletions',
  text: `select d.seq, d.state_version as "deletedVersion", ${stateColumns}
  from message_deletions d
  join conversation_members m on m.sdk_app_id = d.sdk_app_id and m.user_id = d.user_id
    and m.conversation_id = d.conversation_id
  where d.sdk_app_id = $1 and d.user_id = $2
    and (d.state_version, d.conversation_id, d.seq) > ($3::bigint, $4::bigint, $5::bigint)
  order by d.state_version, d.conversation_id, d.seq limit $6`,
}

/** Deleted messages one event tells of at most. */
const deletionsPerEvent = 1000

/**
 * What changed of a user's private state after `sinceVersion`, in events of bounded size. Each tells the
 * version the device knew before: it has the new one when it has all of them.
 */
export async function* missedStates(
  db: Db,
  user: UserKey,
  sinceVersion: number,
): AsyncGenerator<EventMap['conversation.state']> {
  const { sdkAppID, userID } = user
  const stateVersion = sinceVersion
  // Whatever else comes, the names are few, and conversations refer to them.
  yield { stateVersion, groups: { names: await groupNamesOf(db, user) } }
  // Behind all rows of the version that is known.
  let after: readonly [number, number] = [sinceVersion, Number.MAX_SAFE_INTEGER]
  for (let isLast = false; !isLast;) {
    const rows = await db.query<StateRow>(statesStatement, [sdkAppID, userID, ...after, statesPerEvent])
    const last = rows.at(-1)
    if (last) {
      yield { stateVersion, conversations: rows.map(toState) }
      after = [last.version, last.conversationID]
    }
    isLast = rows.length < statesPerEvent
  }
  yield* missedDeletions(db, user, sinceVersion)
}

type DeletionRow = StateRow & { seq: number; deletedVersion: number }

async function* missedDeletions(
  db: Db,
  { sdkAppID, userID }: UserKey,
  sinceVersion: number,
): AsyncGenerator<EventMap['conversation.state']> {
  let after: readonly [number, number, number] = [
    sinceVersion,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  ]
  for (let isLast = false; !isLast;) {
    const rows = await db.query<DeletionRow>(deletionsStatement, [
      sdkAppID,
      userID,
      ...after,
      deletionsPerEvent,
    ])
    const last = rows.at(-1)
    if (last) {
      yield { stateVersion: sinceVersion, deletions: byConversation(rows) }
      after = [last.deletedVersion, last.conversationID, last.seq]
    }
    isLast = rows.length < deletionsPerEvent
  }
}

const byConversation = (rows: readonly DeletionRow[]): MessageDeletion[] =>
  [...Map.groupBy(rows, (row) => toState(row).conversationID)].map(([conversationID, deleted]) => ({
    conversationID,
    seqs: deleted.map(({ seq }) => seq),
  }))
