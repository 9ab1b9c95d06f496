// npm run ci: every check a change must pass, one after the other; all run even if one fails.
import { installPackages, isInstalled } from './apt.ts'
import { closingLine, failuresIn, readClosingLine, type Counts } from './counts.ts'
import { startExternalPostgres } from './external-postgres.ts'
import { run } from './run.ts'

interface Step {
  name: string
  command: string
  args: readonly string[]
  timeoutMs: number
  /** Ends with a closing line whose counts are added up. */
  countsTests?: boolean
  /** Runs against a PostgreSQL of Debian's. */
  externalPostgres?: boolean
  /** Runs against HTTP/2 servers of Debian's. */
  externalHttp2Servers?: boolean
}

const second = 1_000
const minute = 60 * second

const steps: readonly Step[] = [
  { name: 'tests', command: 'npm', args: ['test'], timeoutMs: 10 * minute, countsTests: true },
  { name: 'lint', command: 'npm', args: ['run', 'lint'], timeoutMs: 3 * minute },
  { name: 'types', command: 'npm', args: ['run', 'typecheck'], timeoutMs: 3 * minute },
  { name: 'format', command: 'npm', args: ['run', 'format:check'], timeoutMs: minute },
  { name: 'dead code', command: 'npm', args: ['run', 'knip'], timeoutMs: 2 * minute },
  { name: 'build', command: 'npm', args: ['run', 'build'], timeoutMs: 5 * minute },
  { name: 'the whole road', command: 'npm', args: ['start', '--', '--once'], timeoutMs: 90 * second },
  {
    name: 'React Native: Metro, Hermes, jest',
    command: 'npm',
    args: ['run', 'test:rn'],
    timeoutMs: 15 * minute,
    countsTests: true,
  },
  {
    name: 'the example messenger in a real browser',
    command: 'npm',
    args: ['run', 'test:messenger'],
    timeoutMs: 10 * minute,
    countsTests: true,
  },
  {
    name: 'chaos',
    command: 'npm',
    args: ['run', 'test:chaos', '--', '--seeds', '2', '--minutes-at-most', '4'],
    timeoutMs: 6 * minute,
    countsTests: true,
  },
  {
    name: 'tests on an external PostgreSQL',
    command: 'npm',
    args: ['test', '--', 'packages/server', 'packages/testkit', 'tests'],
    timeoutMs: 10 * minute,
    countsTests: true,
    externalPostgres: true,
  },
  {
    name: 'HTTP/2 against nginx and nghttpd',
    command: 'npm',
    args: ['test', '--', 'packages/channels/src/transport/http2/real-servers.test.ts'],
    timeoutMs: 2 * minute,
    countsTests: true,
    externalHttp2Servers: true,
  },
  {
    name: 'the React Native plugin on Android',
    command: 'npm',
    args: ['run', 'test:android'],
    timeoutMs: 10 * minute,
    countsTests: true,
  },
]

const installHttp2Servers = async (): Promise<void> => {
  const isThere = (await isInstalled('nginx', '-v')) && (await isInstalled('nghttpd', '--version'))
  if (!isThere) await installPackages(['nginx-light', 'nghttp2-server'])
}

/** A step's counts, and the tests that failed. */
type StepOutcome = Counts & { failures: readonly string[] }

/** Runs a step. A step that fails without a failed test counts as one failure. */
const runStep = async (step: Step): Promise<StepOutcome> => {
  await using postgres = step.externalPostgres === true ? await startExternalPostgres() : undefined
  if (step.externalHttp2Servers === true) await installHttp2Servers()
  const { exitCode, output } = await run(step.command, step.args, {
    output: 'both',
    timeoutMs: step.timeoutMs,
    ...(postgres !== undefined && { env: { CARILLON_TEST_DATABASE_URL: postgres.url } }),
  })
  const counts = (step.countsTests === true ? readClosingLine(output) : undefined) ?? {
    passed: 0,
    failed: 0,
    skipped: 0,
  }
  const failed = exitCode !== 0 && counts.failed === 0 ? 1 : counts.failed
  return { ...counts, failed, failures: failed === 0 ? [] : failuresIn(output) }
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []
for (const step of steps) {
  console.log(`\n== ${step.name}`)
  const startedAtMs = Date.now()
  const counts = await runStep(step).catch((error: unknown): StepOutcome => {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0, failures: [] }
  })
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const seconds = ((Date.now() - startedAtMs) / second).toFixed(1)
  summary.push(`-- ${step.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
  console.log(summary.at(-1))
  // Named again at the end, where a long output is looked at first.
  for (const failure of counts.failures) summary.push(`   ${failure}`)
}
console.log(`\n${summary.join('\n')}\n${closingLine(total)}`)
process.exitCode = total.failed === 0 ? 0 : 1
