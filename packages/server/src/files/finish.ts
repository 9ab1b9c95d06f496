import { ErrorCode, type StoredImage, type UploadedFile } from '@carillon/protocol'

import type { Database } from '../store/db.ts'
import { checkType, notAPicture } from './kinds.ts'
import { readPicture, type ReadPicture } from './pictures.ts'
import { findSizes, markStored, type NewSize } from './queries.ts'
import type { FileStorage } from './storage/index.ts'
import type { Turns } from './turns.ts'
import { refusedFile, type FileRefusal, type FileRow } from './types.ts'

/** What finishing an upload needs. */
export interface FinishParts {
  database: Database
  storage: FileStorage
  /** Pictures take memory and a processor: few at once. */
  turns: Turns
  keyOf(file: { sdkAppID: number; fileID: string }): string
  newFileID(): string
}

/** Looks into a file that has come whole, makes the sizes of a picture, and stores all of it. */
export const finishUpload = async (
  parts: FinishParts,
  row: FileRow,
  path: string,
): Promise<{ ok: true; data: UploadedFile } | FileRefusal> => {
  const { database, storage, turns, keyOf } = parts
  const type = await checkType(row.purpose, path)
  if (!type.ok) return type
  const { mediaType } = type
  let picture: ReadPicture | undefined
  if (row.purpose === 'image' || row.purpose === 'snapshot') {
    const read = await turns.run(async () => ({ picture: await readPicture(path) }))
    if (read === undefined)
      return refusedFile(
        ErrorCode.SERVER_BUSY,
        'The server is busy with other pictures. Try again in a moment.',
      )
    if (read.picture === undefined) return notAPicture
    picture = read.picture
  }
  const sizes: NewSize[] = []
  // The snapshot of a video is shown as it is.
  for (const size of row.purpose === 'image' ? (['large', 'thumb'] as const) : []) {
    const made = picture?.[size]
    if (made === undefined) continue
    const fileID = parts.newFileID()
    await storage.put(keyOf({ sdkAppID: row.sdkAppID, fileID }), made.data, made.mediaType)
    const { width, height } = made
    sizes.push({ fileID, size, mediaType: made.mediaType, bytes: made.data.length, width, height })
  }
  await storage.putFile(keyOf(row), path, mediaType)
  const facts = { mediaType, ...(picture && { width: picture.width, height: picture.height }) }
  await database.transaction(async (db) => await markStored(db, row.fileID, facts, sizes))
  return {
    ok: true,
    data: describe({ ...row, width: facts.width ?? null, height: facts.height ?? null }, sizes),
  }
}

/** The answer to an upload that was finished before. */
export const describeStored = async (database: Database, row: FileRow): Promise<UploadedFile> =>
  describe(
    row,
    (await findSizes(database, row.fileID)).map((each) => ({
      ...each,
      width: each.width ?? 0,
      height: each.height ?? 0,
    })),
  )

const describe = (
  { fileID, bytes, width, height, purpose }: FileRow,
  sizes: readonly (StoredImage & { size: 'large' | 'thumb' })[],
): UploadedFile => {
  if (width === null || height === null) return { file: { fileID, bytes } }
  const original: StoredImage = { fileID, bytes, width, height }
  if (purpose !== 'image') return { file: { fileID, bytes }, image: { original } }
  const sizeOf = (size: 'large' | 'thumb'): StoredImage => {
    const found = sizes.find((each) => each.size === size)
    if (found === undefined) return original
    return { fileID: found.fileID, bytes: found.bytes, width: found.width, height: found.height }
  }
  return { file: { fileID, bytes }, image: { original, large: sizeOf('large'), thumb: sizeOf('thumb') } }
}
