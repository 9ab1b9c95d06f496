import type { MessageRecord, ReasonCode, Stage } from '@carillon/protocol'

import { c2cRecipients } from '../../presence/recipients.ts'
import type { Db } from '../../store/db.ts'
import { groupRecipients } from '../group-recipients.ts'
import type { ProgressEntry } from '../journal/progress.ts'
import type { AuditedMessage } from './tally.ts'

/** Where a page of messages begins: after this one, in the order of sending. */
export interface AuditCursor {
  sentAtMs: number
  msgID: string
}

/** Which messages are audited. */
export interface AuditSpan {
  /** From this instant on, epoch milliseconds. */
  fromMs: number
  /** Up to but not including this instant. */
  untilMs: number
  sdkAppID?: number
}

const messagesStatement = {
  name: 'audit.messages',
  text: `select m.msg_id as "msgID", m.sdk_app_id as "sdkAppID", m.sent_at as "sentAtMs", m.record,
    exists (select 1 from outbox o where o.msg_id = m.msg_id) as "isOpen",
    case when c.kind = 'group' then ${groupRecipients} end as members
  from messages m join conversations c using (conversation_id)
  where m.kind = 'message' and m.sent_at >= to_timestamp($1::float8 / 1000.0)
    and m.sent_at < to_timestamp($2::float8 / 1000.0) and ($3::bigint is null or m.sdk_app_id = $3)
    and (m.sent_at, m.msg_id) > (to_timestamp($4::float8 / 1000.0), $5)
  order by m.sent_at, m.msg_id limit $6`,
}

const entriesStatement = {
  name: 'audit.entries',
  text: `select msg_id as "msgID", user_id as "userID", device_id as "deviceID", stage, reason
  from journal where msg_id = any($1::text[]) order by at, journal_id`,
}

interface MessageRow {
  msgID: string
  sdkAppID: number
  sentAtMs: number
  record: MessageRecord
  isOpen: boolean
  members: string[] | null
}

type Entries = Map<string, Map<string, ProgressEntry[]>>

/**
 * One page of messages with their journal, oldest first, and where the next one begins. Whether a message is
 * open is read before its journal: what ends in between is seen as ended.
 */
export const auditPage = async (
  db: Db,
  span: AuditSpan,
  after: AuditCursor,
  limit: number,
): Promise<{ messages: AuditedMessage[]; next: AuditCursor | undefined }> => {
  const { fromMs, untilMs, sdkAppID } = span
  const rows = await db.query<MessageRow>(messagesStatement, [
    fromMs,
    untilMs,
    sdkAppID ?? null,
    after.sentAtMs,
    after.msgID,
    limit,
  ])
  const entries = await loadEntries(
    db,
    rows.map((row) => row.msgID),
  )
  const last = rows.at(-1)
  return {
    messages: rows.filter(isPushed).map((row) => ({
      msgID: row.msgID,
      sdkAppID: row.sdkAppID,
      sentAtMs: row.sentAtMs,
      isOpen: row.isOpen,
      recipients: row.members ?? c2cRecipients(row.record),
      entries: entries.get(row.msgID) ?? new Map(),
    })),
    next:
      last !== undefined && rows.length === limit
        ? { sentAtMs: last.sentAtMs, msgID: last.msgID }
        : undefined,
  }
}

/** Tips are stored without an outbox row. */
const isPushed = ({ record }: MessageRow): boolean =>
  record.recalled !== undefined || record.elements.some((element) => element.type !== 'group-tips')

const loadEntries = async (db: Db, msgIDs: readonly string[]): Promise<ReadonlyMap<string, Entries>> => {
  const rows = await db.query<{
    msgID: string
    userID: string
    deviceID: string
    stage: Stage
    reason: ReasonCode
  }>(entriesStatement, [msgIDs])
  const found = new Map<string, Entries>()
  for (const { msgID, userID, deviceID, stage, reason } of rows) {
    const users: Entries = found.get(msgID) ?? new Map()
    found.set(msgID, users)
    const devices = users.get(userID) ?? new Map<string, ProgressEntry[]>()
    users.set(userID, devices)
    const list = devices.get(deviceID) ?? []
    devices.set(deviceID, list)
    list.push({ stage, reason })
  }
  return found
}
