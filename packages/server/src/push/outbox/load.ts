import type { MessageRecord } from '@carillon/protocol'

import { c2cRecipients } from '../../presence/recipients.ts'
import type { CommittedMessage } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import { groupRecipients } from '../group-recipients.ts'
import type { ClaimedRow } from './claim.ts'

const loadStatement = {
  name: 'outbox.load',
  text: `select m.msg_id as "msgID", m.record, m.sender_device_id as "senderDeviceID",
    case when c.kind = 'group' then ${groupRecipients} end as members
  from unnest($1::bigint[], $2::bigint[]) k (conversation_id, seq)
  join messages m on m.conversation_id = k.conversation_id and m.seq = k.seq
  join conversations c on c.conversation_id = m.conversation_id`,
}

interface MessageRow {
  msgID: string
  record: MessageRecord
  senderDeviceID: string
  /** Group: who was to have it, as far as they are still members; null in a one-to-one conversation. */
  members: string[] | null
}

/** Loads the messages of claimed rows with those who are to have them, by msgID. One that is gone is left out. */
export const loadMessages = async (
  db: Db,
  rows: readonly ClaimedRow[],
): Promise<ReadonlyMap<string, CommittedMessage>> => {
  const found = await db.query<MessageRow>(loadStatement, [
    rows.map((row) => row.conversationID),
    rows.map((row) => row.seq),
  ])
  return new Map(found.map((row) => [row.msgID, toCommitted(row)]))
}

const toCommitted = ({ record, senderDeviceID, members }: MessageRow): CommittedMessage => ({
  record,
  recipients: members ?? c2cRecipients(record),
  senderDeviceID,
})

const acknowledgedStatement = {
  name: 'outbox.acknowledged',
  text: `select k.msg_id as "msgID", c.user_id as "userID", c.device_id as "deviceID"
  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
    k (msg_id, sdk_app_id, conversation_id, seq, user_id)
  join device_cursors c on c.sdk_app_id = k.sdk_app_id and c.user_id = k.user_id
    and c.conversation_id = k.conversation_id and c.seq >= k.seq`,
}

/** A device that acknowledged a message while nobody worked on it. */
export interface AcknowledgedCopy {
  msgID: string
  userID: string
  deviceID: string
}

/** Finds the recipients' devices whose cursor is past a message. */
export const acknowledgedCopies = async (
  db: Db,
  wanted: readonly { row: ClaimedRow; userID: string }[],
): Promise<AcknowledgedCopy[]> =>
  await db.query(acknowledgedStatement, [
    wanted.map(({ row }) => row.msgID),
    wanted.map(({ row }) => row.sdkAppID),
    wanted.map(({ row }) => row.conversationID),
    wanted.map(({ row }) => row.seq),
    wanted.map(({ userID }) => userID),
  ])
