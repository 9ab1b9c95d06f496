// npm test [-- <vitest arguments>]: runs the tests and ends with "N passed, N failed".
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { closingLine, countTests, type VitestReport } from './counts.ts'
import { installedCommand, run } from './run.ts'

const folder = await mkdtemp(join(tmpdir(), 'carillon-test-report-'))
const reportFile = join(folder, 'report.json')
const { exitCode } = await run(installedCommand('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
])
const report = await readFile(reportFile, 'utf8').then(
  (text) => JSON.parse(text) as VitestReport,
  () => undefined,
)
await rm(folder, { recursive: true, force: true })
const counts = countTests(report, exitCode)
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
