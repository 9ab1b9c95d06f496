import type { ReasonCode, VendorId } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { nextUntilMs, type FoundStories } from './search.ts'
import { storyColumns, storyDevices, storySummaries, type StoryRow } from './story-row.ts'

/** Which losses. */
export interface LossSearch {
  sdkAppID: number
  /** Why devices did not get what they were to get. */
  reason: ReasonCode
  /** Devices of this vendor only: that of the push, else that of the device's newest token. */
  vendor?: VendorId
  /** At or after this instant, epoch milliseconds. */
  fromMs: number
  /** Before this instant. */
  untilMs: number
  /** Devices, at most. */
  limit: number
}

/** Losses of one cause that are looked through for one vendor's. */
const mostLooked = 20_000

// Its index holds these stages, and no other row.
const foundStatement = {
  name: 'stories.losses',
  text: `with looked as (
    select msg_id, user_id, device_id, at, vendor from journal
    where sdk_app_id = $1 and reason = $2 and stage in ('refused', 'suppressed', 'expired', 'dropped')
      and at >= to_timestamp($3::float8 / 1000.0) and at < to_timestamp($4::float8 / 1000.0)
    order by at desc limit case when $5::text is null then $6::integer else $7::integer end
  ), found as (
    select msg_id, user_id, device_id, max(at) as at from looked l
    where $5::text is null or coalesce(l.vendor, (
      select t.vendor from push_tokens t
      where t.sdk_app_id = $1 and t.device_id = l.device_id and t.user_id = l.user_id
      order by t.is_voip, t.registered_at desc limit 1)) = $5
    group by 1, 2, 3 order by 4 desc limit $6
  )
  select ends.*, found.at as "foundAtMs", j.msg_id as "msgID", ${storyColumns}
  from (select count(*)::integer as looked, min(at) as "lookedMs" from looked) ends
  left join found on true
  left join journal j on j.msg_id = found.msg_id and j.user_id = found.user_id and j.device_id = found.device_id
  ${storyDevices}
  order by found.at desc, j.msg_id, j.user_id, j.device_id, j.at, j.journal_id`,
}

type FoundRow = { looked: number; lookedMs: number | null } & (
  | (StoryRow & { msgID: string; foundAtMs: number })
  | { msgID: null; foundAtMs: null }
)

/** The latest stories of devices that did not get what they were to get for one reason, newest first. */
export const searchLosses = async (
  db: Db,
  { sdkAppID, reason, vendor, fromMs, untilMs, limit }: LossSearch,
  nowMs = Date.now(),
): Promise<FoundStories> => {
  const rows = await db.query<FoundRow>(foundStatement, [
    sdkAppID,
    reason,
    fromMs,
    untilMs,
    vendor ?? null,
    limit,
    mostLooked,
  ])
  const found = rows.filter((row) => row.msgID !== null)
  const devices = [...Map.groupBy(found, (row) => `${row.msgID}\n${row.userID}\n${row.deviceID}`).values()]
  const stories = devices.flatMap((ofDevice) => storySummaries(ofDevice[0]?.msgID ?? '', ofDevice, nowMs))
  const [first] = rows
  // Where this page ends: with the last that was found when it is full, else with the last that was looked at.
  const lookedAtAll = (first?.looked ?? 0) < (vendor === undefined ? limit : mostLooked)
  const lastMs =
    devices.length === limit ? found.at(-1)?.foundAtMs : lookedAtAll ? undefined : first?.lookedMs
  return { stories, ...(lastMs == null ? {} : { nextUntilMs: nextUntilMs(lastMs, untilMs) }) }
}
