import {
  consoleSeriesNames,
  type ConsoleFunnel,
  type ConsoleSeriesName,
  type ConsoleStatistics,
  type ReasonCode,
  type Stage,
  type VendorId,
} from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import { funnelOf, isLoss, weight } from './statistics.ts'
import { stepsOf, type StepsQuery } from './steps.ts'

/** What an overview is asked for; filters apply to all but the choices. */
export interface OverviewQuery extends StepsQuery {
  sdkAppID: number
  vendor?: VendorId
  class?: string
  appVersion?: string
}

/** Apps tell their version and their class: of each so many are shown, those with the most devices. */
const mostKeys = 100

// One look at the rows for every chart, in a form that PostgreSQL shares among its workers: it cannot with
// grouping sets. Versions of the app are left out: they would be several times the groups.
const cellsStatement = {
  name: 'stats.cells',
  text: `select width_bucket(hour, $4::timestamptz[]) - 1 as step, vendor, class, stage, reason,
    sum(count)::float8 as count
  from push_stats
  where sdk_app_id = $1 and hour >= to_timestamp($2::float8 / 1000.0) and hour <= to_timestamp($3::float8 / 1000.0)
    and ($5::text is null or app_version = $5)
  group by 1, 2, 3, 4, 5`,
}

const versionsStatement = {
  name: 'stats.versions',
  text: `select app_version as version from push_stats
  where sdk_app_id = $1 and app_version <> '' and hour <= to_timestamp($2::float8 / 1000.0)
    and hour >= to_timestamp($2::float8 / 1000.0) - interval '2 days'
  group by 1 order by sum(count) desc, 1 limit $3`,
}

const countedStatement = {
  name: 'stats.countedAt',
  text: 'select counted_at as "countedAtMs" from push_stats_cursor',
}

/** A count of one step, vendor, class and end. */
interface Cell {
  step: number
  vendor: VendorId | ''
  class: string
  stage: Stage
  reason: ReasonCode
  count: number
}

/** What became of an app's pushes over time, by cause, by vendor and by class. */
export const statisticsOverview = async (db: Db, query: OverviewQuery): Promise<ConsoleStatistics> => {
  const { sdkAppID, nowMs } = query
  const starts = stepsOf(query)
  const fromMs = starts[0] ?? nowMs
  const startTexts = starts.map((atMs) => new Date(atMs).toISOString())
  const [cells, versions, [counted]] = await Promise.all([
    db.query<Cell>(cellsStatement, [sdkAppID, fromMs, nowMs, startTexts, query.appVersion ?? null]),
    db.query<{ version: string }>(versionsStatement, [sdkAppID, nowMs, mostKeys]),
    db.query<{ countedAtMs: number }>(countedStatement),
  ])
  return {
    ...fold(cells, starts, query),
    fromMs,
    untilMs: nowMs,
    countedAtMs: counted?.countedAtMs ?? 0,
    step: query.by,
    appVersions: versions.map(({ version }) => version),
  }
}

type Folded = Pick<
  ConsoleStatistics,
  'series' | 'total' | 'losses' | 'byVendor' | 'byClass' | 'vendors' | 'classes'
>

const fold = (
  cells: readonly Cell[],
  starts: readonly number[],
  asked: Pick<OverviewQuery, 'vendor' | 'class'>,
): Folded => {
  const taken = cells.filter(
    (cell) =>
      (asked.vendor === undefined || cell.vendor === asked.vendor) &&
      (asked.class === undefined || cell.class === asked.class),
  )
  const { losses, ...total } = funnelOf(taken)
  return {
    series: seriesOf(taken, starts),
    total,
    losses,
    byVendor: groupsOf(taken, (cell) => cell.vendor),
    byClass: groupsOf(taken, (cell) => cell.class),
    vendors: keysOf(cells, (cell) => cell.vendor).filter((vendor) => vendor !== ''),
    classes: keysOf(cells, (cell) => cell.class).filter((name) => name !== ''),
  }
}

const seriesOf = (cells: readonly Cell[], starts: readonly number[]): ConsoleStatistics['series'] => {
  const columns = Object.fromEntries(consoleSeriesNames.map((name) => [name, starts.map(() => 0)])) as Record<
    ConsoleSeriesName,
    number[]
  >
  for (const [step, ofStep] of Map.groupBy(cells, (cell) => cell.step)) {
    const { eligible, accepted, delivered, tapped } = funnelOf(ofStep)
    const lost = ofStep.reduce((sum, { stage, count }) => (isLoss(stage) ? sum + count : sum), 0)
    const counts = { eligible, accepted, delivered, tapped, lost }
    for (const name of consoleSeriesNames) columns[name][step] = counts[name]
  }
  return { atMs: starts, ...columns }
}

const groupsOf = <Key extends string>(
  cells: readonly Cell[],
  keyOf: (cell: Cell) => Key,
): (ConsoleFunnel & { key: Key })[] =>
  [...Map.groupBy(cells, keyOf)]
    .map(([key, ofKey]) => {
      // Losses by cause are told for all together.
      const { losses: _, ...counts } = funnelOf(ofKey)
      return { key, ...counts }
    })
    .toSorted((one, other) => other.eligible - one.eligible || weight(other) - weight(one))
    .slice(0, mostKeys)

const keysOf = <Key extends string>(cells: readonly Cell[], keyOf: (cell: Cell) => Key): Key[] =>
  groupsOf(cells, keyOf).map(({ key }) => key)
