import { ErrorCode, limits, utf8Bytes, type ConversationResult } from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { changeMany, numbersOf, tooMany } from './change.ts'
import { groupNamesOf, isStorableText, setGroupNames } from './group-names.ts'
import { refusable, refuse, type Outcome } from './refusal.ts'
import { findMany } from './rows.ts'
import { changeState, type StateParts } from './state-version.ts'

/** Conversations for a group of the user's. */
interface ForGroup {
  name: string
  conversationIDs: readonly string[]
}

type Results = { results: ConversationResult[] }

const addStatement = {
  name: 'conversationGroups.add',
  text: `update conversation_members set conversation_groups = conversation_groups || $4::text
  where sdk_app_id = $1 and user_id = $2 and conversation_id = any($3::bigint[]) and not $4 = any(conversation_groups)
  returning conversation_id as number`,
}

const countStatement = {
  name: 'conversationGroups.count',
  text: `select count(*)::integer as count from conversation_members
  where sdk_app_id = $1 and user_id = $2 and $3 = any(conversation_groups)`,
}

const add = async (db: Db, user: UserKey, name: string, numbers: readonly number[]): Promise<number[]> => {
  const { sdkAppID, userID } = user
  const added = numbersOf(await db.query(addStatement, [sdkAppID, userID, numbers, name]))
  const [found] = await db.query<{ count: number }>(countStatement, [sdkAppID, userID, name])
  if ((found?.count ?? 0) > limits.conversationsPerGroup)
    refuse(
      ErrorCode.CONVERSATION_OPERATION_FAILED,
      `A group takes ${limits.conversationsPerGroup} conversations. Take some out first.`,
    )
  return added
}

/** Makes a group of conversations. One that is there already gets the conversations added. */
export const createGroup = async (
  parts: StateParts,
  user: UserKey,
  { name, conversationIDs }: ForGroup,
): Promise<Outcome<Results>> => {
  if (conversationIDs.length > limits.conversationsPerRequest) return tooMany
  return await refusable(async () => {
    checkName(name)
    const { rows, results } = await findMany(parts.database, user, conversationIDs, { mayBeGone: false })
    await changeState(parts, [user], async (db) => {
      const names = await groupNamesOf(db, user)
      const isNew = !names.includes(name)
      if (isNew && names.length >= limits.conversationGroups)
        refuse(
          ErrorCode.CONVERSATION_GROUP_COUNT_LIMIT,
          `There are ${limits.conversationGroups} groups of conversations already. Delete one first.`,
        )
      if (isNew) await setGroupNames(db, user, [...names, name])
      const numbers = rows.map(({ number }) => number)
      const added = await add(db, user, name, numbers)
      return [{ ...user, conversationIDs: added, ...(isNew ? { groups: { names: [...names, name] } } : {}) }]
    })
    return { results }
  })
}

const replaceStatement = {
  name: 'conversationGroups.replace',
  text: `update conversation_members set conversation_groups = case when $4::text is null
    then array_remove(conversation_groups, $3) else array_replace(conversation_groups, $3, $4) end
  where sdk_app_id = $1 and user_id = $2 and $3 = any(conversation_groups)
  returning conversation_id as number`,
}

const replace = async (
  db: Db,
  { sdkAppID, userID }: UserKey,
  name: string,
  newName: string | null,
): Promise<number[]> => numbersOf(await db.query(replaceStatement, [sdkAppID, userID, name, newName]))

/** Deletes a group of conversations; the conversations stay. */
export const deleteGroup = async (parts: StateParts, user: UserKey, name: string): Promise<Outcome> =>
  await refusable(async () => {
    await changeState(parts, [user], async (db) => {
      const names = await namesWith(db, user, name)
      const left = names.filter((each) => each !== name)
      await setGroupNames(db, user, left)
      return [{ ...user, conversationIDs: await replace(db, user, name, null), groups: { names: left } }]
    })
    return {}
  })

/** Gives a group of conversations another name, which no other has. */
export const renameGroup = async (
  parts: StateParts,
  user: UserKey,
  { name, newName }: { name: string; newName: string },
): Promise<Outcome> =>
  await refusable(async () => {
    checkName(newName)
    await changeState(parts, [user], async (db) => {
      const names = await namesWith(db, user, name)
      if (name === newName) return []
      if (names.includes(newName))
        refuse(ErrorCode.INVALID_PARAMETERS, 'newName: another group of conversations has it')
      const renamed = names.map((each) => (each === name ? newName : each))
      await setGroupNames(db, user, renamed)
      const conversationIDs = await replace(db, user, name, newName)
      return [{ ...user, conversationIDs, groups: { names: renamed, renamed: { from: name, to: newName } } }]
    })
    return {}
  })

/** Puts conversations into a group that is there. */
export const addToGroup = async (
  parts: StateParts,
  user: UserKey,
  { name, conversationIDs }: ForGroup,
): Promise<Outcome<Results>> =>
  await inGroup(parts, user, name, async () =>
    changeMany(parts, user, { conversationIDs, mayBeGone: false }, async (db, numbers) => {
      await namesWith(db, user, name)
      return await add(db, user, name, numbers)
    }),
  )

const removeStatement = {
  name: 'conversationGroups.remove',
  text: `update conversation_members set conversation_groups = array_remove(conversation_groups, $4)
  where sdk_app_id = $1 and user_id = $2 and conversation_id = any($3::bigint[]) and $4 = any(conversation_groups)
  returning conversation_id as number`,
}

/** Takes conversations out of a group that is there. */
export const removeFromGroup = async (
  parts: StateParts,
  user: UserKey,
  { name, conversationIDs }: ForGroup,
): Promise<Outcome<Results>> =>
  await inGroup(parts, user, name, async () =>
    changeMany(parts, user, { conversationIDs, mayBeGone: true }, async (db, numbers) =>
      numbersOf(await db.query(removeStatement, [user.sdkAppID, user.userID, numbers, name])),
    ),
  )

/** A group that is not there is refused even when no conversation is changed. */
const inGroup = async (
  { database }: StateParts,
  user: UserKey,
  name: string,
  work: () => Promise<Outcome<Results>>,
): Promise<Outcome<Results>> => {
  const found = await refusable(async () => await namesWith(database, user, name))
  return found.ok ? await work() : found
}

const namesWith = async (db: Db, user: UserKey, name: string): Promise<string[]> => {
  const names = await groupNamesOf(db, user)
  return names.includes(name)
    ? names
    : refuse(
        ErrorCode.CONVERSATION_GROUP_NOT_FOUND,
        `There is no group of conversations ${JSON.stringify(name)}.`,
      )
}

const checkName = (name: string): void => {
  const bytes = utf8Bytes(name)
  if (bytes > limits.conversationGroupNameBytes)
    refuse(
      ErrorCode.CONVERSATION_GROUP_NAME_LIMIT,
      `groupName: ${bytes} bytes, at most ${limits.conversationGroupNameBytes} are taken`,
    )
  if (bytes === 0 || !isStorableText(name)) refuse(ErrorCode.INVALID_PARAMETERS, 'groupName: expected text')
}
