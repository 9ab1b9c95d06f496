import type { PushReport } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { DeviceKey } from '../../presence/types.ts'
import type { Database, Db } from '../../store/db.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Exclusive } from './exclusive.ts'
import { createNoting } from './noting.ts'

/** Whose app reports. */
export interface Reporter extends DeviceKey {
  userID: string
}

/** Takes what apps report of pushes to their own device into the journal. */
export interface OwnReports {
  /**
   * Notes what is new of it; what is known already, or is of a push that never went to this device for this
   * user, does no harm.
   * @returns false when it cannot be stored now, and should be reported again
   */
  take(reporter: Reporter, reports: readonly PushReport[]): Promise<boolean>
  /** Takes no more; resolves when what was taken is done. */
  close(): Promise<void>
}

interface Found extends Pick<JournalRow, 'certificateID' | 'vendor'> {
  place: number
  sentAtMs: number
  noted: readonly string[]
  class: string | null
}

// By device and not by message: a message to many has tens of thousands of rows. A push is not older than
// its deadline allows, so that what lies further back in the device's past is not looked at.
const findStatement = {
  name: 'reports.find',
  text: `select r.place, p.*
  from unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::text[]) r (place, sdk_app_id, user_id, device_id, msg_id)
  cross join lateral (
    select max(j.certificate_id) as "certificateID", max(j.vendor) as vendor,
      min(j.at) filter (where j.stage = 'sent') as "sentAtMs", max(j.detail->>'class') as class,
      coalesce(array_agg(j.stage) filter (where j.stage in ('shown', 'tapped')), '{}') as noted
    from journal j
    where j.sdk_app_id = r.sdk_app_id and j.device_id = r.device_id and j.user_id = r.user_id
      and j.msg_id = r.msg_id and j.at > to_timestamp($6::float8 / 1000.0)
    having bool_or(j.stage = 'sent')
  ) p`,
}

const farthestBackMs = 35 * 86_400_000

/** An app's report, and whose it is. */
interface Heard {
  reporter: Reporter
  report: PushReport
}

/** Takes reports in batches, so that what is reported twice is noted once. */
export const createOwnReports = (parts: {
  db: Database
  clock: Clock
  journal: Pick<JournalWriter, 'flush'>
  events: Pick<ServerEvents, 'pushReported' | 'journalWritten' | 'fault'>
  exclusive: Exclusive
}): OwnReports => {
  const { db, clock, journal, events, exclusive } = parts

  const rowsOf = async (on: Db, heard: readonly Heard[]): Promise<JournalRow[]> => {
    const nowMs = clock.now()
    const found = await on.query<Found>(findStatement, [
      heard.map((_, index) => index),
      heard.map(({ reporter }) => reporter.sdkAppID),
      heard.map(({ reporter }) => reporter.userID),
      heard.map(({ reporter }) => reporter.deviceID),
      heard.map(({ report }) => report.msgID),
      nowMs - farthestBackMs,
    ])
    const subjects = new Map(found.map((subject) => [subject.place, subject]))
    const rows = new Map<string, JournalRow>()
    for (const [index, { reporter, report }] of heard.entries()) {
      const subject = subjects.get(index)
      const key = [reporter.sdkAppID, reporter.userID, reporter.deviceID, report.msgID, report.what].join(
        '\n',
      )
      const isKnown = subject?.noted.includes(report.what) === true || rows.has(key)
      const result = subject === undefined ? 'unknown' : isKnown ? 'known' : 'noted'
      events.pushReported({
        what: report.what,
        result,
        ...(subject?.vendor ? { vendor: subject.vendor } : {}),
      })
      if (subject !== undefined && !isKnown) rows.set(key, rowOf(reporter, report, subject, nowMs))
    }
    return [...rows.values()]
  }

  const noting = createNoting({
    db,
    journal,
    events,
    exclusive,
    msgIDsOf: (heard) => heard.map(({ report }) => report.msgID),
    rowsOf,
    failed: (error) => events.fault({ where: 'push reports', error }),
  })

  return {
    async take(reporter, reports) {
      // No other text is a message's ID, and the database takes not every text.
      const sensible = reports.filter(({ msgID }) => /^[\x21-\x7e]{1,64}$/.test(msgID))
      return await noting.take(sensible.map((report) => ({ reporter, report })))
    },
    close: noting.close,
  }
}

const rowOf = (reporter: Reporter, report: PushReport, subject: Found, nowMs: number): JournalRow => ({
  // A phone's clock may be off: nothing is heard of before it was sent, or after now.
  atMs: Math.min(Math.max(report.atMs ?? nowMs, subject.sentAtMs), nowMs),
  sdkAppID: reporter.sdkAppID,
  msgID: report.msgID,
  userID: reporter.userID,
  deviceID: reporter.deviceID,
  stage: report.what,
  reason: report.what,
  ...(subject.certificateID ? { certificateID: subject.certificateID } : {}),
  ...(subject.vendor ? { vendor: subject.vendor } : {}),
  ...(subject.class === null ? {} : { detail: { class: subject.class } }),
})
