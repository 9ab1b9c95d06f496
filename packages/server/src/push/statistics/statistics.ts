import { isFinalStage, type FinalStage, type ReasonCode, type Stage, type VendorId } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'

/** What statistics can be grouped by. */
export const statisticsGroups = ['app', 'vendor', 'reason', 'class', 'version', 'hour'] as const
export type StatisticsGroup = (typeof statisticsGroups)[number]

/** Which statistics. */
export interface StatisticsQuery {
  /** From the hour this instant is in, epoch milliseconds. */
  fromMs: number
  /** Up to the hour this instant is in, that hour included. */
  untilMs: number
  by: StatisticsGroup
  sdkAppID?: number
  vendor?: VendorId
  appVersion?: string
  class?: string
}

/** Why devices did not get what they were to get. `dropped`: the vendor took it, and the phone did not show it. */
export interface Loss {
  stage: 'refused' | 'suppressed' | 'expired' | 'dropped'
  reason: ReasonCode
  count: number
}

/**
 * Devices by what became of messages there. `eligible` is the sum of the five ends; what is still on its way
 * is in none of them. `delivered`, `shown`, `tapped` and `dropped` are of those that were accepted, as far as
 * vendors and apps tell.
 */
export interface Funnel extends Record<FinalStage, number> {
  eligible: number
  delivered: number
  shown: number
  tapped: number
  dropped: number
  /** By weight. */
  losses: Loss[]
}

/** Statistics of a span. */
export interface PushStatistics {
  fromMs: number
  untilMs: number
  by: StatisticsGroup
  total: Funnel
  /** Hours in their order, other groups by weight. `key` is '' where a device has none; an hour is ISO text. */
  groups: (Funnel & { key: string })[]
}

const keyColumns: Readonly<Record<StatisticsGroup, string>> = {
  app: 'sdk_app_id::text',
  vendor: 'vendor',
  reason: 'reason',
  class: 'class',
  version: 'app_version',
  hour: `to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
}

const statementOf = (by: StatisticsGroup) => ({
  name: `stats.by.${by}`,
  text: `select ${keyColumns[by]} as key, stage, reason, sum(count)::float8 as count from push_stats
  where hour >= date_trunc('hour', to_timestamp($1::float8 / 1000.0), 'UTC')
    and hour <= to_timestamp($2::float8 / 1000.0)
    and ($3::bigint is null or sdk_app_id = $3) and ($4::text is null or vendor = $4)
    and ($5::text is null or app_version = $5) and ($6::text is null or class = $6)
  group by 1, 2, 3`,
})

interface CountRow {
  key: string
  stage: Stage
  reason: ReasonCode
  count: number
}

/** What became of pushes in a span of hours: a funnel, its losses by cause, and the same for each group. */
export const pushStatistics = async (db: Db, query: StatisticsQuery): Promise<PushStatistics> => {
  const { fromMs, untilMs, by } = query
  const rows = await db.query<CountRow>(statementOf(by), [
    fromMs,
    untilMs,
    query.sdkAppID ?? null,
    query.vendor ?? null,
    query.appVersion ?? null,
    query.class ?? null,
  ])
  const ofKey = new Map<string, CountRow[]>()
  for (const row of rows) {
    const group = ofKey.get(row.key)
    if (group) group.push(row)
    else ofKey.set(row.key, [row])
  }
  const groups = [...ofKey].map(([key, ofGroup]) => ({ key, ...funnelOf(ofGroup) }))
  return {
    fromMs,
    untilMs,
    by,
    total: funnelOf(rows),
    groups: groups.sort((one, other) =>
      by === 'hour' ? one.key.localeCompare(other.key) : weight(other) - weight(one),
    ),
  }
}

/** How much a funnel counts beside others. */
export const weight = ({ eligible, delivered, shown, tapped, dropped }: Omit<Funnel, 'losses'>): number =>
  eligible + delivered + shown + tapped + dropped

/** The funnel of counts by stage and reason. Pure. */
export const funnelOf = (rows: readonly Omit<CountRow, 'key'>[]): Funnel => {
  const funnel: Funnel = {
    eligible: 0,
    acknowledged: 0,
    accepted: 0,
    refused: 0,
    suppressed: 0,
    expired: 0,
    delivered: 0,
    shown: 0,
    tapped: 0,
    dropped: 0,
    losses: [],
  }
  const losses = new Map<string, Loss>()
  for (const { stage, reason, count } of rows) {
    if (stage in funnel) funnel[stage as Exclude<keyof Funnel, 'losses'>] += count
    if (isFinalStage(stage)) funnel.eligible += count
    if (!isLoss(stage)) continue
    const key = `${stage} ${reason}`
    const loss = losses.get(key) ?? { stage, reason, count: 0 }
    loss.count += count
    losses.set(key, loss)
  }
  funnel.losses = [...losses.values()].sort((one, other) => other.count - one.count)
  return funnel
}

const isLoss = (stage: Stage): stage is Loss['stage'] =>
  stage === 'refused' || stage === 'suppressed' || stage === 'expired' || stage === 'dropped'
