import type { PushReport } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { DeviceKey } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import { createWorker } from '../engine/worker.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Exclusive } from './exclusive.ts'

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

/** Reports that wait; beyond, apps are asked to come again. */
const maxWaiting = 20_000
const reportsPerTurn = 1_000

interface Waiting {
  reporter: Reporter
  reports: readonly PushReport[]
  done(isStored: boolean): void
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

/** One batch at a time, each stored before the next is looked up: so what is reported twice is noted once. */
export const createOwnReports = (parts: {
  db: Db
  clock: Clock
  journal: Pick<JournalWriter, 'append' | 'flush' | 'room'>
  events: Pick<ServerEvents, 'pushReported' | 'fault'>
  exclusive: Exclusive
}): OwnReports => {
  const { db, clock, journal, events, exclusive } = parts
  const waiting: Waiting[] = []
  let size = 0
  let isClosed = false

  const turn = async (): Promise<void> => {
    const batch: Waiting[] = []
    let count = 0
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      batch.push(next)
      count += next.reports.length
      if (count >= reportsPerTurn) break
    }
    let isStored = false
    try {
      await exclusive(async () => await note(batch))
      isStored = true
    } catch (error) {
      events.fault({ where: 'push reports', error })
    }
    size -= count
    for (const { done } of batch) done(isStored)
  }

  const note = async (batch: readonly Waiting[]): Promise<void> => {
    // A phone may be quicker than the vendor's answer: that the push was sent must be known here.
    await journal.flush()
    const all = batch.flatMap(({ reporter, reports }) => reports.map((report) => ({ reporter, report })))
    const nowMs = clock.now()
    const found = await db.query<Found>(findStatement, [
      all.map((_, index) => index),
      all.map(({ reporter }) => reporter.sdkAppID),
      all.map(({ reporter }) => reporter.userID),
      all.map(({ reporter }) => reporter.deviceID),
      all.map(({ report }) => report.msgID),
      nowMs - farthestBackMs,
    ])
    const subjects = new Map(found.map((subject) => [subject.place, subject]))
    const rows = new Map<string, JournalRow>()
    for (const [index, { reporter, report }] of all.entries()) {
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
    if (rows.size === 0) return
    await journal.room()
    journal.append([...rows.values()])
    await journal.flush()
  }

  const worker = createWorker(() => waiting.length > 0, turn)

  return {
    async take(reporter, reports) {
      // No other text is a message's ID, and the database takes not every text.
      const sensible = reports.filter(({ msgID }) => /^[\x21-\x7e]{1,64}$/.test(msgID))
      if (sensible.length === 0) return true
      if (isClosed || size + sensible.length > maxWaiting) return false
      size += sensible.length
      return await new Promise<boolean>((done) => {
        waiting.push({ reporter, reports: sensible, done })
        worker.start()
      })
    },
    async close() {
      isClosed = true
      await worker.idle()
    },
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
