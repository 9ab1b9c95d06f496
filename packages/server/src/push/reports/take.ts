import type { Receipt } from '@carillon/channels'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Database, Db } from '../../store/db.ts'
import { deviceKeyText } from '../journal/progress.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { ReportedDeath } from './dead-tokens.ts'
import { createDeathDoubt, type DeathDoubtParts } from './death-doubt.ts'
import { entryOf, receiptRow, type ReceiptSource } from './entries.ts'
import type { Exclusive } from './exclusive.ts'
import { findSubjects, type FoundSubject, type MessageReceipt } from './find.ts'
import { createNoting } from './noting.ts'

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
export interface ReceiptTakingParts extends Pick<DeathDoubtParts, 'tenants'> {
  db: Database
  clock: Clock
  /** When deaths are doubted. */
  doubt: DeathDoubtParts['options']
  journal: Pick<JournalWriter, 'flush'>
  events: Pick<ServerEvents, 'receiptTaken' | 'deathsDoubted' | 'journalWritten' | 'fault'>
  exclusive: Exclusive
}

/** A receipt, and under which certificate it came in. */
interface Heard {
  source: ReceiptSource
  receipt: Receipt
}

/** What can be in a database's text, and in a token or a message's ID. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]{1,4096}$/.test(text)
const maxMsgID = 64

/** Takes receipts in batches, so that one that comes twice is noted once. */
export const createReceiptTaking = (parts: ReceiptTakingParts): ReceiptTaking => {
  const { db, clock, journal, events, exclusive } = parts
  const deathDoubt = createDeathDoubt({ clock, events, tenants: parts.tenants, options: parts.doubt })

  const rowsOf = async (on: Db, heard: readonly Heard[]): Promise<JournalRow[]> => {
    const sensible = heard.filter(({ receipt }) => isPlain(receipt.token))
    const ofMessages = sensible.filter(isOfMessage)
    const found = new Map<Heard, FoundSubject>()
    for (const [index, subject] of await findSubjects(on, ofMessages)) {
      const key = ofMessages[index]
      if (key !== undefined) found.set(key, subject)
    }
    const nowMs = clock.now()
    await deathDoubt.note(on, sensible, deathsIn(sensible, found, nowMs))
    const rows = newRows(ofMessages, found, nowMs)
    for (const one of sensible) {
      const { vendor, certificateID } = one.source
      const subject = found.get(one)
      const result = subject === undefined ? 'unknown' : isNoted(one.receipt, subject) ? 'known' : 'noted'
      events.receiptTaken({ vendor, certificateID, kind: one.receipt.kind, result })
    }
    return rows
  }

  const noting = createNoting({
    db,
    journal,
    events,
    exclusive,
    msgIDsOf: (heard) => heard.filter(isOfMessage).map(({ receipt }) => receipt.msgID),
    rowsOf,
    failed: (error) => events.fault({ where: 'receipts', error }),
  })

  return {
    take: async (source, receipts) => await noting.take(receipts.map((receipt) => ({ source, receipt }))),
    async close() {
      await noting.close()
      deathDoubt.close()
    },
  }
}

const isOfMessage = (one: Heard): one is MessageReceipt => {
  const { msgID } = one.receipt
  return msgID !== undefined && isPlain(msgID) && msgID.length <= maxMsgID
}

const noteOf = ({ kind }: Receipt): string => `${entryOf[kind].stage} ${entryOf[kind].reason}`

const isNoted = (receipt: Receipt, { noted }: FoundSubject): boolean => noted.includes(noteOf(receipt))

/** Rows of what the journal does not know yet, each once. */
const newRows = (
  receipts: readonly MessageReceipt[],
  found: ReadonlyMap<Heard, FoundSubject>,
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
  receipts: readonly Heard[],
  found: ReadonlyMap<Heard, FoundSubject>,
  nowMs: number,
): ReportedDeath[] =>
  receipts.flatMap((one) => {
    const { source, receipt } = one
    const sinceMs = receipt.atMs ?? found.get(one)?.sentAtMs
    return receipt.kind !== 'token-dead' || sinceMs === undefined
      ? []
      : [{ source, token: receipt.token, sinceMs: Math.min(sinceMs, nowMs), code: receipt.words.code }]
  })
