import type { MessageRecord } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

const unfinishedStatement = {
  name: 'recall.unfinished',
  text: `with begun as (
    select distinct j.msg_id from journal j
    where j.reason = 'recalling' and j.at > to_timestamp($1::float8 / 1000.0)
      and not exists (
        select 1 from journal k where k.msg_id = j.msg_id and k.user_id = j.user_id
          and k.device_id = j.device_id and k.stage in ('recalled', 'unrecalled')))
  select m.record from begun b join messages m on m.msg_id = b.msg_id
  limit $2::int`,
}

/** Messages whose notifications were being taken back when a server stopped or died. */
export const unfinishedRecalls = async (
  db: Db,
  { sinceMs, limit }: { sinceMs: number; limit: number },
): Promise<MessageRecord[]> => {
  const rows = await db.query<{ record: MessageRecord }>(unfinishedStatement, [sinceMs, limit])
  return rows.map(({ record }) => record)
}
