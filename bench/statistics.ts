import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { migrate, openStore } from '@carillon/server'

import { pushStatistics, rollUp, statisticsGroups, statisticsOverview } from './borrowed.ts'
import { processesBelow, usageOf } from './proc.ts'
import { machine, spreadOf } from './processes.ts'

/** A statement has its time limit. */
const rowsAtOnce = 50_000

/** What the console's overview asks for. */
const overviews = [
  ['overview, 24 hours', 24, 'hour'],
  ['overview, 7 days', 168, 'hour'],
  ['overview, 30 days', 720, 'day'],
  ['the same of a vendor', 720, 'day', 'fcm'],
] as const satisfies [name: string, hours: number, by: 'hour' | 'day', vendor?: string][]

const timesAsked = 7

/** How long a chart took, milliseconds. */
interface Chart {
  median: number
  least: number
  most: number
  /** CPU of this process and of the database, of one asking. */
  cpuMs: number
}

const cpuMsSoFar = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + usageOf(processesBelow(process.pid, 'postgres')).cpuSeconds * 1000
}

const measure = async (ask: () => Promise<void>): Promise<Chart> => {
  const times: number[] = []
  const beforeMs = cpuMsSoFar()
  for (let count = 0; count < timesAsked; count += 1) {
    const atMs = performance.now()
    await ask()
    times.push(performance.now() - atMs)
  }
  return { ...spreadOf(times), cpuMs: (cpuMsSoFar() - beforeMs) / timesAsked }
}

/** Counts a journal of generated rows into the hourly statistics, and asks for each chart of them. */
export const benchStatistics = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, rows: { type: 'string', default: '1000000' } },
  })
  const rows = Number(values.rows)
  const folder = await mkdtemp(join(tmpdir(), 'carillon-bench-'))
  try {
    await using store = await openStore({ dataFolder: folder })
    await migrate(store)
    for (let fromRow = 0; fromRow < rows; fromRow += rowsAtOnce)
      await store.query(
        {
          name: 'bench.journal',
          // Thirty days, eight vendors, five versions, three classes, a dozen ends.
          text: `insert into journal (at, sdk_app_id, msg_id, user_id, device_id, stage, reason, vendor, detail)
        select now() - (abs(hashint4(n)::bigint) % 720) * interval '1 hour', 1, 'm' || n / 4, 'u' || n % 20000, 'd' || n % 20000,
          (array['accepted','accepted','accepted','delivered','delivered','tapped','suppressed','suppressed','refused','expired','dropped','acknowledged'])[1 + abs(hashint4(n + 3)::bigint) % 12],
          (array['vendor-accepted','vendor-accepted','vendor-accepted','delivered','delivered','tapped','muted','no-token','token-dead-by-vendor','deadline-passed','notifications-off','acknowledged'])[1 + abs(hashint4(n + 3)::bigint) % 12],
          (array['apns','fcm','huawei','honor','xiaomi','oppo','vivo','meizu'])[1 + abs(hashint4(n + 1)::bigint) % 8],
          jsonb_build_object('class', (array['IM','VOIP','MARKETING'])[1 + abs(hashint4(n + 2)::bigint) % 3])
        from generate_series($1::integer, $2::integer - 1) n`,
        },
        [fromRow, Math.min(rows, fromRow + rowsAtOnce)],
      )
    await store.query({
      name: 'bench.devices',
      text: `with app as (insert into apps (sdk_app_id, name) values (1, 'bench')),
        people as (insert into users (sdk_app_id, user_id) select 1, 'u' || n from generate_series(0, 19999) n)
        select 1`,
    })
    await store.query({
      name: 'bench.versions',
      text: `insert into devices (sdk_app_id, device_id, user_id, platform, app_version, login_state, last_seen_at)
        select 1, 'd' || n, 'u' || n, 'android', '3.' || n % 5, 'logged-in', now() from generate_series(0, 19999) n`,
    })
    await store.query({ name: 'bench.analyze', text: 'analyze' })
    const nowMs = Date.now()
    const startMs = performance.now()
    await rollUp(store, nowMs)
    const rollUpSeconds = (performance.now() - startMs) / 1000
    const charts: Record<string, Chart> = {}
    for (const by of statisticsGroups)
      charts[`30 days by ${by}`] = await measure(async () => {
        const { total } = await pushStatistics(store, { fromMs: nowMs - 30 * 86_400_000, untilMs: nowMs, by })
        const counted = total.eligible + total.delivered + total.tapped + total.dropped
        if (counted !== rows) throw new Error(`${rows} rows are in the journal, ${counted} are counted`)
      })
    for (const [name, hours, by, vendor] of overviews)
      charts[name] = await measure(async () => {
        const filter = vendor === undefined ? {} : { vendor }
        const query = { sdkAppID: 1, nowMs, hours, by, timeZone: 'UTC', ...filter }
        const { total, series } = await statisticsOverview(store, query)
        if (total.eligible === 0 || total.eligible !== series.eligible.reduce((sum, each) => sum + each, 0))
          throw new Error('the chart over time does not add up to the funnel')
      })
    const [kept] = await store.query<{ count: number }>({
      name: 'bench.kept',
      text: 'select count(*)::integer as count from push_stats',
    })
    const result = { machine: machine(), rows, rollUpSeconds, statisticsRows: kept?.count ?? 0, charts }
    if (values.json) console.log(JSON.stringify(result, null, 2))
    else {
      console.log(
        `${rows} journal rows counted in ${rollUpSeconds.toFixed(1)} s into ${result.statisticsRows} rows of push_stats`,
      )
      for (const [name, { median, most, cpuMs }] of Object.entries(charts))
        console.log(
          `${name.padEnd(20)} ${median.toFixed(0)} ms, ${most.toFixed(0)} ms at most; ${cpuMs.toFixed(0)} ms of CPU`,
        )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
