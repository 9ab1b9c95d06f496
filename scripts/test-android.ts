// npm run test:android: compiles the plugin's Kotlin against Android, React Native and stand-ins of the
// vendors' libraries, runs its unit tests on the JVM, and ends with "N passed, N failed".
import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

import { compile } from './android/compile.ts'
import { missingTools } from './android/jdk.ts'
import { fetchLibraries, type Libraries } from './android/libraries.ts'
import { modulesOf, type Module } from './android/modules.ts'
import { closingLine, type Counts } from './counts.ts'
import { generateNativeSpec } from './native-spec.ts'
import { rootFolder, run } from './run.ts'

const android = join(rootFolder, 'packages/react-native-push/android')
const jvm = join(android, 'jvm')
const testTimeoutMs = 8 * 60_000

const runTests = async (modules: readonly Module[], libraries: Libraries): Promise<Counts> => {
  const names: string[] = []
  const folder = join(android, 'src/test/kotlin')
  for await (const file of glob('**/*Test.kt', { cwd: folder })) {
    names.push(file.slice(0, -'.kt'.length).replaceAll(/[\\/]/g, '.'))
  }
  const classpath = [
    // robolectric.properties
    join(android, 'src/test/resources'),
    ...modules.filter(({ isRun }) => isRun).map(({ output }) => output),
    ...libraries.others,
    libraries.android,
  ]
  const args = [
    '-Xmx1536m',
    '-Drobolectric.offline=true',
    `-Drobolectric.dependency.dir=${dirname(libraries.instrumentedAndroid)}`,
    `-Dcarillon.android=${android}`,
    '-cp',
    classpath.join(delimiter),
    join(jvm, 'RunTests.java'),
    ...names.toSorted(),
  ]
  const { exitCode, output } = await run('java', args, { output: 'both', timeoutMs: testTimeoutMs })
  const found = /^tests (\d+) (\d+) (\d+)$/m.exec(output)
  if (found === null) return { passed: 0, failed: 1, skipped: 0 }
  const [passed = 0, failed = 0, skipped = 0] = found.slice(1).map(Number)
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped }
}

const runLane = async (folder: string): Promise<Counts> => {
  const missing = await missingTools()
  if (missing !== undefined) {
    console.log(`skipped: the Kotlin of the React Native plugin: ${missing}`)
    return { passed: 0, failed: 0, skipped: 1 }
  }
  const libraries = await fetchLibraries(jvm)
  const specFile = generateNativeSpec('android', join(folder, 'codegen'))
  const modules = await modulesOf(android, specFile, libraries, join(folder, 'classes'))
  const refused = await compile(jvm, modules, libraries, folder)
  for (const module of modules) {
    console.log(`${refused.includes(module) ? 'FAILED' : 'compiled'}: ${module.name}`)
  }
  const compiled = modules.length - refused.length
  if (refused.length > 0) return { passed: compiled, failed: refused.length, skipped: 0 }
  const counts = await runTests(modules, libraries)
  return { ...counts, passed: counts.passed + compiled }
}

const folder = await mkdtemp(join(tmpdir(), 'carillon-android-'))
const counts = await runLane(folder).catch((error: unknown): Counts => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1, skipped: 0 }
})
await rm(folder, { recursive: true, force: true })
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
