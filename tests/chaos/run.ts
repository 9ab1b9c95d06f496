// npm run test:chaos -- --seeds 50 --first 1: random faults of vendors, random kill -9 of the server and
// random states of phones; at the end every message must be where its story says. Ends with 1 when not.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { startTestkit, type ServerProcess } from '@carillon/testkit'

import { runSeed, type SeedReport } from './seed-run.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    first: { type: 'string', default: '1' },
    messages: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '6' },
    /** No further seed is begun after this time. */
    'minutes-at-most': { type: 'string', default: '60' },
  },
})
const wholeNumber = (name: keyof typeof values): number => {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < 1) {
    console.error(`--${name}: expected a whole number above 0, got "${values[name]}"`)
    process.exit(2)
  }
  return number
}
const seeds = wholeNumber('seeds')
const first = wholeNumber('first')
const size = { messages: wholeNumber('messages'), durationMs: wholeNumber('seconds') * 1_000 }
const endAtMs = Date.now() + wholeNumber('minutes-at-most') * 60_000

const line = ({ seed, breaches, ...report }: SeedReport): string => {
  const { messages, unanswered, recalls, reads, kills, devices, counts, durationMs } = report
  const ends = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
  return [
    `seed ${seed}: ${breaches.length === 0 ? 'kept' : 'BROKEN'}`,
    `${messages} messages (${unanswered} sends unanswered, ${recalls} recalled), ${reads} reads, ${kills} kills`,
    `${devices} devices: ${ends.join(', ')}`,
    `${(durationMs / 1_000).toFixed(1)} s`,
  ].join(' · ')
}

let passed = 0
let failed = 0
await using kit = await startTestkit({
  process: fileURLToPath(new URL('server.ts', import.meta.url)),
  temporaryFolder: existsSync('/dev/shm') ? '/dev/shm' : tmpdir(),
  config: { logLevel: 'silent' },
  settings: { push: { acknowledgementTimeoutMs: 500, clearWhenRead: true } },
})
// How much vendors take in a day is another matter: here all that can be shown must be.
for (const vendor of ['fcm', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const)
  kit.lab[vendor].settings.quotasEnforced = false
for (let seed = first; seed < first + seeds && Date.now() < endAtMs; seed += 1) {
  try {
    const report = await runSeed(kit, kit.server as ServerProcess, seed, size)
    console.log(line(report))
    for (const breach of report.breaches.slice(0, 20)) console.log(`  ${breach}`)
    if (report.breaches.length === 0) passed += 1
    else failed += 1
  } catch (error) {
    failed += 1
    console.log(`seed ${seed}: BROKEN`, error)
    await kit.server.start()
  }
}
console.log(`\n${passed} passed, ${failed} failed`)
if (failed > 0 || passed < seeds) process.exitCode = 1
