import type { RecallOutcome } from '@carillon/channels'
import type { MessageRecord, ReasonCode, Stage, VendorWords } from '@carillon/protocol'

import type { Database } from '../../store/db.ts'
import type { AppSettings, Tenants } from '../../tenants/types.ts'
import { insertJournalRows } from '../journal/insert.ts'
import type { JournalRow } from '../journal/row.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { coverOf } from './cover.ts'
import { claimRecallTargets, type RecallTarget } from './targets.ts'
import { TakingBack, type TakeBackPush, type TakenBack, type TakingBackParts } from './taking-back.ts'
import { unfinishedRecalls } from './unfinished.ts'

/** Takes notifications back that vendors have accepted. */
export interface Recalling {
  /**
   * Takes a message's notifications off all phones that may show it. Resolves when they are on their way;
   * what becomes of each stands in the journal. May be asked again: no phone is asked twice.
   * @returns phones that are asked
   */
  recall(record: MessageRecord): Promise<number>
  /** Takes up what an earlier run left open. */
  resume(): Promise<void>
  /** Sends no more; resolves when no request is in flight. */
  drain(): Promise<void>
  /** Lets go of what is left: the next start takes it up. */
  close(): void
}

/** What a recalling is made from. */
export interface RecallingParts extends TakingBackParts {
  db: Database
  tenants: Pick<Tenants, 'app' | 'certificate' | 'onCertificateChanged'>
  journal: Pick<JournalWriter, 'append' | 'flush' | 'isFull' | 'room'>
}

/** A notification that is to be taken off one phone. */
interface RecallPush extends TakeBackPush {
  readonly record: MessageRecord
  readonly target: RecallTarget
}

/** After this long a notification is left where it is. */
const recallForMs = 3_600_000
/** How often a database that refuses is asked. */
const maxTries = 4
/** Held in memory at once; beyond, a notification is left where it is, as the journal tells. */
const maxRecalls = 20_000

const keyOf = ({ msgID }: { msgID: string }, { userID, deviceID }: RecallTarget): string =>
  `${msgID}\n${userID}\n${deviceID}`

/**
 * The journal says which recalls were begun; after a crash they are begun again, which a phone does not
 * notice.
 */
export const createRecalling = (parts: RecallingParts): Recalling => new Recaller(parts)

class Recaller implements Recalling {
  readonly #parts: RecallingParts
  readonly #takingBack: TakingBack<RecallPush, RecallOutcome['how']>
  #isClosed = false

  constructor(parts: RecallingParts) {
    this.#parts = parts
    this.#takingBack = new TakingBack({
      ...parts,
      isBatched: true,
      where: 'recall lane',
      ask: async (vendor, request) => await parts.client.recall(vendor, request),
      ended: (push, end) => this.#ended(push, end),
    })
  }

  async recall(record: MessageRecord): Promise<number> {
    return await this.#recall(record, false)
  }

  async resume(): Promise<void> {
    const { db, clock } = this.#parts
    const sinceMs = clock.now() - recallForMs
    for (const record of await unfinishedRecalls(db, { sinceMs, limit: maxRecalls }))
      await this.#recall(record, true)
  }

  async #recall(record: MessageRecord, isResumed: boolean): Promise<number> {
    const { journal, tenants } = this.#parts
    if (this.#isClosed) return 0
    await journal.flush()
    const app = await tenants.app(record.sdkAppID)
    if (app === undefined || this.#isClosed) return 0
    const begun = await this.#claim(record, isResumed, app.settings)
    for (const push of begun) this.#takingBack.add(push)
    return begun.length
  }

  /** The journal remembers which are begun, should the server die meanwhile. */
  async #claim(record: MessageRecord, isResumed: boolean, settings: AppSettings): Promise<RecallPush[]> {
    const { db, clock, events } = this.#parts
    for (let tries = 1; ; tries += 1)
      try {
        return await db.transaction(async (transaction) => {
          const targets = await claimRecallTargets(transaction, record.msgID, isResumed)
          const pushes = targets
            .map((target) => this.#pushOf(record, target, settings))
            .filter(({ key }) => !this.#takingBack.has(key))
          const rows = pushes.map((push, index) => this.#beginningOf(push, index))
          if (rows.length > 0) await insertJournalRows(transaction, rows)
          return pushes.filter((_, index) => rows[index]?.reason === 'recalling')
        })
      } catch (error) {
        if (tries >= maxTries || this.#isClosed) throw error
        events.fault({ where: 'recall', error })
        await new Promise<void>((resolve) => clock.after(100 * 2 ** tries, resolve))
      }
  }

  #pushOf(record: MessageRecord, target: RecallTarget, settings: AppSettings): RecallPush {
    const nowMs = this.#parts.clock.now()
    const { vendor, certificateID } = target
    return {
      key: keyOf(record, target),
      address: { vendor, certificateID },
      record,
      target,
      msgID: record.msgID,
      token: target.address?.token ?? '',
      notification: coverOf(record, target, settings, nowMs + recallForMs),
      plannedAtMs: nowMs,
      attempts: 0,
      unknowns: 0,
    }
  }

  #beginningOf(push: RecallPush, others: number): JournalRow {
    if (push.target.address === undefined) return this.#rowOf(push, 'unrecalled', 'recall-unaddressed')
    if (this.#takingBack.size + others < maxRecalls) return this.#rowOf(push, 'waiting', 'recalling')
    const words = { code: 'TOO_MANY', text: 'too many at once' }
    return this.#rowOf(push, 'unrecalled', 'recall-failed', words)
  }

  async drain(): Promise<void> {
    await this.#takingBack.drain()
  }

  close(): void {
    this.#isClosed = true
    this.#takingBack.close()
  }

  #ended(push: RecallPush, end: TakenBack<RecallOutcome['how']>): void {
    const row =
      end.kind === 'done'
        ? this.#rowOf(push, 'recalled', end.how ?? 'withdrawn', end.words, end.requestID)
        : this.#rowOf(push, 'unrecalled', `recall-${end.kind}`, end.words)
    this.#parts.journal.append([row])
  }

  #rowOf(
    push: RecallPush,
    stage: Stage,
    reason: ReasonCode,
    words?: VendorWords,
    requestID?: string,
  ): JournalRow {
    const { userID, deviceID, certificateID, vendor } = push.target
    return {
      atMs: this.#parts.clock.now(),
      sdkAppID: push.record.sdkAppID,
      msgID: push.msgID,
      userID,
      deviceID,
      stage,
      reason,
      certificateID,
      vendor,
      ...(words === undefined ? {} : { vendorWords: words }),
      ...(requestID === undefined ? {} : { vendorRequestID: requestID }),
    }
  }
}
