import { parseArgs } from 'node:util'

import { clients, entryOf, parseClientNames, type ClientName } from './clients/index.ts'
import type { EmulatorReport } from './emulator/lean.ts'
import { ask, ended, machine, nextMessage, spreadOf, start, type Spread } from './processes.ts'
import type { Target } from './target.ts'
import type { TransportFigures, TransportJob } from './transport-client.ts'

/** One client in one round. */
interface Run extends TransportFigures {
  /** What the emulator's process used for each CPU-second of the client's. */
  emulatorCPUShare: number
}

const warmUpMs = 2_000

/**
 * Pushes to one lean emulator of FCM and APNs that takes everything, by each client in a process of its own, one
 * after the other, in several rounds. CPU is the client process's alone. What clients say was accepted is
 * held against what the emulator took.
 */
export const benchTransport = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      'in-flight': { type: 'string', default: '500' },
      clients: { type: 'string' },
    },
  })
  const names = parseClientNames(values.clients)
  const job = { warmUpMs, durationMs: Number(values.seconds) * 1000, inFlight: Number(values['in-flight']) }
  const emulator = start('emulator/lean.ts')
  try {
    const target = await nextMessage<Target>(emulator)
    const runs = new Map<ClientName, Run[]>(names.map((name) => [name, []]))
    let acceptedBefore = 0
    for (let round = 1; round <= Number(values.rounds); round += 1)
      for (const client of names) {
        if (!values.json) console.error(`round ${round} of ${values.rounds}: ${entryOf(client).title}`)
        await ask<EmulatorReport>(emulator, { report: true })
        const child = start('transport-client.ts')
        const figures = await ask<TransportFigures>(child, { client, target, ...job } satisfies TransportJob)
        await ended(child)
        const report = await ask<EmulatorReport>(emulator, { report: true })
        checkCounts(client, figures, report, report.accepted - acceptedBefore)
        acceptedBefore = report.accepted
        runs.get(client)?.push({ ...figures, emulatorCPUShare: report.cpuSeconds / figures.cpuSeconds })
      }
    const result = { machine: machine(), job, clients: Object.fromEntries(runs), ratios: ratiosOf(runs) }
    if (values.json) console.log(JSON.stringify(result, null, 2))
    else print(result.machine, runs)
  } finally {
    emulator.disconnect()
    await ended(emulator)
  }
}

const checkCounts = (
  client: ClientName,
  figures: TransportFigures,
  report: EmulatorReport,
  taken: number,
): void => {
  if (report.refused > 0) throw new Error(`${client}: the emulator refused ${report.refused} pushes`)
  if (taken !== figures.acceptedEver)
    throw new Error(`${client} says ${figures.acceptedEver} were accepted; the emulator took ${taken}`)
}

type Runs = ReadonlyMap<ClientName, readonly Run[]>

interface Ratio {
  of: ClientName
  to: ClientName
  perCPUSecond: Spread
  perSecond: Spread
}

const medianOf = (runs: readonly Run[], figure: keyof Run): number =>
  spreadOf(runs.map((run) => run[figure])).median

/** Medians against medians; least and most are those of single rounds. */
const spreadOfRatios = (ours: readonly Run[], theirs: readonly Run[], figure: keyof Run): Spread => {
  const rounds = ours.map((run, round) => run[figure] / (theirs[round]?.[figure] ?? Number.NaN))
  return { ...spreadOf(rounds), median: medianOf(ours, figure) / medianOf(theirs, figure) }
}

/** Our two roads against every other client of the same vendor. */
const ratiosOf = (runs: Runs): Ratio[] =>
  (['carillon-fcm', 'carillon-apns'] as const).flatMap((of) =>
    [...runs.keys()]
      .filter((to) => clients[to].road === clients[of].road && to !== of)
      .flatMap((to) => {
        const ours = runs.get(of)
        const theirs = runs.get(to)
        if (ours === undefined || theirs === undefined) return []
        const spread = (figure: keyof Run): Spread => spreadOfRatios(ours, theirs, figure)
        return { of, to, perCPUSecond: spread('perCPUSecond'), perSecond: spread('perSecond') }
      }),
  )

const print = (facts: Readonly<Record<string, string>>, runs: Runs): void => {
  console.log(
    Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  )
  console.log(
    `${''.padEnd(40)}   per CPU-s      per s       p50       p99   peak RSS    emulator CPU   failed`,
  )
  for (const [name, all] of runs) {
    const median = (figure: keyof Run): number => medianOf(all, figure)
    const columns = [
      String(Math.round(median('perCPUSecond'))).padStart(9),
      String(Math.round(median('perSecond'))).padStart(9),
      `${median('p50Ms').toFixed(1)} ms`.padStart(9),
      `${median('p99Ms').toFixed(1)} ms`.padStart(9),
      `${Math.round(median('maxRSSBytes') / 2 ** 20)} MiB`.padStart(8),
      median('emulatorCPUShare').toFixed(2).padStart(12),
      String(all.reduce((sum, { failed }) => sum + failed, 0)).padStart(8),
    ]
    console.log(`${entryOf(name).title.padEnd(40)}${columns.join('  ')}`)
  }
  console.log('\nRatios of medians (least and most of single rounds)')
  for (const { of, to, perCPUSecond, perSecond } of ratiosOf(runs))
    console.log(
      `${entryOf(of).title} / ${entryOf(to).title}: `.padEnd(66) +
        `${spreadText(perCPUSecond)} per CPU-s, ${spreadText(perSecond)} per s`,
    )
}

const spreadText = ({ median, least, most }: Spread): string =>
  `${median.toFixed(2)}x (${least.toFixed(2)} to ${most.toFixed(2)})`
