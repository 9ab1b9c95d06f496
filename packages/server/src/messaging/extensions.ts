import {
  ErrorCode,
  hasLoneSurrogate,
  limits,
  utf8Bytes,
  type ExtensionResult,
  type MessageExtension,
} from '@carillon/protocol'

import type { UserKey } from '../presence/types.ts'
import type { Db } from '../store/db.ts'
import { changeMessage, noSuchMessage, type ChangeDecision, type ChangeParts } from './changes.ts'
import type { Refusable } from './history.ts'
import { findReadable, type LogMessage } from './log-queries.ts'
import { refusedSend } from './types.ts'

interface ExtensionRow extends MessageExtension {
  isDeleted: boolean
}

const listStatement = {
  name: 'extensions.list',
  text: `select key, value, version, is_deleted as "isDeleted" from message_extensions
  where conversation_id = $1 and seq = $2 order by key`,
}

const saveStatement = {
  name: 'extensions.save',
  text: `insert into message_extensions (conversation_id, seq, key, value, version, is_deleted, changed_by)
  select $1, $2, k.key, k.value, k.version, $6, $7 from unnest($3::text[], $4::text[], $5::bigint[]) k (key, value, version)
  on conflict (conversation_id, seq, key) do update set value = excluded.value, version = excluded.version,
    is_deleted = excluded.is_deleted, changed_by = excluded.changed_by`,
}

const rowsOf = async (db: Db, { conversationID, seq }: LogMessage): Promise<ExtensionRow[]> =>
  await db.query(listStatement, [conversationID, seq])

const save = async (
  db: Db,
  { conversationID, seq }: LogMessage,
  extensions: readonly MessageExtension[],
  { isDeleted, userID }: { isDeleted: boolean; userID: string },
): Promise<void> => {
  const columns = [
    extensions.map(({ key }) => key),
    extensions.map(({ value }) => value),
    extensions.map(({ version }) => version),
  ]
  await db.query(saveStatement, [conversationID, seq, ...columns, isDeleted, userID])
}

const toExtension = ({ key, value, version, isDeleted }: ExtensionRow): MessageExtension => ({
  key,
  value: isDeleted ? '' : value,
  version,
})

/** All extensions of a message. */
export const listExtensions = async (
  db: Db,
  user: UserKey,
  msgID: string,
): Promise<Refusable<{ extensions: MessageExtension[] }>> => {
  const [message] = await findReadable(db, user, [msgID])
  if (!message) return noSuchMessage
  const rows = await rowsOf(db, message)
  return { ok: true, data: { extensions: rows.filter(({ isDeleted }) => !isDeleted).map(toExtension) } }
}

/** Sets extensions, each by itself: one that somebody else changed since `version` is left as it is. */
export const setExtensions = async (
  parts: ChangeParts,
  user: UserKey,
  { msgID, extensions }: { msgID: string; extensions: readonly MessageExtension[] },
): Promise<Refusable<{ results: ExtensionResult[] }>> => {
  const problem = extensions.map(problemOf).find((each) => each !== undefined)
  if (problem !== undefined) return refusedSend(ErrorCode.INVALID_PARAMETERS, problem)
  return await changeExtensions(parts, user, msgID, async (db, message, rows) => {
    const results = extensions.map((wanted) => setOne(wanted, rows.get(wanted.key)))
    const changed = results.flatMap(({ result, isChanged }) => (isChanged ? [result.extension] : []))
    const fresh = changed.filter(({ key }) => rows.get(key)?.isDeleted !== false).length
    const present = [...rows.values()].filter(({ isDeleted }) => !isDeleted).length
    if (fresh + present > limits.extensionsPerMessage) return refuseTooMany
    const data = { results: results.map(({ result }) => result) }
    if (changed.length === 0) return { kind: 'nothing', data }
    await save(db, message, changed, { isDeleted: false, userID: user.userID })
    return { kind: 'change', content: { kind: 'extensions-set', msgID, extensions: changed }, data }
  })
}

