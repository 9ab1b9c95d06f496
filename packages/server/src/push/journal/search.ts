import type { StorySummary } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { byMessage, storyColumns, storyDevices, storySummaries, type StoryRow } from './story-row.ts'

/** Whose stories are looked for. A token is looked up among all devices that ever reported it. */
export type StoryOwner = { userID: string } | { deviceID: string } | { token: string }

/** Which stories. */
export interface StorySearch {
  sdkAppID: number
  owner: StoryOwner
  /** Something happened at or after this instant, epoch milliseconds. */
  fromMs: number
  /** Something happened before this instant. */
  untilMs: number
  /** Messages, at most. */
  limit: number
}

/** Stories that were found, newest first: one summary a message and device. */
export interface FoundStories {
  stories: StorySummary[]
  /** `untilMs` of what comes next; it may begin with stories that are here already. Absent at the end. */
  nextUntilMs?: number
}

/** More may have happened in the same millisecond as the last one; yet it must go on. */
export const nextUntilMs = (lastMs: number, untilMs: number): number =>
  lastMs + 1 < untilMs ? lastMs + 1 : lastMs

const foundStatement = {
  name: 'stories.search',
  text: `with owners as (
    select $2::text as user_id, null::text as device_id where $2::text is not null
    union all select null, $3::text where $3::text is not null
    union all select t.user_id, t.device_id from push_tokens t
      where $4::text is not null and t.sdk_app_id = $1 and t.token = $4
  ), found as (
    select j.msg_id, max(j.at) as at from journal j join owners o
      on (o.user_id is null or j.user_id = o.user_id) and (o.device_id is null or j.device_id = o.device_id)
    where j.sdk_app_id = $1 and j.at >= to_timestamp($5::float8 / 1000.0)
      and j.at < to_timestamp($6::float8 / 1000.0)
    group by j.msg_id order by 2 desc limit $7
  )
  select j.msg_id as "msgID", found.at as "foundAtMs", ${storyColumns}
  from found join journal j on j.msg_id = found.msg_id
  join owners o on (o.user_id is null or j.user_id = o.user_id) and (o.device_id is null or j.device_id = o.device_id)
  ${storyDevices}
  order by found.at desc, j.msg_id, j.at, j.journal_id`,
}

/** The latest stories of a user, a device or a token. */
export const searchStories = async (
  db: Db,
  search: StorySearch,
  nowMs = Date.now(),
): Promise<FoundStories> => {
  const { sdkAppID, owner, fromMs, untilMs, limit } = search
  const rows = await db.query<StoryRow & { msgID: string; foundAtMs: number }>(foundStatement, [
    sdkAppID,
    'userID' in owner ? owner.userID : null,
    'deviceID' in owner ? owner.deviceID : null,
    'token' in owner ? owner.token : null,
    fromMs,
    untilMs,
    limit,
  ])
  const messages = byMessage(rows)
  const last = rows.at(-1)
  return {
    stories: [...messages].flatMap(([msgID, ofMessage]) => storySummaries(msgID, ofMessage, nowMs)),
    ...(last !== undefined && messages.size === limit
      ? { nextUntilMs: nextUntilMs(last.foundAtMs, untilMs) }
      : {}),
  }
}
