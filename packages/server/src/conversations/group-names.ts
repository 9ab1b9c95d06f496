import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'

const namesStatement = {
  name: 'conversationGroups.names',
  text: 'select conversation_groups as names from users where sdk_app_id = $1 and user_id = $2',
}

/** Names of a user's groups of conversations, in the order they were made. */
export const groupNamesOf = async (db: Db, { sdkAppID, userID }: UserKey): Promise<string[]> => {
  const [row] = await db.query<{ names: string[] }>(namesStatement, [sdkAppID, userID])
  return row?.names ?? []
}

const setNamesStatement = {
  name: 'conversationGroups.setNames',
  text: 'update users set conversation_groups = $3::text[] where sdk_app_id = $1 and user_id = $2',
}

/** Sets the names. The user's row must be locked: it was read before. */
export const setGroupNames = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  names: readonly string[],
): Promise<void> => {
  await db.query(setNamesStatement, [sdkAppID, userID, names])
}

/** Whether the database takes a text as it is. */
export const isStorableText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
