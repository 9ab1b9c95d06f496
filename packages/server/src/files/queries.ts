import type { FilePurpose } from '@carillon/protocol'

import { readable } from '../messaging/readable.ts'
import type { Db } from '../store/db.ts'
import type { FileRow, FileUser } from './types.ts'

const columns = `file_id as "fileID", sdk_app_id as "sdkAppID", owner, purpose, state, name,
  media_type as "mediaType", bytes, width, height`

/** A file that is to be uploaded. */
export interface NewFile extends FileUser {
  fileID: string
  purpose: FilePurpose
  name: string
  bytes: number
  nowMs: number
  keptUntilMs: number
}

const lockStatement = {
  name: 'files.lockOwner',
  text: `select pg_advisory_xact_lock(hashtextextended($1::bigint || ' files ' || $2, 0))`,
}

const usageStatement = {
  name: 'files.usage',
  text: `select count(*)::int as uploads, coalesce(sum(bytes), 0)::float8 as bytes from files
  where sdk_app_id = $1 and owner = $2 and created_at > to_timestamp($3::float8 / 1000.0) and size is null`,
}

/** What a user has begun to upload since an instant. Others who ask for the same user wait for the transaction's end. */
export const lockedUsage = async (
  db: Db,
  { sdkAppID, userID }: FileUser,
  sinceMs: number,
): Promise<{ uploads: number; bytes: number }> => {
  await db.query(lockStatement, [sdkAppID, userID])
  const [usage] = await db.query<{ uploads: number; bytes: number }>(usageStatement, [
    sdkAppID,
    userID,
    sinceMs,
  ])
  return usage ?? { uploads: 0, bytes: 0 }
}

const insertStatement = {
  name: 'files.insert',
  text: `insert into files (file_id, sdk_app_id, owner, purpose, state, name, bytes, created_at, kept_until)
  values ($1, $2, $3, $4, 'uploading', $5, $6, to_timestamp($7::float8 / 1000.0), to_timestamp($8::float8 / 1000.0))`,
}

/** Notes an upload that may begin. */
export const insertFile = async (db: Db, file: NewFile): Promise<void> => {
  const { fileID, sdkAppID, userID, purpose, name, bytes, nowMs, keptUntilMs } = file
  await db.query(insertStatement, [fileID, sdkAppID, userID, purpose, name, bytes, nowMs, keptUntilMs])
}

const findStatement = { name: 'files.find', text: `select ${columns} from files where file_id = $1` }

/** A file, whatever its state. */
export const findFile = async (db: Db, fileID: string): Promise<FileRow | undefined> =>
  (await db.query<FileRow>(findStatement, [fileID]))[0]

const sizesStatement = {
  name: 'files.sizes',
  text: `select ${columns}, size from files where original_id = $1 and state = 'stored'`,
}

/** The smaller sizes of a picture. */
export const findSizes = async (db: Db, fileID: string): Promise<(FileRow & { size: 'large' | 'thumb' })[]> =>
  await db.query(sizesStatement, [fileID])

const storedStatement = {
  name: 'files.stored',
  text: `update files set state = 'stored', media_type = $2, width = $3, height = $4 where file_id = $1`,
}

const insertSizeStatement = {
  name: 'files.insertSize',
  text: `insert into files (file_id, sdk_app_id, owner, purpose, state, name, media_type, bytes, width, height,
    original_id, size, created_at, kept_until)
  select $2, sdk_app_id, owner, purpose, 'stored', name, $3, $4, $5, $6, file_id, $7, created_at, kept_until
  from files where file_id = $1`,
}

/** A smaller size of a picture, to be noted. */
export interface NewSize {
  fileID: string
  size: 'large' | 'thumb'
  mediaType: string
  bytes: number
  width: number
  height: number
}

/** Notes that a file is stored, with the smaller sizes of a picture. To be called in a transaction. */
export const markStored = async (
  db: Db,
  fileID: string,
  facts: { mediaType: string; width?: number; height?: number },
  sizes: readonly NewSize[],
): Promise<void> => {
  await db.query(storedStatement, [fileID, facts.mediaType, facts.width ?? null, facts.height ?? null])
  for (const each of sizes)
    await db.query(insertSizeStatement, [
      fileID,
      each.fileID,
      each.mediaType,
      each.bytes,
      each.width,
      each.height,
      each.size,
    ])
}

const refusedStatement = {
  name: 'files.refused',
  text: `update files set state = 'deleting' where file_id = $1 and state = 'uploading'`,
}

/** Notes that an upload was not taken. It counts as one until it is deleted. */
export const markRefused = async (db: Db, fileID: string): Promise<void> => {
  await db.query(refusedStatement, [fileID])
}

const readableStatement = {
  name: 'files.readable',
  text: `select f.file_id as "fileID" from files f
  where f.sdk_app_id = $1 and f.file_id = any($3::text[]) and f.state = 'stored'
    and (f.owner = $2 or f.is_open or exists (
      select 1 from file_uses u
      join messages e on e.conversation_id = u.conversation_id and e.seq = u.seq
      join conversation_members m
        on m.sdk_app_id = $1 and m.user_id = $2 and m.conversation_id = u.conversation_id
      where u.file_id = f.file_id and ${readable}))`,
}

/** Which of the files a user may read: his own, those of messages he may read, and those of messages nobody keeps. */
export const readableFiles = async (
  db: Db,
  { sdkAppID, userID }: FileUser,
  fileIDs: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await db.query<{ fileID: string }>(readableStatement, [sdkAppID, userID, fileIDs])
  return new Set(rows.map(({ fileID }) => fileID))
}

const holdStatement = {
  name: 'files.hold',
  text: `update files set kept_until = greatest(kept_until, to_timestamp($3::float8 / 1000.0)),
    is_open = is_open or $4
  where sdk_app_id = $1 and file_id = any($2::text[]) and state = 'stored'
  returning ${columns}`,
}

/** Stored files that are about to be sent: they stay until then even if they are not. */
export const holdFiles = async (
  db: Db,
  sdkAppID: number,
  fileIDs: readonly string[],
  { keptUntilMs, isOpen }: { keptUntilMs: number; isOpen: boolean },
): Promise<FileRow[]> => await db.query(holdStatement, [sdkAppID, fileIDs, keptUntilMs, isOpen])
