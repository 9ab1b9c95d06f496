import type { Db } from '../../store/db.ts'
import type { ReceiptSource } from './entries.ts'

/** A vendor's word, heard later than its answer, that a token is dead. */
export interface ReportedDeath {
  source: ReceiptSource
  token: string
  /** What the word is about: a token registered later is another matter. */
  sinceMs: number
  code: string
}

const deaths = `unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::float8[], $6::text[])
    r (sdk_app_id, vendor, certificate_id, token, since, code)`

/** Live tokens of the certificate the word came in under, older than the word. */
const isMeant = `t.sdk_app_id = r.sdk_app_id and t.vendor = r.vendor and md5(t.token) = md5(r.token)
    and t.token = r.token and t.certificate_id = r.certificate_id and t.state = 'live'
    and t.registered_at <= to_timestamp(r.since / 1000.0)`

const countStatement = {
  name: 'receipts.countDead',
  text: `select r.certificate_id as "certificateID", count(distinct t.token)::int as count
  from ${deaths} join push_tokens t on ${isMeant}
  group by 1`,
}

/** How many live tokens of each certificate are declared dead: what is told again counts once. */
export const countReportedDead = async (
  db: Db,
  reported: readonly ReportedDeath[],
): Promise<ReadonlyMap<number, number>> => {
  if (reported.length === 0) return new Map()
  const rows = await db.query<{ certificateID: number; count: number }>(countStatement, valuesOf(reported))
  return new Map(rows.map(({ certificateID, count }) => [certificateID, count]))
}

const deadStatement = {
  name: 'receipts.dead',
  text: `update push_tokens t
  set state = 'dead', state_since = to_timestamp($7::float8 / 1000.0), dead_code = left(r.code, 100)
  from ${deaths} where ${isMeant}`,
}

/** Marks tokens dead that are live, of the certificate the word came in under, and older than the word. */
export const markReportedDead = async (
  db: Db,
  reported: readonly ReportedDeath[],
  nowMs: number,
): Promise<void> => {
  if (reported.length > 0) await db.query(deadStatement, [...valuesOf(reported), nowMs])
}

const valuesOf = (reported: readonly ReportedDeath[]): unknown[] => [
  reported.map(({ source }) => source.sdkAppID),
  reported.map(({ source }) => source.vendor),
  reported.map(({ source }) => source.certificateID),
  reported.map(({ token }) => token),
  reported.map(({ sinceMs }) => sinceMs),
  reported.map(({ code }) => code),
]
