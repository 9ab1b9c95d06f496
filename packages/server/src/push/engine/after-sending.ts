import type { Receipt } from '@carillon/channels'
import type { MessageRecord } from '@carillon/protocol'

import type { ServerEvents } from '../../events.ts'
import { placeOf } from '../../message-id.ts'
import type { UserKey } from '../../presence/types.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { defaultLaneOptions } from '../lanes/types.ts'
import { wakeRow } from '../outbox/park.ts'
import { createClearing } from '../recall/clearing.ts'
import { createRecalling, type RecallingParts } from '../recall/recalling.ts'
import { loadRecords } from '../recall/load-records.ts'
import type { ReceiptSource } from '../reports/entries.ts'
import { createExclusive } from '../reports/exclusive.ts'
import { createOwnReports, type OwnReports } from '../reports/own.ts'
import { createReceiptTaking } from '../reports/take.ts'
import type { ReadMark } from '../types.ts'
import type { HeardRecalls } from './node-news.ts'
import type { Job } from './open-message.ts'
import type { Recalled } from './recent-recalls.ts'

/** What is done about pushes after vendors have taken them: their receipts, taking them back and away. */
export interface AfterSending {
  /** See `PushEngine`. */
  recall(record: MessageRecord): Promise<number>
  /** Messages were recalled on another node. */
  recalledElsewhere(heard: HeardRecalls): void
  /** Takes up recalls that an earlier run left open. */
  start(): void
  /** Takes back what went out while its message was recalled. */
  recallLate(record: MessageRecord): void
  /** Takes off a user's other devices what the user has read, where the app asks for it. */
  read(user: UserKey, marks: readonly ReadMark[], readerDeviceID?: string): void
  /** Takes off a device what went out while its message was read elsewhere. */
  readLate(job: Pick<Job, 'open' | 'userID' | 'deviceID' | 'msgID'>): void
  /** See `PushEngine`. */
  takeReceipts(source: ReceiptSource, receipts: readonly Receipt[]): Promise<boolean>
  /** See `PushEngine`. */
  takeReports: OwnReports['take']
  /** Resolves when nothing is under way; nothing more is begun. */
  drain(): Promise<void>
  close(): void
}

/** What it is made from. */
export interface AfterSendingParts extends Omit<RecallingParts, 'journal' | 'events'> {
  journal: JournalWriter
  events: Pick<ServerEvents, 'receiptTaken' | 'pushReported' | 'deathsDoubted' | 'journalWritten' | 'fault'>
  /** Ends what of a message waits in memory; false when it is not there. */
  cancel(msgID: string, recalled: Recalled): boolean
  /** Whether a message is in memory, or was a moment ago. */
  has(msgID: string): boolean
  wakePoller(): void
}

export const createAfterSending = (parts: AfterSendingParts): AfterSending => {
  const { db, clock, tenants, journal, events } = parts
  const exclusive = createExclusive()
  const doubt = { ...defaultLaneOptions, ...parts.lanes }
  const receipts = createReceiptTaking({ db, clock, tenants, doubt, journal, events, exclusive })
  const reports = createOwnReports({ db, clock, journal, events, exclusive })
  const recalling = createRecalling(parts)
  const clearing = createClearing(parts)
  const recallKnown = async (msgIDs: readonly string[]): Promise<void> => {
    if (msgIDs.length === 0) return
    for (const record of await loadRecords(db, msgIDs)) await recalling.recall(record)
  }
  const clear = (user: UserKey, marks: readonly ReadMark[], isMeant: (deviceID: string) => boolean): void => {
    const fault = (error: unknown): void => events.fault({ where: 'clearing', error })
    clearing.clear(user, marks, isMeant).catch(fault)
  }
  return {
    async recall(record) {
      if (record.recalled !== undefined && !parts.cancel(record.msgID, record.recalled)) {
        // Whoever takes a parked message up reads its record, and finds it recalled.
        await wakeRow(db, record.msgID, clock.now())
        parts.wakePoller()
      }
      return await recalling.recall(record)
    },
    recalledElsewhere(heard) {
      // What this node has sent a moment ago, the other one may not have found in the journal.
      const known = [...heard.keys()].filter((msgID) => parts.has(msgID))
      for (const [msgID, recalled] of heard) parts.cancel(msgID, recalled)
      recallKnown(known).catch((error: unknown) => events.fault({ where: 'recall', error }))
    },
    start() {
      recalling.resume().catch((error: unknown) => events.fault({ where: 'recall', error }))
    },
    recallLate(record) {
      recalling.recall(record).catch((error: unknown) => events.fault({ where: 'recall', error }))
    },
    read: (user, marks, readerDeviceID) => clear(user, marks, (deviceID) => deviceID !== readerDeviceID),
    readLate({ open: { sdkAppID }, userID, deviceID, msgID }) {
      const place = placeOf(msgID)
      if (place === undefined) return
      const { conversationID, seq } = place
      const mark = { conversationID, afterSeq: seq - 1, readSeq: seq }
      clear({ sdkAppID, userID }, [mark], (other) => other === deviceID)
    },
    takeReceipts: async (source, some) => await receipts.take(source, some),
    takeReports: async (reporter, some) => await reports.take(reporter, some),
    async drain() {
      await Promise.all([receipts.close(), reports.close(), recalling.drain(), clearing.drain()])
    },
    close() {
      recalling.close()
      clearing.close()
    },
  }
}
