import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

// A server may die between the recall, of which the log has an entry, and the first word to a vendor.
const unfinishedStatement = {
  name: 'recall.unfinished',
  text: `with wanted as (
    select j.msg_id from journal j
    where j.reason = 'recalling' and j.at > to_timestamp($1::float8 / 1000.0)
    union
    select c.record->'content'->>'msgID' from messages c
    where c.kind = 'change' and c.sent_at > to_timestamp($1::float8 / 1000.0)
      and c.record->'content'->>'kind' = 'recalled'),
  begun as (
    select distinct w.msg_id from wanted w join journal j on j.msg_id = w.msg_id
    group by w.msg_id, j.user_id, j.device_id
    having bool_or(j.stage = 'accepted' or j.reason in ('outcome-unknown', 'no-answer', 'recalling'))
      and not bool_or(j.stage in ('tapped', 'recalled', 'unrecalled')))
  select m.record from begun b join messages m on m.msg_id = b.msg_id
  limit $2::int`,
}

/** Messages whose notifications were being taken back, or were about to be, when a server stopped or died. */
export const unfinishedRecalls = async (
  db: Db,
  { sinceMs, limit }: { sinceMs: number; limit: number },
): Promise<MessageRecord[]> => {
  const rows = await db.query<{ record: MessageRecord }>(unfinishedStatement, [sinceMs, limit])
  return rows.map(({ record }) => record)
}
