import type { ConversationGroupsState, ConversationState, MessageDeletion } from '@carillon/protocol'

import type { Connections, UserKey } from '../presence/types.ts'
import type { Database, Db } from '../store/db.ts'
import { stateColumns, toState, type StateRow } from './state-columns.ts'

/** Rows one event tells of at most. */
export const statesPerEvent = 100

/** What a change of state needs. */
export interface StateParts {
  database: Database
  connections: Connections
}

/** What changed of one user's own. */
export interface StateChange extends UserKey {
  /** Conversations of which the user's row changed. */
  conversationIDs: readonly number[]
  /** Messages the user deleted. */
  deletions?: readonly { conversationID: number; seqs: readonly number[] }[]
  /** The user's groups of conversations, when they changed. */
  groups?: ConversationGroupsState
}

/** Answers the version a user's state has with the change, by userID. */
export type VersionOf = (userID: string) => number

/**
 * Changes what is users' own: `work` makes the changes and says whose rows they are. In the same
 * transaction the users' state versions are raised and the rows stamped; after the commit the users'
 * devices are told. `users`: all whose state may change; they are locked in one order.
 */
export const changeState = async (
  { database, connections }: StateParts,
  users: readonly UserKey[],
  work: (db: Db, versionOf: VersionOf) => Promise<readonly StateChange[]>,
): Promise<void> => {
  const told = await transaction(database, async (db) => {
    const versions = await raiseVersions(db, users)
    const versionOf: VersionOf = (userID) => versions.get(userID) ?? 0
    const changes = await work(db, versionOf)
    const states = await stamp(db, changes, versionOf)
    return changes.flatMap((change) => {
      const conversations = states.get(change.userID) ?? []
      const deletions = namedDeletions(change, conversations)
      return conversations.length === 0 && change.groups === undefined
        ? []
        : [{ change, version: versionOf(change.userID), conversations, deletions }]
    })
  })
  for (const { change, version, conversations, deletions } of told) {
    const states = conversations.map(({ state }) => state)
    const user = { sdkAppID: change.sdkAppID, userID: change.userID }
    // Of a change that takes several events a device has the version when it has the last.
    while (states.length > statesPerEvent)
      connections.send(user, 'conversation.state', {
        stateVersion: version - 1,
        conversations: states.splice(0, statesPerEvent),
      })
    connections.send(user, 'conversation.state', {
      stateVersion: version,
      conversations: states,
      ...(deletions.length === 0 ? {} : { deletions }),
      ...(change.groups === undefined ? {} : { groups: change.groups }),
    })
  }
}

const deadlockDetected = '40P01'
const maxTries = 5

/** Badges are also written in passing, many users' at once, in no order of ours: then it goes again. */
const transaction = async <T>(database: Database, work: (db: Db) => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.transaction(work)
    } catch (error) {
      if (tries >= maxTries || (error as { code?: unknown }).code !== deadlockDetected) throw error
    }
  }
}

const namedDeletions = (
  { deletions = [] }: StateChange,
  conversations: readonly StampedState[],
): MessageDeletion[] =>
  deletions.flatMap(({ conversationID, seqs }) => {
    const named = conversations.find((each) => each.conversationID === conversationID)
    return named && seqs.length > 0 ? [{ conversationID: named.state.conversationID, seqs: [...seqs] }] : []
  })

const raiseStatement = {
  name: 'state.raise',
  text: `with locked as (
    select u.sdk_app_id, u.user_id from users u
    join (select distinct * from unnest($1::bigint[], $2::text[])) k (sdk_app_id, user_id)
      on u.sdk_app_id = k.sdk_app_id and u.user_id = k.user_id
    order by u.sdk_app_id, u.user_id for update of u
  )
  update users u set state_version = u.state_version + 1 from locked l
  where u.sdk_app_id = l.sdk_app_id and u.user_id = l.user_id
  returning u.user_id as "userID", u.state_version as version`,
}

const raiseVersions = async (db: Db, users: readonly UserKey[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.query<{ userID: string; version: number }>(raiseStatement, [
    users.map((user) => user.sdkAppID),
    users.map((user) => user.userID),
  ])
  return new Map(rows.map(({ userID, version }) => [userID, version]))
}

interface StampedState {
  conversationID: number
  state: ConversationState
}

const stampStatement = {
  name: 'state.stamp',
  text: `update conversation_members m set state_version = k.version
  from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) k (sdk_app_id, user_id, conversation_id, version)
  where m.sdk_app_id = k.sdk_app_id and m.user_id = k.user_id and m.conversation_id = k.conversation_id
  returning ${stateColumns}`,
}

const stamp = async (
  db: Db,
  changes: readonly StateChange[],
  versionOf: VersionOf,
): Promise<ReadonlyMap<string, StampedState[]>> => {
  const rows = changes.flatMap(({ sdkAppID, userID, conversationIDs }) =>
    conversationIDs.map((conversationID) => ({ sdkAppID, userID, conversationID })),
  )
  if (rows.length === 0) return new Map()
  const stamped = await db.query<StateRow>(stampStatement, [
    rows.map((row) => row.sdkAppID),
    rows.map((row) => row.userID),
    rows.map((row) => row.conversationID),
    rows.map((row) => versionOf(row.userID)),
  ])
  return Map.groupBy(stamped.map(toStamped), ({ userID }) => userID)
}

const toStamped = (row: StateRow): StampedState & { userID: string } => ({
  userID: row.userID,
  conversationID: row.conversationID,
  state: toState(row),
})
