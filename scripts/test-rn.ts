// npm run test:rn: the SDK and the push plugin as a React Native app meets them. Metro bundles them as
// published, hermesc compiles the bundles, the conformance script runs in the Hermes VM, codegen makes the
// native interfaces, and jest runs with React Native's preset. Ends with "N passed, N failed".
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { closingLine, type Counts } from './counts.ts'
import { abstractMethods, generate } from './react-native/codegen.ts'
import { compile, runInVM } from './react-native/hermes.ts'
import { installByLock, installPackages, laneFolder, mustRun } from './react-native/lane.ts'
import { bundleMessenger, checkTypes, messengerFolder } from './react-native/messenger.ts'
import { layoutProblems } from './react-native/package-layout.ts'
import { templates, walkTemplate } from './react-native/templates.ts'
import { rootFolder, run } from './run.ts'

const counts: Counts = { passed: 0, failed: 0, skipped: 0 }

const note = (name: string, isPassed: boolean, words = ''): void => {
  if (isPassed) counts.passed += 1
  else counts.failed += 1
  console.log(`${isPassed ? '✓' : '✗'} ${name}${words === '' ? '' : `\n${words}`}`)
}

const check = async (name: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
    note(name, true)
  } catch (error) {
    note(name, false, error instanceof Error ? error.message : String(error))
  }
}

const folder = await mkdtemp(join(tmpdir(), 'carillon-react-native-'))
const bundle = async (kind: 'app' | 'vm', resolution: 'exports' | 'main'): Promise<string> => {
  const file = join(folder, `${kind}-${resolution}.js`)
  await mustRun(process.execPath, ['metro.mjs', kind, resolution, file])
  return file
}

const checkVM = async (resolution: 'exports' | 'main'): Promise<void> =>
  check(`the SDK in the Hermes VM, found by ${resolution}`, async () => {
    const file = await bundle('vm', resolution)
    await compile(file)
    for (const { name, ok } of await runInVM(file)) note(`in the VM: ${name}`, ok)
  })

const checkJest = async (): Promise<void> => {
  const report = join(folder, 'jest.json')
  const { output } = await run(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`],
    { cwd: laneFolder, timeoutMs: 400_000, output: 'capture' },
  )
  await check('jest with the React Native preset', async () => {
    const { numPassedTests, numFailedTests, success } = JSON.parse(await readFile(report, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      success: boolean
    }
    counts.passed += numPassedTests
    counts.failed += numFailedTests
    if (!success || numPassedTests === 0) throw new Error(output)
  })
}

try {
  await installByLock(laneFolder)
  await installPackages()
  await check('the push plugin is published in the layout of packages for React Native', async () => {
    const problems = await layoutProblems(join(laneFolder, 'node_modules/@carillon/react-native-push'))
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  for (const template of templates) {
    await check(`setup, doctor and undo on an app of React Native's ${template}`, async () =>
      walkTemplate(template),
    )
  }
  for (const resolution of ['exports', 'main'] as const) {
    await check(`Metro bundles an app, the packages found by ${resolution}; hermesc compiles it`, async () =>
      compile(await bundle('app', resolution)),
    )
  }
  await checkVM('exports')
  // As Metro resolved before React Native 0.79.
  await checkVM('main')
  await check('codegen of 0.76 and of today ask the native module for the same', async () => {
    const [oldest, newest] = await Promise.all([generate('codegen-0.76'), generate('@react-native/codegen')])
    const [one, other] = [abstractMethods(oldest), abstractMethods(newest)]
    if (one.length === 0 || one.join() !== other.join()) throw new Error(`${one.join()}\n${other.join()}`)
    const kotlin = await readFile(
      join(
        rootFolder,
        'packages/react-native-push/android/src/main/kotlin/dev/carillon/push/react/CarillonPushModule.kt',
      ),
      'utf8',
    )
    const missing = one.filter((name) => !new RegExp(`override fun ${name}\\(`).test(kotlin))
    if (missing.length > 0) throw new Error(`the Kotlin module lacks ${missing.join(', ')}`)
  })
  await checkJest()
  await check('Metro bundles the example messenger for Android and iOS; hermesc compiles it', async () => {
    await installByLock(messengerFolder)
    await checkTypes()
    for (const platform of ['android', 'ios'] as const) await compile(await bundleMessenger(platform, folder))
  })
} catch (error) {
  note('the lane', false, error instanceof Error ? error.message : String(error))
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
