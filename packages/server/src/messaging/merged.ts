import { randomBytes } from 'node:crypto'

import {
  ErrorCode,
  limits,
  type MergerElement,
  type MessageRecord,
  type SendMessageParams,
} from '@carillon/protocol'

import type { Clock } from '../clock.ts'
import { noteMergedFiles } from '../files/index.ts'
import type { Db } from '../store/db.ts'
import { findReadable } from './log-queries.ts'
import { pageOf } from './page.ts'
import { refusedSend, type SendRequest } from './types.ts'

const insertStatement = {
  name: 'merged.insert',
  text: `insert into merged_messages (merged_id, sdk_app_id, layers, records, created_at)
  values ($1, $2, $3, $4::json, to_timestamp($5::float8 / 1000.0))`,
}

const layersStatement = {
  name: 'merged.layers',
  text: `select merged_id as "mergedID", layers from merged_messages
  where sdk_app_id = $1 and merged_id = any($2::text[])`,
}

const recordsStatement = {
  name: 'merged.records',
  text: `select records from merged_messages where sdk_app_id = $1 and merged_id = $2`,
}

/**
 * Keeps the messages inside a merged one as they are at this moment, and puts the ID they are kept under
 * in their place. A message without one passes as it is.
 */
export const storeMerged = async (
  parts: { database: Db; clock: Clock },
  { sdkAppID, sender, params }: SendRequest,
): Promise<{ ok: true; params: SendMessageParams } | { ok: false; code: number; desc: string }> => {
  const index = params.elements.findIndex(({ type }) => type === 'merger')
  const element = params.elements[index]
  if (element?.type !== 'merger') return { ok: true, params }
  const kept =
    element.msgIDs === undefined
      ? await checkKept(parts.database, sdkAppID, element)
      : await keep(parts, { sdkAppID, userID: sender }, element, element.msgIDs)
  return 'code' in kept
    ? kept
    : { ok: true, params: { ...params, elements: params.elements.with(index, kept) } }
}

/** A merged message that is sent on: what it holds is kept already. */
const checkKept = async (
  db: Db,
  sdkAppID: number,
  element: MergerElement,
): Promise<MergerElement | { ok: false; code: number; desc: string }> => {
  const [known] = await db.query(layersStatement, [sdkAppID, [element.mergedID]])
  return known === undefined
    ? refusedSend(ErrorCode.MSG_FORMAT, 'mergedID: there are no such merged messages')
    : element
}

const keep = async (
  { database, clock }: { database: Db; clock: Clock },
  user: { sdkAppID: number; userID: string },
  merger: MergerElement,
  msgIDs: readonly string[],
): Promise<MergerElement | { ok: false; code: number; desc: string }> => {
  const { title, abstractList, compatibleText } = merger
  const element: MergerElement = { type: 'merger', title, abstractList, compatibleText }
  const wanted = [...new Set(msgIDs)]
  const found = (await findReadable(database, user, wanted)).map(({ record }) => record)
  if (found.length < wanted.length)
    return refusedSend(
      ErrorCode.MSG_FORMAT,
      'msgIDs: holds a message that is not there, or not yours to read',
    )
  if (found.some((record) => record.recalled !== undefined || isTip(record)))
    return refusedSend(ErrorCode.MSG_FORMAT, 'msgIDs: group tips and recalled messages cannot be merged')
  const layers = 1 + (await layersInside(database, user.sdkAppID, found))
  if (layers > limits.mergedLayers) return { ...element, isLayersOverLimit: true }
  const mergedID = randomBytes(18).toString('base64url')
  await database.query(insertStatement, [mergedID, user.sdkAppID, layers, JSON.stringify(found), clock.now()])
  await noteMergedFiles(database, mergedID, found)
  return { ...element, mergedID }
}

const isTip = ({ elements }: MessageRecord): boolean => elements.some(({ type }) => type === 'group-tips')

const layersInside = async (db: Db, sdkAppID: number, records: readonly MessageRecord[]): Promise<number> => {
  const mergers = records.flatMap(({ elements }) => elements.filter((element) => element.type === 'merger'))
  if (mergers.length === 0) return 0
  if (mergers.some(({ isLayersOverLimit }) => isLayersOverLimit === true)) return limits.mergedLayers
  const mergedIDs = mergers.flatMap(({ mergedID }) => mergedID ?? [])
  const rows = await db.query<{ layers: number }>(layersStatement, [sdkAppID, mergedIDs])
  return Math.max(0, ...rows.map(({ layers }) => layers))
}

/** A page of the messages inside a merged one; undefined when there are none under this ID. */
export const readMerged = async (
  db: Db,
  { sdkAppID, mergedID, offset }: { sdkAppID: number; mergedID: string; offset: number },
): Promise<{ messages: MessageRecord[]; nextOffset?: number } | undefined> => {
  const [row] = await db.query<{ records: MessageRecord[] }>(recordsStatement, [sdkAppID, mergedID])
  if (row === undefined) return undefined
  const rest = row.records.slice(offset)
  const messages = pageOf(
    rest.map((record) => ({ record, bytes: Buffer.byteLength(JSON.stringify(record)) })),
  )
  return messages.length < rest.length ? { messages, nextOffset: offset + messages.length } : { messages }
}
