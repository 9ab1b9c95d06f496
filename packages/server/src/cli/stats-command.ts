import { isVendorId } from '@carillon/protocol'
import { Option, type Command } from 'commander'

import { OperatorError } from '../operator-error.ts'
import type { Funnel, PushStatistics, StatisticsGroup } from '../push/statistics/statistics.ts'
import { wholeNumber } from './arguments.ts'
import { newFactCommand } from './command.ts'
import type { CommandIO } from './io.ts'
import { print, withSession, type CommonOptions } from './session.ts'
import { spanOf, type SpanOptions } from './span.ts'
import { formatTable, shownTime } from './table.ts'

interface StatsOptions extends CommonOptions, SpanOptions {
  by: StatisticsGroup
  app?: number
  vendor?: string
  appVersion?: string
  class?: string
}

/** As `statisticsGroups`; other commands do not load the database's part. */
const groups = ['app', 'vendor', 'reason', 'class', 'version', 'hour'] satisfies StatisticsGroup[]

/** `carillon stats` */
export const statsCommand = (io: CommandIO): Command =>
  newFactCommand(
    'stats',
    'Count what became of pushes: eligible, accepted, delivered, tapped, and losses by cause',
  )
    .addOption(new Option('--by <group>', 'group by').choices(groups).default('vendor'))
    .option('--since <time>', 'from the hour of: 90m, 12h, 7d, or an ISO time (default: 1d)')
    .option('--until <time>', 'up to the hour of (default: now)')
    .option('--app <sdkAppID>', 'one app alone (default: all)', wholeNumber)
    .option('--vendor <vendor>', 'one vendor alone')
    .option('--app-version <version>', "one version of the app alone, as its SDK's option appVersion says")
    .option('--class <class>', "one of the vendor's classes alone")
    .action(async (options: StatsOptions) => {
      const { vendor } = options
      if (vendor !== undefined && !isVendorId(vendor))
        throw new OperatorError('CRL_INVALID', `There is no vendor ${JSON.stringify(vendor.slice(0, 40))}.`)
      const [{ pushStatistics }, { rollUp }] = await Promise.all([
        import('../push/statistics/statistics.ts'),
        import('../push/statistics/roll-up.ts'),
      ])
      await withSession(options, io, async ({ store }) => {
        const nowMs = Date.now()
        const span = spanOf(options, nowMs)
        // A server counts every ten seconds; without one nobody has counted the last rows.
        await rollUp(store, nowMs)
        const statistics = await pushStatistics(store, {
          ...span,
          by: options.by,
          ...(options.app === undefined ? {} : { sdkAppID: options.app }),
          ...(vendor === undefined ? {} : { vendor }),
          ...(options.appVersion === undefined ? {} : { appVersion: options.appVersion }),
          ...(options.class === undefined ? {} : { class: options.class }),
        })
        print(io, options, statistics, formatStatistics(statistics))
      })
    })

const columns = [
  'eligible',
  'acknowledged',
  'accepted',
  'refused',
  'suppressed',
  'expired',
  'delivered',
  'shown',
  'tapped',
  'dropped',
] as const satisfies (keyof Funnel)[]

const formatStatistics = ({ fromMs, untilMs, by, total, groups: found }: PushStatistics): string => {
  const head = `Devices, from the hour of ${shownTime(fromMs)} to that of ${shownTime(untilMs)}\n\n`
  if (found.length === 0) return `${head}Nothing was sent in this time. --since 7d looks further back.\n`
  const cells = (funnel: Funnel): number[] => columns.map((column) => funnel[column])
  const table = formatTable(
    [by, ...columns],
    [...found.map((group) => [group.key || '(none)', ...cells(group)]), ['all', ...cells(total)]],
  )
  if (total.losses.length === 0) return `${head}${table}`
  const of = total.eligible === 0 ? 1 : total.eligible
  const losses = formatTable(
    ['loss', 'reason', 'devices', '% of eligible'],
    total.losses.map(({ stage, reason, count }) => [stage, reason, count, ((count / of) * 100).toFixed(1)]),
  )
  return `${head}${table}\n${losses}`
}
