import { quotaDayOf } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'
import { openStore } from '@carillon/server'
import type { Testkit } from '@carillon/testkit'

const HOUR_MS = 3_600_000

/** Devices reached in an hour, and how far pushes came with each vendor: of those it was asked for. */
const vendors: readonly [
  VendorId,
  devices: number,
  accepted: number,
  delivered: number,
  className: string,
][] = [
  ['huawei', 420, 0.97, 0.93, 'service and communication'],
  ['xiaomi', 380, 0.96, 0.88, 'private'],
  ['apns', 310, 0.99, 0, ''],
  ['fcm', 240, 0.98, 0.9, ''],
  ['oppo', 200, 0.91, 0.84, 'IM'],
  ['vivo', 160, 0.94, 0.86, 'system'],
]

/** Causes of loss by their part of what is lost. */
const losses = [
  ['suppressed', 'muted', 0.36],
  ['suppressed', 'no-token', 0.22],
  ['refused', 'token-dead-by-vendor', 0.2],
  ['dropped', 'notifications-off', 0.12],
  ['expired', 'deadline-passed', 0.06],
  ['suppressed', 'logged-out', 0.04],
] as const

/** How much is going on at an hour of the day in China: little at night, most in the evening. */
const activity = (atMs: number): number => {
  const hour = (atMs / HOUR_MS + 8) % 24
  return 0.15 + 0.85 * Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI)) ** 1.5
}

type Row = [hourMs: number, vendor: string, className: string, stage: string, reason: string, count: number]

const rowsOf = (nowMs: number): Row[] => {
  const rows: Row[] = []
  for (let ago = 0; ago < 30 * 24; ago += 1) {
    const hourMs = (Math.floor(nowMs / HOUR_MS) - ago) * HOUR_MS
    for (const [index, [vendor, devices, accepted, delivered, className]] of vendors.entries()) {
      // No two hours are quite alike.
      const wobble = 1 + 0.12 * Math.sin(ago * 1.7 + index * 2.3)
      const all = Math.round(devices * activity(hourMs) * wobble)
      const taken = Math.round(all * 0.82 * accepted)
      const count = (stage: string, reason: string, devicesOfIt: number): void => {
        if (devicesOfIt > 0) rows.push([hourMs, vendor, className, stage, reason, devicesOfIt])
      }
      count('acknowledged', 'acknowledged', Math.round(all * 0.12))
      count('accepted', 'vendor-accepted', taken)
      count('delivered', 'delivered', Math.round(taken * delivered))
      count('shown', 'shown', Math.round(taken * 0.61))
      count('tapped', 'tapped', Math.round(taken * 0.27))
      for (const [stage, reason, part] of losses) count(stage, reason, Math.round(all * 0.09 * part))
    }
  }
  return rows
}

/** Fills a testkit with a month of statistics, and with a share of the day that is nearly used, to be looked at. */
export const fillStatistics = async (kit: Testkit, nowMs = Date.now()): Promise<void> => {
  const certificateID = kit.certificateID('oppo')
  await kit.admin(
    async (admin) => await admin.updateCertificate(certificateID, { fields: { quotaPerDay: '5000' } }),
  )
  const { dataFolder } = kit.config
  await using store = await openStore({ dataFolder }, { purpose: 'command', connections: 1 })
  const rows = rowsOf(nowMs)
  const column = (index: number): unknown[] => rows.map((row) => row[index])
  await store.query(
    {
      name: 'sample.statistics',
      text: `with counted as (
        select $1::bigint as app, to_timestamp(hour / 1000) as hour, vendor, '3.2.0' as version, class, stage, reason, count
        from unnest($2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
          r (hour, vendor, class, stage, reason, count)
      ), hours as (
        insert into push_stats select * from counted on conflict do nothing
      ), days as (
        insert into push_stats_days
        select app, date_trunc('day', hour, 'UTC'), vendor, version, class, stage, reason, sum(count) from counted
        group by 1, 2, 3, 4, 5, 6, 7 on conflict do nothing
      )
      insert into push_stats_flow select app, hour, stage, sum(count) from counted group by 1, 2, 3
      on conflict do nothing`,
    },
    [kit.sdkAppID, ...[0, 1, 2, 3, 4, 5].map(column)],
  )
  await store.query(
    {
      name: 'sample.quota',
      text: `insert into push_quota (certificate_id, class_name, device_id, day, count) values ($1, 'IM', '', $2, 4650)
      on conflict (certificate_id, class_name, device_id, day) do update set count = excluded.count`,
    },
    [certificateID, quotaDayOf({ resetHour: 0 }, nowMs)],
  )
}
