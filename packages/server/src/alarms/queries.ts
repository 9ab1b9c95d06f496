import type { AlarmKind, VendorId } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { Alarm, AlarmSeverity, Signal } from './types.ts'

const columns = `alarm_id as "alarmID", kind, subject, severity, opened_at as "openedAtMs",
  closed_at as "closedAtMs", last_value as "lastValue", text, updated_at as "updatedAtMs"`

interface AlarmRow {
  alarmID: number
  kind: AlarmKind
  subject: string
  severity: AlarmSeverity
  openedAtMs: number
  closedAtMs: number | null
  lastValue: number | null
  text: string
  updatedAtMs: number
}

const toAlarm = ({ closedAtMs, lastValue, ...row }: AlarmRow): Alarm => ({
  ...row,
  ...(closedAtMs === null ? {} : { closedAtMs }),
  ...(lastValue === null ? {} : { lastValue }),
})

const openStatement = {
  name: 'alarms.open',
  text: `select ${columns} from alarms where closed_at is null order by opened_at, alarm_id`,
}

/** Alarms that are open, oldest first. */
export const openAlarms = async (db: Db): Promise<Alarm[]> =>
  (await db.query<AlarmRow>(openStatement)).map(toAlarm)

const listStatement = {
  name: 'alarms.list',
  text: `select ${columns} from alarms
  where closed_at is null or (opened_at < to_timestamp($2::float8 / 1000.0) and closed_at >= to_timestamp($1::float8 / 1000.0))
  order by closed_at is null desc, opened_at desc, alarm_id desc limit $3`,
}

/** Alarms that are open, and those that were in a span; newest first, open ones before them. */
export const listAlarms = async (
  db: Db,
  { fromMs, untilMs, limit }: { fromMs: number; untilMs: number; limit: number },
): Promise<Alarm[]> => (await db.query<AlarmRow>(listStatement, [fromMs, untilMs, limit])).map(toAlarm)

const insertStatement = {
  name: 'alarms.insert',
  text: `insert into alarms (kind, subject, severity, opened_at, last_value, text, updated_at)
  values ($1, $2, $3, to_timestamp($4::float8 / 1000.0), $5, $6, to_timestamp($4::float8 / 1000.0))
  on conflict (kind, subject) where closed_at is null do nothing returning ${columns}`,
}

/** Opens an alarm; undefined when it is open already, by another node's doing. */
export const insertAlarm = async (db: Db, signal: Signal, nowMs: number): Promise<Alarm | undefined> => {
  const { kind, subject, severity, value, text } = signal
  const [row] = await db.query<AlarmRow>(insertStatement, [
    kind,
    subject,
    severity,
    nowMs,
    value ?? null,
    text,
  ])
  return row && toAlarm(row)
}

const updateStatement = {
  name: 'alarms.update',
  text: `update alarms set severity = $2, last_value = $3, text = $4, updated_at = to_timestamp($5::float8 / 1000.0)
  where alarm_id = $1 and closed_at is null returning ${columns}`,
}

/** Notes how an open alarm stands; undefined when it has been closed. */
export const updateAlarm = async (
  db: Db,
  alarmID: number,
  { severity, value, text }: Signal,
  nowMs: number,
): Promise<Alarm | undefined> => {
  const [row] = await db.query<AlarmRow>(updateStatement, [alarmID, severity, value ?? null, text, nowMs])
  return row && toAlarm(row)
}

const closeStatement = {
  name: 'alarms.close',
  text: `update alarms set closed_at = to_timestamp($4::float8 / 1000.0), last_value = coalesce($2, last_value), text = $3,
    updated_at = to_timestamp($4::float8 / 1000.0)
  where alarm_id = $1 and closed_at is null returning ${columns}`,
}

/** Closes an alarm; undefined when it has been closed by another. */
export const closeAlarm = async (
  db: Db,
  alarmID: number,
  { text, value }: { text: string; value?: number },
  nowMs: number,
): Promise<Alarm | undefined> => {
  const [row] = await db.query<AlarmRow>(closeStatement, [alarmID, value ?? null, text, nowMs])
  return row && toAlarm(row)
}

const untoldStatement = {
  name: 'alarms.untold',
  text: `select ${columns}, told_opened_at is null as "isNew" from alarms
  where (told_opened_at is null or (closed_at is not null and told_closed_at is null))
    and updated_at > to_timestamp($1::float8 / 1000.0)
  order by alarm_id limit 20`,
}

const toldStatement = {
  name: 'alarms.told',
  text: `update alarms set told_opened_at = to_timestamp($2::float8 / 1000.0),
    told_closed_at = case when $3 then to_timestamp($2::float8 / 1000.0) else told_closed_at end
  where alarm_id = $1`,
}

/** What nobody outside was told of, not older than `fromMs`. `isNew`: not even of the opening. */
export const untoldAlarms = async (db: Db, fromMs: number): Promise<{ alarm: Alarm; isNew: boolean }[]> =>
  (await db.query<AlarmRow & { isNew: boolean }>(untoldStatement, [fromMs])).map(({ isNew, ...row }) => ({
    alarm: toAlarm(row),
    isNew,
  }))

/** Notes that the outside was told of an alarm's opening, and of its closing if it is closed. */
export const noteTold = async (
  db: Db,
  told: { alarmID: number; ofClosing: boolean; nowMs: number },
): Promise<void> => {
  await db.query(toldStatement, [told.alarmID, told.nowMs, told.ofClosing])
}

const beforeStatement = {
  name: 'alarms.before',
  text: `select vendor, coalesce(sum(count) filter (where stage in ('accepted', 'refused', 'expired')), 0)::float8 as ended,
    coalesce(sum(count) filter (where stage = 'accepted'), 0)::float8 as accepted,
    coalesce(sum(count) filter (where stage = 'delivered'), 0)::float8 as delivered
  from push_stats
  where hour >= to_timestamp($1::float8 / 1000.0) - interval '25 hours'
    and hour < date_trunc('hour', to_timestamp($1::float8 / 1000.0), 'UTC') and vendor <> ''
  group by vendor`,
}

/** What each vendor did in the 24 full hours before this one. */
export const vendorsBefore = async (
  db: Db,
  nowMs: number,
): Promise<{ vendor: VendorId; ended: number; accepted: number; delivered: number }[]> =>
  await db.query(beforeStatement, [nowMs])

const certificatesStatement = {
  name: 'alarms.certificates',
  text: `select certificate_id as "certificateID" from certificates where vendor = 'apns' and deleted_at is null
  order by certificate_id limit 10000`,
}

/** Certificates that may run out. */
export const certificatesThatEnd = async (db: Db): Promise<number[]> =>
  (await db.query<{ certificateID: number }>(certificatesStatement)).map(({ certificateID }) => certificateID)
