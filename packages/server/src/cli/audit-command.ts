import type { Command } from 'commander'

import type { AuditReport } from '../push/audit/audit.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import { ExitCodeError } from './exit-code-error.ts'
import type { CommandIO } from './io.ts'
import { plain } from './plain.ts'
import { print, withSession, type CommonOptions } from './session.ts'
import { spanOf, type SpanOptions } from './span.ts'
import { formatTable, shownTime } from './table.ts'

/** `carillon audit`: exit code 1 when a message got lost. */
export const auditCommand = (io: CommandIO): Command =>
  newFactCommand(
    'audit',
    'Prove from the journal that every message reached its devices or has a reason why not',
  )
    .option('--since <time>', 'from when on: 90m, 12h, 7d, or an ISO time (default: 1d)')
    .option('--until <time>', 'until when (default: now)')
    .option('--app <sdkAppID>', 'one app alone (default: all)', wholeNumber)
    .action(async (options: CommonOptions & SpanOptions & { app?: number }) => {
      const { audit } = await import('../push/audit/audit.ts')
      await withSession(options, io, async ({ store }) => {
        const span = spanOf(options, Date.now())
        const report = await audit(
          store,
          { ...span, ...(options.app === undefined ? {} : { sdkAppID: options.app }) },
          (messages) => {
            if (io.isTerminal) io.stderr(`\r${messages} messages ...`)
          },
        )
        if (io.isTerminal) io.stderr('\r')
        print(io, options, report, formatReport(report))
        if (report.findingCount > 0) throw new ExitCodeError(1)
      })
    })

const formatReport = (report: AuditReport): string => {
  const { counts, findings, findingCount } = report
  const parts = Object.entries(counts).map(([state, count]) => [state, count])
  const lost = report.eligible - Object.values(counts).reduce((sum, count) => sum + count, 0)
  const head = `${report.messages} messages from ${shownTime(report.fromMs)} to ${shownTime(report.untilMs)}\n\n`
  const table = formatTable(['devices', 'count'], [...parts, ['lost', lost], ['eligible', report.eligible]])
  if (findingCount === 0) return `${head}${table}\nNothing is lost.\n`
  const named = formatTable(
    ['finding', 'message', 'sent', 'user', 'device', 'last reason'],
    findings.map((finding) => [
      finding.kind,
      plain(finding.msgID),
      shownTime(finding.sentAtMs),
      plain(finding.userID),
      plain(finding.deviceID),
      finding.reason ?? '',
    ]),
  )
  const more = findingCount > findings.length ? `... and ${findingCount - findings.length} more\n` : ''
  return `${head}${table}\n${findingCount} findings. carillon why <message> tells what is known of one.\n${named}${more}`
}
