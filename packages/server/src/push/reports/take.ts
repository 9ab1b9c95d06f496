import type { Receipt } from '@carillon/channels'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import { createWorker } from '../engine/worker.ts'
import { deviceKeyText } from '../journal/progress.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { markReportedDead, type ReportedDeath } from './dead-tokens.ts'
import { entryOf, receiptRow, type ReceiptSource } from './entries.ts'
import type { Exclusive } from './exclusive.ts'
import { findSubjects, type FoundSubject, type MessageReceipt } from './find.ts'

/** Takes vendors' receipts into the journal. */
export interface ReceiptTaking {
  /**
   * Notes what is new of receipts that came in under a certificate. What is late, known, or about no push
   * of that certificate does no harm.
   * @returns whether all that is to be noted is stored; false when there is no room or the database does
   *   not answer, and the vendor should send them again
   */
  take(source: ReceiptSource, receipts: readonly Receipt[]): Promise<boolean>
  /** Takes no more; resolves when what was taken is done. */
  close(): Promise<void>
}

/** What receipts are taken with. */
export interface ReceiptTakingParts {
  db: Db
  clock: Clock
  journal: Pick<JournalWriter, 'append' | 'flush' | 'room'>
  events: Pick<ServerEvents, 'receiptTaken' | 'fault'>
  exclusive: Exclusive
}

interface Waiting {
  source: ReceiptSource
  receipts: readonly Receipt[]
  done(isStored: boolean): void
}

/** Receipts that wait; beyond, the vendor is asked to send them again. */
const maxWaiting = 20_000
/** Receipts looked up with one query. */
const receiptsPerTurn = 1_000

/** What can be in a database's text, and in a token or a message's ID. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]{1,4096}$/.test(text)
const maxMsgID = 64

/**
 * One batch at a time, each stored before the next is looked up: that is how a receipt that comes twice is
 * noted once.
 */
export const createReceiptTaking = (parts: ReceiptTakingParts): ReceiptTaking => {
  const { db, clock, journal, events, exclusive } = parts
  const waiting: Waiting[] = []
  let size = 0
  let isClosed = false

  const turn = async (): Promise<void> => {
    const batch: Waiting[] = []
    let receipts = 0
    while (waiting.length > 0 && receipts < receiptsPerTurn) {
      const next = waiting.shift()
      if (next === undefined) break
      batch.push(next)
      receipts += next.receipts.length
    }
    let isStored = false
    try {
      await exclusive(async () => await note(batch))
      isStored = true
    } catch (error) {
      events.fault({ where: 'receipts', error })
    }
    size -= receipts
    for (const { done } of batch) done(isStored)
  }

  const note = async (batch: readonly Waiting[]): Promise<void> => {
    // A phone may be quicker than the vendor's answer: that the push was sent must be known here.
    await journal.flush()
    const sensible = batch.flatMap(({ source, receipts }) =>
      receipts.filter(({ token }) => isPlain(token)).map((receipt) => ({ source, receipt })),
    )
    const ofMessages = sensible.filter(isOfMessage)
    const found = new Map<{ receipt: Receipt }, FoundSubject>()
    for (const [index, subject] of await findSubjects(db, ofMessages)) {
      const key = ofMessages[index]
      if (key !== undefined) found.set(key, subject)
    }
    const nowMs = clock.now()
    await markReportedDead(db, deathsIn(sensible, found, nowMs), nowMs)
    const rows = newRows(ofMessages, found, nowMs)
    for (const one of sensible) {
      const { vendor, certificateID } = one.source
      const subject = found.get(one)
      const result = subject === undefined ? 'unknown' : isNoted(one.receipt, subject) ? 'known' : 'noted'
      events.receiptTaken({ vendor, certificateID, kind: one.receipt.kind, result })
    }
    if (rows.length === 0) return
    await journal.room()
    journal.append(rows)
    await journal.flush()
  }

  const worker = createWorker(() => waiting.length > 0, turn)

  return {
    async take(source, receipts) {
      if (receipts.length === 0) return true
      if (isClosed || size + receipts.length > maxWaiting) return false
      size += receipts.length
      return await new Promise<boolean>((done) => {
        waiting.push({ source, receipts, done })
        worker.start()
      })
    },
    async close() {
      isClosed = true
      await worker.idle()
    },
  }
}

const isOfMessage = (one: { source: ReceiptSource; receipt: Receipt }): one is MessageReceipt => {
  const { msgID } = one.receipt
  return msgID !== undefined && isPlain(msgID) && msgID.length <= maxMsgID
}

const noteOf = ({ kind }: Receipt): string => `${entryOf[kind].stage} ${entryOf[kind].reason}`

const isNoted = (receipt: Receipt, { noted }: FoundSubject): boolean => noted.includes(noteOf(receipt))

/** Rows of what the journal does not know yet, each once. */
const newRows = (
  receipts: readonly MessageReceipt[],
  found: ReadonlyMap<{ receipt: Receipt }, FoundSubject>,
  nowMs: number,
): JournalRow[] => {
  const rows = new Map<string, JournalRow>()
  for (const one of receipts) {
    const { source, receipt } = one
    const subject = found.get(one)
    if (subject === undefined || isNoted(receipt, subject)) continue
    const key = [receipt.msgID, deviceKeyText(subject.userID, subject.deviceID), noteOf(receipt)].join('\n')
    if (!rows.has(key)) rows.set(key, receiptRow(source, receipt, subject, nowMs))
  }
  return [...rows.values()]
}

/** What is said of a token counts from when it was said, else from when the push went out. */
const deathsIn = (
  receipts: readonly { source: ReceiptSource; receipt: Receipt }[],
  found: ReadonlyMap<{ receipt: Receipt }, FoundSubject>,
  nowMs: number,
): ReportedDeath[] =>
  receipts.flatMap((one) => {
    const { source, receipt } = one
    const sinceMs = receipt.atMs ?? found.get(one)?.sentAtMs
    return receipt.kind !== 'token-dead' || sinceMs === undefined
      ? []
      : [{ source, token: receipt.token, sinceMs: Math.min(sinceMs, nowMs), code: receipt.words.code }]
  })
