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
import { funnelOf, weight } from './statistics.ts'
import { stepsOf, type StepsQuery } from './steps.ts'

const DAY_MS = 86_400_000

/** What an overview is asked for; filters apply to all but the choices. */
export interface OverviewQuery extends StepsQuery {
  sdkAppID: number
  vendor?: VendorId
  class?: string
  appVersion?: string
}

/** Apps tell their version and their class: of each so many are shown, those with the most devices. */
const mostKeys = 100

/** The columns of push_stats and of push_stats_days that cells are made of. */
const cellColumns = 'vendor, class, stage, reason, count'
const isAsked = 'sdk_app_id = $1 and ($6::text is null or app_version = $6)'

// Whole days of UTC by the day; by the hour only what is before the first and after the last of them.
const cellsStatement = {
  name: 'stats.cells',
  text: `select vendor, class, stage, reason, sum(count)::float8 as count from (
    select ${cellColumns} from push_stats_days
      where ${isAsked} and day >= to_timestamp($3::float8 / 1000.0) and day < to_timestamp($4::float8 / 1000.0)
    union all select ${cellColumns} from push_stats
      where ${isAsked} and hour >= to_timestamp($2::float8 / 1000.0) and hour < to_timestamp($3::float8 / 1000.0)
    union all select ${cellColumns} from push_stats
      where ${isAsked} and hour >= to_timestamp($4::float8 / 1000.0) and hour <= to_timestamp($5::float8 / 1000.0)
  ) parts group by 1, 2, 3, 4`,
}

const stepColumns = `width_bucket(hour, $4::timestamptz[]) - 1 as step, stage, sum(count)::float8 as count`
const isInSpan = `sdk_app_id = $1 and hour >= to_timestamp($2::float8 / 1000.0)
    and hour <= to_timestamp($3::float8 / 1000.0)`

const flowStatement = {
  name: 'stats.flow',
  text: `select ${stepColumns} from push_stats_flow where ${isInSpan} group by 1, 2`,
}

const filteredFlowStatement = {
  name: 'stats.filteredFlow',
  text: `select ${stepColumns} from push_stats where ${isInSpan} and ($5::text is null or vendor = $5)
    and ($6::text is null or class = $6) and ($7::text is null or app_version = $7) group by 1, 2`,
}

const versionsStatement = {
  name: 'stats.versions',
  text: `select app_version as version from push_stats_days
  where sdk_app_id = $1 and app_version <> '' and day <= to_timestamp($2::float8 / 1000.0)
    and day >= to_timestamp($2::float8 / 1000.0) - interval '7 days'
  group by 1 order by sum(count) desc, 1 limit $3`,
}

const countedStatement = {
  name: 'stats.countedAt',
  text: 'select counted_at as "countedAtMs" from push_stats_cursor',
}

/** A count of one vendor, class and end. */
interface Cell {
  vendor: VendorId | ''
  class: string
  stage: Stage
  reason: ReasonCode
  count: number
}

/** A count of one step of time. */
interface StepCount {
  step: number
  stage: Stage
  count: number
}

/** What became of an app's pushes over time, by cause, by vendor and by class. */
export const statisticsOverview = async (db: Db, query: OverviewQuery): Promise<ConsoleStatistics> => {
  const { sdkAppID, nowMs } = query
  const starts = stepsOf(query)
  const fromMs = starts[0] ?? nowMs
  const [cells, steps, versions, [counted]] = await Promise.all([
    loadCells(db, query, fromMs),
    loadSteps(db, query, starts),
    db.query<{ version: string }>(versionsStatement, [sdkAppID, nowMs, mostKeys]),
    db.query<{ countedAtMs: number }>(countedStatement),
  ])
  return {
    ...fold(cells, query),
    series: seriesOf(steps, starts),
    fromMs,
    untilMs: nowMs,
    countedAtMs: counted?.countedAtMs ?? 0,
    step: query.by,
    appVersions: versions.map(({ version }) => version),
  }
}

const loadCells = async (db: Db, query: OverviewQuery, fromMs: number): Promise<Cell[]> => {
  const { sdkAppID, nowMs, appVersion } = query
  const firstDayMs = Math.ceil(fromMs / DAY_MS) * DAY_MS
  const lastDayMs = Math.max(firstDayMs, Math.floor(nowMs / DAY_MS) * DAY_MS)
  return await db.query<Cell>(cellsStatement, [
    sdkAppID,
    fromMs,
    firstDayMs,
    lastDayMs,
    nowMs,
    appVersion ?? null,
  ])
}

const loadSteps = async (db: Db, query: OverviewQuery, starts: readonly number[]): Promise<StepCount[]> => {
  const { sdkAppID, nowMs, vendor, appVersion } = query
  const startTexts = starts.map((atMs) => new Date(atMs).toISOString())
  const span = [sdkAppID, starts[0] ?? nowMs, nowMs, startTexts]
  const filters = [vendor, query.class, appVersion]
  if (filters.every((filter) => filter === undefined)) return await db.query<StepCount>(flowStatement, span)
  return await db.query<StepCount>(filteredFlowStatement, [
    ...span,
    ...filters.map((filter) => filter ?? null),
  ])
}

type Folded = Pick<ConsoleStatistics, 'total' | 'losses' | 'byVendor' | 'byClass' | 'vendors' | 'classes'>

const fold = (cells: readonly Cell[], asked: Pick<OverviewQuery, 'vendor' | 'class'>): Folded => {
  const taken = cells.filter(
    (cell) =>
      (asked.vendor === undefined || cell.vendor === asked.vendor) &&
      (asked.class === undefined || cell.class === asked.class),
  )
  const { losses, ...total } = funnelOf(taken)
  return {
    total,
    losses,
    byVendor: groupsOf(taken, (cell) => cell.vendor),
    byClass: groupsOf(taken, (cell) => cell.class),
    vendors: keysOf(cells, (cell) => cell.vendor).filter((vendor) => vendor !== ''),
    classes: keysOf(cells, (cell) => cell.class).filter((name) => name !== ''),
  }
}

const seriesOf = (steps: readonly StepCount[], starts: readonly number[]): ConsoleStatistics['series'] => {
  const columns = Object.fromEntries(consoleSeriesNames.map((name) => [name, starts.map(() => 0)])) as Record<
    ConsoleSeriesName,
    number[]
  >
  for (const [step, ofStep] of Map.groupBy(steps, (one) => one.step)) {
    // Causes are told for the whole span.
    const funnel = funnelOf(ofStep.map((one) => ({ ...one, reason: 'undecided' as const })))
    const { eligible, accepted, delivered, tapped, losses } = funnel
    const lost = losses.reduce((sum, { count }) => sum + count, 0)
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
