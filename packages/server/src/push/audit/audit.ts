import type { Db } from '../../store/db.ts'
import { auditPage, type AuditCursor, type AuditSpan } from './page.ts'
import { noCounts, tally, type AuditCounts, type AuditFinding } from './tally.ts'

/** What an audit found. */
export interface AuditReport extends AuditSpan {
  messages: number
  /**
   * Devices of recipients that were to have a message (a recipient without a device counts as one). It is
   * the sum of `counts` and of the findings that left a device without an end: the promise holds when
   * there are no findings.
   */
  eligible: number
  counts: AuditCounts
  /** At most `findingsLimit`; `findingCount` is how many there are. */
  findings: AuditFinding[]
  findingCount: number
}

/** Findings that are named; beyond, they are counted. */
const findingsLimit = 1_000

const messagesPerPage = 500

/**
 * Recomputes from what is stored what became of every message on every device of its recipients: eligible =
 * acknowledged + accepted + refused + suppressed + expired + pending. Journals older than their retention
 * are gone: a span must not reach beyond it.
 * @param onProgress told how many messages have been looked at
 */
export const audit = async (
  db: Db,
  span: AuditSpan,
  onProgress: (messages: number) => void = () => undefined,
): Promise<AuditReport> => {
  const counts = noCounts()
  const findings: AuditFinding[] = []
  let messages = 0
  let findingCount = 0
  let withoutEnd = 0
  let after: AuditCursor | undefined = { sentAtMs: span.fromMs - 1, msgID: '' }
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof auditPage>> = await auditPage(db, span, after, messagesPerPage)
    for (const message of page.messages) {
      const found = tally(message, counts)
      findingCount += found.length
      withoutEnd += found.filter(({ kind }) => kind !== 'accepted-twice').length
      findings.push(...found.slice(0, Math.max(0, findingsLimit - findings.length)))
    }
    messages += page.messages.length
    onProgress(messages)
    after = page.next
  }
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { ...span, messages, eligible: known + withoutEnd, counts, findings, findingCount }
}
