import type { FinalStage, ReasonCode } from '@carillon/protocol'

import { progressOf, type ProgressEntry } from '../journal/progress.ts'

/** A stored message as the audit sees it. */
export interface AuditedMessage {
  msgID: string
  sdkAppID: number
  sentAtMs: number
  /** It has an outbox row: work on it is not over. */
  isOpen: boolean
  /** Who was to have it. */
  recipients: readonly string[]
  /** The journal's entries, oldest first, by recipient and then device ('' for none). */
  entries: ReadonlyMap<string, ReadonlyMap<string, readonly ProgressEntry[]>>
}

/** Something the promise "reached or known" does not allow. */
export interface AuditFinding {
  /**
   * `undecided`: nothing is stored about a recipient, and nobody works on it any more. `left-open`: a
   * device's last entry ends nothing, and nobody works on it any more. `accepted-twice`: vendors took the
   * notification twice after a known answer.
   */
  kind: 'undecided' | 'left-open' | 'accepted-twice'
  msgID: string
  sdkAppID: number
  sentAtMs: number
  userID: string
  deviceID: string
  /** Reason of the last entry. */
  reason?: ReasonCode
}

/** Devices by what became of a message there. `pending`: work on it is not over. */
export type AuditCounts = Record<FinalStage | 'pending', number>

/** No devices at all. */
export const noCounts = (): AuditCounts => ({
  acknowledged: 0,
  accepted: 0,
  refused: 0,
  suppressed: 0,
  expired: 0,
  pending: 0,
})

/** Counts one message's devices into `counts` and answers what should not be. Pure but for `counts`. */
export const tally = (message: AuditedMessage, counts: AuditCounts): AuditFinding[] => {
  const { msgID, sdkAppID, sentAtMs, isOpen, recipients, entries } = message
  const findings: AuditFinding[] = []
  const find = (kind: AuditFinding['kind'], userID: string, deviceID: string, reason?: ReasonCode): void => {
    findings.push({
      kind,
      msgID,
      sdkAppID,
      sentAtMs,
      userID,
      deviceID,
      ...(reason === undefined ? {} : { reason }),
    })
  }
  for (const userID of recipients) {
    if (entries.has(userID)) continue
    if (isOpen) counts.pending += 1
    else find('undecided', userID, '')
  }
  for (const [userID, devices] of entries)
    for (const [deviceID, list] of devices) {
      const { state, reason } = progressOf(list)
      if (state !== 'pending') counts[state] += 1
      else if (isOpen) counts.pending += 1
      else find('left-open', userID, deviceID, reason)
      if (wasAcceptedTwice(list)) find('accepted-twice', userID, deviceID, 'vendor-accepted')
    }
  return findings
}

/** After an outcome that is not known, a second copy replaces the first; after an acceptance there must be none. */
const wasAcceptedTwice = (entries: readonly ProgressEntry[]): boolean => {
  const first = entries.findIndex(({ stage }) => stage === 'accepted')
  return first !== -1 && entries.slice(first + 1).some(({ stage }) => stage === 'accepted')
}