const refuseTooMany = {
  kind: 'refuse' as const,
  code: ErrorCode.INVALID_PARAMETERS,
  desc: `extensions: a message has at most ${limits.extensionsPerMessage}`,
}

const setOne = (
  wanted: MessageExtension,
  row: ExtensionRow | undefined,
): { result: ExtensionResult; isChanged: boolean } => {
  const { key, value } = wanted
  if (row && !row.isDeleted && row.value === value)
    return { result: { code: 0, desc: 'ok', extension: toExtension(row) }, isChanged: false }
  if (row && row.version !== wanted.version)
    return { result: { ...conflict, extension: toExtension(row) }, isChanged: false }
  const extension = { key, value, version: (row?.version ?? 0) + 1 }
  return { result: { code: 0, desc: 'ok', extension }, isChanged: true }
}

const conflict = {
  code: ErrorCode.MSG_EXTENSION_CONFLICT,
  desc: 'Somebody else changed it meanwhile: this is its newest value.',
}

/** Deletes extensions; `keys` empty: all. */
export const deleteExtensions = async (
  parts: ChangeParts,
  user: UserKey,
  { msgID, keys }: { msgID: string; keys: readonly string[] },
): Promise<Refusable<{ results: ExtensionResult[] }>> =>
  await changeExtensions(parts, user, msgID, async (db, message, rows) => {
    const present = [...rows.values()].filter(({ isDeleted }) => !isDeleted)
    const wanted = keys.length > 0 ? [...new Set(keys)] : present.map(({ key }) => key)
    const results = wanted.map((key): ExtensionResult => {
      const row = rows.get(key)
      return row === undefined || row.isDeleted
        ? {
            code: ErrorCode.MSG_EXTENSION_NOT_EXIST,
            desc: 'There is no such extension.',
            extension: { key, value: '', version: row?.version ?? 0 },
          }
        : { code: 0, desc: 'ok', extension: { key, value: '', version: row.version + 1 } }
    })
    const deleted = results.flatMap(({ code, extension }) => (code === 0 ? [extension] : []))
    if (deleted.length === 0) return { kind: 'nothing', data: { results } }
    await save(db, message, deleted, { isDeleted: true, userID: user.userID })
    const gone = deleted.map(({ key }) => key)
    return { kind: 'change', content: { kind: 'extensions-deleted', msgID, keys: gone }, data: { results } }
  })

const changeExtensions = async <T>(
  parts: ChangeParts,
  user: UserKey,
  msgID: string,
  decide: (
    db: Db,
    message: LogMessage,
    rows: ReadonlyMap<string, ExtensionRow>,
  ) => Promise<ChangeDecision<T>>,
): Promise<Refusable<T>> => {
  const [found] = await findReadable(parts.database, user, [msgID])
  if (!found) return noSuchMessage
  return await changeMessage(parts, user, msgID, async (db, message) => {
    if (message.record.isSupportMessageExtension !== true || message.record.recalled !== undefined)
      return {
        kind: 'refuse',
        code: ErrorCode.INVALID_PARAMETERS,
        desc: 'msgID: the message was not sent with isSupportMessageExtension, or was recalled',
      }
    return await decide(db, message, new Map((await rowsOf(db, message)).map((row) => [row.key, row])))
  })
}

const problemOf = ({ key, value }: MessageExtension): string | undefined => {
  if (hasLoneSurrogate(key) || hasLoneSurrogate(value) || key.includes('\0') || value.includes('\0'))
    return 'extensions: hold half of a character, or U+0000'
  if (utf8Bytes(key) > limits.extensionKeyBytes)
    return `extensionKey: at most ${limits.extensionKeyBytes} bytes`
  return utf8Bytes(value) > limits.extensionValueBytes
    ? `extensionValue: at most ${limits.extensionValueBytes} bytes`
    : undefined
}
