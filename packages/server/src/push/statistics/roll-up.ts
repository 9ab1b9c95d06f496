import type { Database, Db } from '../../store/db.ts'

/** Rows of the journal counted in one transaction. */
const rowsPerTurn = 50_000

/** Rows kept: more than a year, so that a month can be held against the same one a year ago. */
const keptMs = 400 * 86_400_000

// The numbers of journal rows are given before they are stored, and a lower one may be stored later. With this
// lock nobody is storing: what has a number by then is there, or never will be. It is held for one read.
const patienceStatement = { name: 'stats.patience', text: `set local lock_timeout = '500ms'` }
const lockStatement = { name: 'stats.lock', text: `lock table only journal in share mode` }
const endStatement = {
  name: 'stats.end',
  text: `select case when is_called then last_value else 0 end::float8 as "journalID" from journal_journal_id_seq`,
}

const cursorStatement = {
  name: 'stats.cursor',
  text: `select journal_id::float8 as "journalID" from push_stats_cursor for update skip locked`,
}

/**
 * What a device's part of a message ended with, and what was heard of it after that. An acknowledgement
 * beside which a push goes on ends nothing.
 */
const countStatement = {
  name: 'stats.count',
  text: `with counted as materialized (
    select j.sdk_app_id, date_trunc('hour', j.at, 'UTC') as hour, coalesce(j.vendor, t.vendor, '') as vendor,
      coalesce(d.app_version, '') as app_version, coalesce(j.detail->>'class', '') as class, j.stage, j.reason,
      count(*) as count
    from journal j
    left join devices d on d.sdk_app_id = j.sdk_app_id and d.device_id = j.device_id and d.user_id = j.user_id
    left join lateral (
      select vendor from push_tokens
      where sdk_app_id = j.sdk_app_id and device_id = j.device_id and user_id = j.user_id
      order by is_voip, registered_at desc limit 1) t on true
    where j.journal_id > $1 and j.journal_id <= $2
      and j.stage = any('{acknowledged,accepted,refused,suppressed,expired,delivered,shown,tapped,dropped}')
      and not coalesce((j.detail->>'pushGoesOn')::boolean, false)
    group by 1, 2, 3, 4, 5, 6, 7
  ), hours as (
    insert into push_stats as s (sdk_app_id, hour, vendor, app_version, class, stage, reason, count)
    select * from counted order by 1, 2, 3, 4, 5, 6, 7
    on conflict (sdk_app_id, hour, vendor, app_version, class, stage, reason)
      do update set count = s.count + excluded.count
  ), days as (
    insert into push_stats_days as s (sdk_app_id, day, vendor, app_version, class, stage, reason, count)
    select sdk_app_id, date_trunc('day', hour, 'UTC'), vendor, app_version, class, stage, reason, sum(count)
    from counted group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
    on conflict (sdk_app_id, day, vendor, app_version, class, stage, reason)
      do update set count = s.count + excluded.count
  )
  insert into push_stats_flow as s (sdk_app_id, hour, stage, count)
  select sdk_app_id, hour, stage, sum(count) from counted group by 1, 2, 3 order by 1, 2, 3
  on conflict (sdk_app_id, hour, stage) do update set count = s.count + excluded.count`,
}

const moveStatement = {
  name: 'stats.move',
  text: `update push_stats_cursor set journal_id = $1, counted_at = to_timestamp($2::float8 / 1000.0)`,
}

const forgetStatement = {
  name: 'stats.forget',
  text: `with hours as (delete from push_stats where hour < to_timestamp($1::float8 / 1000.0)),
    days as (delete from push_stats_days where day < to_timestamp($1::float8 / 1000.0))
  delete from push_stats_flow where hour < to_timestamp($1::float8 / 1000.0)`,
}

const lockNotAvailable = '55P03'

/**
 * Counts what the journal has since the last time. Counting and how far was counted are one transaction, so
 * that after a crash nothing is left out or counted twice; of several nodes one does it.
 * @returns false when another node is at it, or the journal was too busy: try again later
 */
export const rollUp = async (db: Database, nowMs: number): Promise<boolean> => {
  let untilID: number
  try {
    untilID = await lastJournalID(db)
  } catch (error) {
    if ((error as { code?: unknown }).code === lockNotAvailable) return false
    throw error
  }
  for (;;) {
    const step = await db.transaction(async (transaction) => await countOn(transaction, untilID, nowMs))
    if (step !== 'more') return step === 'done'
  }
}

/** Forgets what is older than is kept. */
export const forgetOldStatistics = async (db: Db, nowMs: number): Promise<void> => {
  await db.query(forgetStatement, [nowMs - keptMs])
}

const lastJournalID = async (db: Database): Promise<number> =>
  await db.transaction(async (transaction) => {
    await transaction.query(patienceStatement)
    await transaction.query(lockStatement)
    const [end] = await transaction.query<{ journalID: number }>(endStatement)
    return end?.journalID ?? 0
  })

const countOn = async (db: Db, untilID: number, nowMs: number): Promise<'done' | 'more' | 'taken'> => {
  const [cursor] = await db.query<{ journalID: number }>(cursorStatement)
  if (cursor === undefined) return 'taken'
  const endID = Math.min(untilID, cursor.journalID + rowsPerTurn)
  if (endID > cursor.journalID) await db.query(countStatement, [cursor.journalID, endID])
  await db.query(moveStatement, [Math.max(endID, cursor.journalID), nowMs])
  return endID < untilID ? 'more' : 'done'
}
