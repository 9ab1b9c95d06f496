import { ErrorCode, type FilePurpose, type MessageElement, type MessageRecord } from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import type { Database, Db } from '../store/db.ts'
import { holdFiles, readableFiles } from './queries.ts'
import { refusedFile, type FileRefusal, type FileRow, type FileUser } from './types.ts'

/** How long a file stays that no message refers to. */
export const unusedLifetimeMs = 24 * 3_600_000

/** A file as an element claims it to be. */
interface Claim {
  fileID: string
  bytes: number
  width?: number
  height?: number
  purposes: readonly FilePurpose[]
}

/**
 * Checks the files of a message that is about to be sent: they are there, the sender may send them (his
 * own, or of a message he may read), and are what the message says. They stay for a day from then on.
 * @param isOpen the message is not kept, so nobody can be asked later whether he may read it
 */
export const checkFiles = async (
  { database, clock }: { database: Database; clock: Clock },
  user: FileUser,
  elements: readonly MessageElement[],
  isOpen = false,
): Promise<FileRefusal | undefined> => {
  const claims = elements.flatMap(claimsOf)
  if (claims.length === 0) return undefined
  const fileIDs = [...new Set(claims.map(({ fileID }) => fileID))]
  const mine = await readableFiles(database, user, fileIDs)
  const held = await holdFiles(database, user.sdkAppID, [...mine], {
    keptUntilMs: clock.now() + unusedLifetimeMs,
    isOpen,
  })
  const rows = new Map(held.map((row) => [row.fileID, row]))
  for (const claim of claims) {
    const row = rows.get(claim.fileID)
    if (row === undefined) return notThere
    if (!isTrue(claim, row))
      return refusedFile(
        ErrorCode.MSG_FORMAT,
        `The file ${claim.fileID} has ${row.bytes} bytes, was uploaded as "${row.purpose}" and measures ${row.width ?? 0} x ${row.height ?? 0}; the message says otherwise.`,
      )
  }
  return undefined
}

const notThere = refusedFile(
  ErrorCode.STORED_FILE_NOT_FOUND,
  'There is no such file, or it is not yours to send. Upload it again.',
)

const isTrue = ({ bytes, width, height, purposes }: Claim, row: FileRow): boolean =>
  row.bytes === bytes &&
  purposes.includes(row.purpose) &&
  (width === undefined || row.width === width) &&
  (height === undefined || row.height === height)

const pictures: readonly FilePurpose[] = ['image', 'snapshot']

const claimsOf = (element: MessageElement): Claim[] => {
  switch (element.type) {
    case 'image':
      return [element.original, element.large, element.thumb].flatMap((image) =>
        image === undefined ? [] : [{ ...image, purposes: pictures }],
      )
    case 'sound':
      return [{ ...element.sound, purposes: ['sound'] }]
    case 'video':
      return [
        { ...element.video, purposes: ['video'] },
        { ...element.snapshot, purposes: pictures },
      ]
    case 'file':
      return [{ ...element.file, purposes: ['file'] }]
    default:
      return []
  }
}

const fileIDsOf = (elements: readonly MessageElement[]): string[] =>
  elements.flatMap(claimsOf).map(({ fileID }) => fileID)

const mergedIDsOf = (elements: readonly MessageElement[]): string[] =>
  elements.flatMap((element) => (element.type === 'merger' ? (element.mergedID ?? []) : []))

const noteUsesStatement = {
  name: 'files.noteUses',
  text: `insert into file_uses (file_id, conversation_id, seq)
  select f.file_id, k.conversation_id, k.seq
  from unnest($1::text[], $2::bigint[], $3::bigint[]) k (file_id, conversation_id, seq)
  join files f on f.file_id = k.file_id
  union
  select g.file_id, k.conversation_id, k.seq
  from unnest($4::text[], $5::bigint[], $6::bigint[]) k (merged_id, conversation_id, seq)
  join merged_files g on g.merged_id = k.merged_id
  on conflict do nothing`,
}

/** Notes which files messages show, those inside merged messages too. In the transaction that stores them. */
export const noteFileUses = async (
  db: Db,
  messages: readonly { conversationID: number; record: MessageRecord }[],
): Promise<void> => {
  const uses = (idsOf: (elements: readonly MessageElement[]) => string[]): [string[], number[], number[]] => {
    const all = messages.flatMap(({ conversationID, record }) =>
      idsOf(record.elements).map((id) => ({ id, conversationID, seq: record.seq })),
    )
    return [
      all.map(({ id }) => id),
      all.map(({ conversationID }) => conversationID),
      all.map(({ seq }) => seq),
    ]
  }
  const files = uses(fileIDsOf)
  const merged = uses(mergedIDsOf)
  if (files[0].length + merged[0].length > 0) await db.query(noteUsesStatement, [...files, ...merged])
}

const noteMergedStatement = {
  name: 'files.noteMerged',
  text: `insert into merged_files (merged_id, file_id)
  select $1, file_id from files where file_id = any($2::text[])
  union select $1, file_id from merged_files where merged_id = any($3::text[])
  on conflict do nothing`,
}

/** Notes which files the messages inside a merged one show. */
export const noteMergedFiles = async (
  db: Db,
  mergedID: string,
  records: readonly MessageRecord[],
): Promise<void> => {
  const elements = records.flatMap((record) => record.elements)
  const files = fileIDsOf(elements)
  const inner = mergedIDsOf(elements)
  if (files.length + inner.length > 0) await db.query(noteMergedStatement, [mergedID, files, inner])
}

const forgetUsesStatement = {
  name: 'files.forgetUses',
  text: `delete from file_uses where conversation_id = $1 and seq = $2`,
}

/** A message shows its files no more. */
export const forgetFileUses = async (
  db: Db,
  { conversationID, seq }: { conversationID: number; seq: number },
): Promise<void> => {
  await db.query(forgetUsesStatement, [conversationID, seq])
}
