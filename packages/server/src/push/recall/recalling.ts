import type { RecallOutcome } from '@carillon/channels'
import type { MessageRecord, ReasonCode, Stage, VendorWords } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { coverOf } from './cover.ts'
import { findRecallTargets, type RecallTarget } from './targets.ts'
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
  db: Db
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
    const { db, journal, tenants, clock } = this.#parts
    if (this.#isClosed) return 0
    await journal.flush()
    const [targets, app] = await Promise.all([
      findRecallTargets(db, record.msgID),
      tenants.app(record.sdkAppID),
    ])
    if (app === undefined || this.#isClosed) return 0
    let asked = 0
    for (const target of targets) {
      const key = keyOf(record, target)
      if (this.#takingBack.has(key)) continue
      const nowMs = clock.now()
      const { vendor, certificateID } = target
      const push: RecallPush = {
        key,
        address: { vendor, certificateID },
        record,
        target,
        msgID: record.msgID,
        token: target.address?.token ?? '',
        notification: coverOf(record, target, app.settings, nowMs + recallForMs),
        plannedAtMs: nowMs,
        attempts: 0,
        unknowns: 0,
      }
      if (target.address === undefined) this.#tell(push, 'unrecalled', 'recall-unaddressed')
      else if (this.#takingBack.size >= maxRecalls)
        this.#tell(push, 'unrecalled', 'recall-failed', { code: 'TOO_MANY', text: 'too many at once' })
      else {
        // The journal remembers that it was begun, should the server die meanwhile.
        this.#tell(push, 'waiting', 'recalling')
        this.#takingBack.add(push)
        asked += 1
      }
    }
    return asked
  }

  async resume(): Promise<void> {
    const { db, clock } = this.#parts
    const sinceMs = clock.now() - recallForMs
    for (const record of await unfinishedRecalls(db, { sinceMs, limit: maxRecalls }))
      await this.recall(record)
  }

  async drain(): Promise<void> {
    await this.#takingBack.drain()
  }

  close(): void {
    this.#isClosed = true
    this.#takingBack.close()
  }

  #ended(push: RecallPush, end: TakenBack<RecallOutcome['how']>): void {
    if (end.kind === 'done') this.#tell(push, 'recalled', end.how ?? 'withdrawn', end.words, end.requestID)
    else this.#tell(push, 'unrecalled', `recall-${end.kind}`, end.words)
  }

  #tell(push: RecallPush, stage: Stage, reason: ReasonCode, words?: VendorWords, requestID?: string): void {
    const { userID, deviceID, certificateID, vendor } = push.target
    this.#parts.journal.append([
      {
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
      },
    ])
  }
}
