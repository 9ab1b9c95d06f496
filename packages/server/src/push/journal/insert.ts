import type { Db } from '../../store/db.ts'
import { journalText, type JournalDetail, type JournalRow } from './row.ts'

const insertStatement = {
  name: 'journal.insert',
  text: `insert into journal (at, sdk_app_id, msg_id, user_id, device_id, stage, reason, certificate_id,
    vendor, vendor_request_id, vendor_code, vendor_text, detail)
  select to_timestamp(r.at / 1000.0), r.sdk_app_id, r.msg_id, r.user_id, r.device_id, r.stage, r.reason,
    r.certificate_id, r.vendor, r.vendor_request_id, r.vendor_code, r.vendor_text, r.detail::jsonb
  from unnest($1::float8[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::integer[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
    with ordinality r (at, sdk_app_id, msg_id, user_id, device_id, stage, reason, certificate_id, vendor,
      vendor_request_id, vendor_code, vendor_text, detail, place)
  order by r.place`,
}

/** Stores journal rows in one statement and one commit, in their order. */
export const insertJournalRows = async (db: Db, rows: readonly JournalRow[]): Promise<void> => {
  await db.query(insertStatement, [
    rows.map((row) => row.atMs),
    rows.map((row) => row.sdkAppID),
    rows.map((row) => row.msgID),
    rows.map((row) => row.userID),
    rows.map((row) => row.deviceID),
    rows.map((row) => row.stage),
    rows.map((row) => row.reason),
    rows.map((row) => row.certificateID ?? null),
    rows.map((row) => row.vendor ?? null),
    rows.map((row) => optionalText(row.vendorRequestID)),
    rows.map((row) => optionalText(row.vendorWords?.code)),
    rows.map((row) => optionalText(row.vendorWords?.text)),
    rows.map((row) => (row.detail ? JSON.stringify(storable(row.detail)) : null)),
  ])
}

const optionalText = (text: string | undefined): string | null =>
  text === undefined ? null : journalText(text)

const storable = ({ notification, ...detail }: JournalDetail): JournalDetail =>
  notification
    ? {
        ...detail,
        notification: { title: journalText(notification.title), body: journalText(notification.body) },
      }
    : detail
