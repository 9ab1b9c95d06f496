import type { Receipt } from '@carillon/channels'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import { DeathWatch, type DoubtOptions } from '../lanes/death-watch.ts'
import { reviveTokens } from '../tokens.ts'
import { countReportedDead, markReportedDead, type ReportedDeath } from './dead-tokens.ts'
import type { ReceiptSource } from './entries.ts'

/** Believes what receipts say of dead tokens, or not: by the rule for vendors' answers. */
export interface DeathDoubt {
  /**
   * Writes down the deaths among what was heard of one batch, those that are believed.
   * @param heard all of the batch: tokens a phone has a push for live
   */
  note(db: Db, heard: readonly HeardOfToken[], deaths: readonly ReportedDeath[]): Promise<void>
  close(): void
}

/** A receipt, and under which certificate it came in. */
export interface HeardOfToken {
  source: ReceiptSource
  receipt: Pick<Receipt, 'kind'>
}

/** What it is made from. */
export interface DeathDoubtParts {
  clock: Clock
  tenants: Pick<Tenants, 'onCertificateChanged'>
  events: Pick<ServerEvents, 'deathsDoubted'>
  options: DoubtOptions
}

const isAlive = ({ kind }: Pick<Receipt, 'kind'>): boolean =>
  kind === 'delivered' || kind === 'clicked' || kind === 'click-failed'

/**
 * Watched apart from the answers: a vendor that takes every push and reports every token dead afterwards
 * would pass for one half of whose tokens live.
 */
export const createDeathDoubt = (parts: DeathDoubtParts): DeathDoubt => {
  const { clock, tenants, events, options } = parts
  const watches = new Map<number, DeathWatch>()
  const endListening = tenants.onCertificateChanged((certificateID) => void watches.delete(certificateID))

  /** Whether deaths heard of a certificate now are believed. */
  const isBelieved = async (
    db: Db,
    { certificateID, vendor }: ReceiptSource,
    heard: readonly HeardOfToken[],
    dead: number,
  ): Promise<boolean> => {
    const watch = watches.get(certificateID) ?? new DeathWatch(options)
    watches.set(certificateID, watch)
    const nowMs = clock.now()
    const alive = heard.filter(({ receipt }) => isAlive(receipt)).length
    const verdict = watch.count({ dead, alive }, nowMs)
    if (verdict.newlySinceMs !== undefined) {
      events.deathsDoubted({
        vendor,
        certificateID,
        dead: verdict.dead,
        heard: verdict.heard,
        by: 'receipts',
      })
      await reviveTokens(db, { certificateID, sinceMs: verdict.newlySinceMs, nowMs })
    }
    return !verdict.isDoubtful
  }

  return {
    async note(db, heard, deaths) {
      const byCertificate = Map.groupBy(heard, ({ source }) => source.certificateID)
      const dead = await countReportedDead(db, deaths)
      const believed = new Set<number>()
      for (const [certificateID, some] of byCertificate) {
        const [first] = some
        if (first === undefined) continue
        if (await isBelieved(db, first.source, some, dead.get(certificateID) ?? 0))
          believed.add(certificateID)
      }
      await markReportedDead(
        db,
        deaths.filter(({ source }) => believed.has(source.certificateID)),
        clock.now(),
      )
    },
    close: endListening,
  }
}
