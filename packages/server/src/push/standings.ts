import type { AllReceiveOption, MessageRecord, ReceiveOption } from '@carillon/protocol'

import { placeOf } from '../message-id.ts'
import type { Db } from '../store/db.ts'
import type { RecipientStanding } from './planner/types.ts'

/** A recipient of a message. */
export interface MessageRecipient {
  record: MessageRecord
  userID: string
}

const standingsStatement = {
  name: 'push.standings',
  text: `select m.receive_option as "receiveOption", u.all_receive_option as "allReceiveOption",
    m.read_seq as "readSeq", b.user_id is not null as "hasBlockedSender"
  from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[]) with ordinality
    k (sdk_app_id, user_id, conversation_id, sender, ordinal)
  left join users u on u.sdk_app_id = k.sdk_app_id and u.user_id = k.user_id
  left join conversation_members m on m.sdk_app_id = k.sdk_app_id and m.user_id = k.user_id
    and m.conversation_id = k.conversation_id
  left join blocks b on b.sdk_app_id = k.sdk_app_id and b.user_id = k.user_id and b.blocked_user_id = k.sender
  order by k.ordinal`,
}

interface StandingRow {
  receiveOption: ReceiveOption | null
  allReceiveOption: AllReceiveOption | null
  readSeq: number | null
  hasBlockedSender: boolean
}

/** How recipients stand to the conversations of messages, in the order of `recipients`. One query. */
export const loadStandings = async (
  db: Db,
  recipients: readonly MessageRecipient[],
): Promise<RecipientStanding[]> => {
  const rows = await db.query<StandingRow>(standingsStatement, [
    recipients.map(({ record }) => record.sdkAppID),
    recipients.map(({ userID }) => userID),
    recipients.map(({ record }) => placeOf(record.msgID)?.conversationID ?? 0),
    // A block is between two users: in a group they hear each other.
    recipients.map(({ record }) => (record.groupID === undefined ? record.sender.userID : '')),
  ])
  return rows.map(({ receiveOption, allReceiveOption, readSeq, hasBlockedSender }) => ({
    receiveOption: receiveOption ?? 0,
    allReceiveOption,
    readSeq: readSeq ?? 0,
    hasBlockedSender,
  }))
}
