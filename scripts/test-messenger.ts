// npm run test:messenger: the example chat app in a real browser, against a live server and virtual phones.
// Ends with "N passed, N failed".
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { closingLine, countTests, type Counts, type VitestReport } from './counts.ts'
import { installByLock } from './react-native/lane.ts'
import { buildForBrowsers, messengerFolder } from './react-native/messenger.ts'
import { installedCommand, rootFolder, run } from './run.ts'

const folder = await mkdtemp(join(tmpdir(), 'carillon-messenger-'))
let counts: Counts = { passed: 0, failed: 1, skipped: 0 }
try {
  await installByLock(messengerFolder)
  const build = join(folder, 'web')
  await buildForBrowsers(build)
  const report = join(folder, 'report.json')
  const { exitCode } = await run(
    installedCommand('vitest'),
    [
      'run',
      '--config=tests/messenger/vitest.config.ts',
      `--root=${rootFolder}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { env: { CARILLON_MESSENGER_BUILD: build }, timeoutMs: 300_000 },
  )
  counts = countTests(
    await readFile(report, 'utf8').then(
      (text) => JSON.parse(text) as VitestReport,
      () => undefined,
    ),
    exitCode,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
