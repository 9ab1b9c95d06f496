import type { Command } from 'commander'

import type { Alarm } from '../alarms/index.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { print, withSession, type CommonOptions } from './session.ts'
import { spanOf, type SpanOptions } from './span.ts'
import { formatTable, shownTime } from './table.ts'

/** `carillon alarms` */
export const alarmsCommand = (io: CommandIO): Command =>
  newFactCommand('alarms', 'List alarms that are open, and those of a span that were')
    .option('--since <time>', 'closed ones from when on: 90m, 12h, 7d, or an ISO time (default: 1d)')
    .option('--until <time>', 'closed ones until when (default: now)')
    .option('--limit <alarms>', 'at most so many', wholeNumber, 100)
    .action(async (options: CommonOptions & SpanOptions & { limit: number }) => {
      const { listAlarms } = await import('../alarms/index.ts')
      await withSession(options, io, async ({ store }) => {
        const alarms = await listAlarms(store, { ...spanOf(options, Date.now()), limit: options.limit })
        print(io, options, alarms, formatAlarms(alarms))
      })
    })

const formatAlarms = (alarms: readonly Alarm[]): string =>
  alarms.length === 0
    ? 'No alarm is open, and none was in this time.\n'
    : formatTable(
        ['alarm', 'kind', 'about', 'severity', 'opened', 'closed', 'what'],
        alarms.map((alarm) => [
          alarm.alarmID,
          alarm.kind,
          alarm.subject,
          alarm.severity,
          shownTime(alarm.openedAtMs),
          alarm.closedAtMs === undefined ? 'open' : shownTime(alarm.closedAtMs),
          alarm.text,
        ]),
      )
