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

const deadStatement = {
  name: 'receipts.dead',
  text: `update push_tokens t
  set state = 'dead', state_since = to_timestamp($7::float8 / 1000.0), dead_code = left(r.code, 100)
  from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::float8[], $6::text[])
    r (sdk_app_id, vendor, certificate_id, token, since, code)
  where t.sdk_app_id = r.sdk_app_id and t.vendor = r.vendor and md5(t.token) = md5(r.token)
    and t.token = r.token and t.certificate_id = r.certificate_id and t.state = 'live'
    and t.registered_at <= to_timestamp(r.since / 1000.0)`,
}

/** Marks tokens dead that are live, of the certificate the word came in under, and older than the word. */
export const markReportedDead = async (
  db: Db,
  deaths: readonly ReportedDeath[],
  nowMs: number,
): Promise<void> => {
  if (deaths.length === 0) return
  await db.query(deadStatement, [
    deaths.map(({ source }) => source.sdkAppID),
    deaths.map(({ source }) => source.vendor),
    deaths.map(({ source }) => source.certificateID),
    deaths.map(({ token }) => token),
    deaths.map(({ sinceMs }) => sinceMs),
    deaths.map(({ code }) => code),
    nowMs,
  ])
}
