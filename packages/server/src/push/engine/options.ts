import type { JournalWriterOptions } from '../journal/writer.ts'
import type { LaneOptions } from '../lanes/types.ts'

/** Sizes and times of a push engine. */
export interface PushEngineOptions {
  /** How long a lease lasts without being renewed: after a crash other nodes wait this long. */
  leaseMs: number
  /** Messages worked on at once; further ones wait in the outbox. */
  openMessages: number
  /** Recipients of all of them together: messages to many are large. One message may go beyond it. */
  openRecipients: number
  /** Messages from the outbox worked on at once: few, so that those sent this moment find room. */
  claimBelow: number
  /** Rows one look into the outbox takes at most. */
  rowsPerClaim: number
  /** Time between two looks into the outbox when nothing was found, give or take a quarter. */
  pollMs: number
  /** A push that waits longer than this waits in the outbox, not in memory. */
  parkAfterMs: number
  /** Recipients planned with one query. */
  recipientsPerPlan: number
  /**
   * Leases of owners whose name starts with this are of earlier lives of this node, known to be over:
   * they end when the engine starts. For a node that alone holds its database, for example.
   */
  takesOverLeasesOf?: string
  /** Days the journal is kept. */
  journalRetentionDays: number
  lanes?: Partial<LaneOptions>
  journal?: Partial<JournalWriterOptions>
  /** From 0 to 1, exclusive; for tests. */
  random: () => number
}

export const defaultPushEngineOptions: PushEngineOptions = {
  leaseMs: 15_000,
  openMessages: 10_000,
  openRecipients: 500_000,
  claimBelow: 1_000,
  rowsPerClaim: 250,
  pollMs: 1_000,
  parkAfterMs: 5_000,
  recipientsPerPlan: 500,
  journalRetentionDays: 30,
  random: Math.random,
}
