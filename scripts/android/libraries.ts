import { createHash } from 'node:crypto'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, delimiter, join } from 'node:path'

import { run } from '../run.ts'

const fetchTimeoutMs = 5 * 60_000
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

/** The JARs of the poms in `jvm`. */
export interface Libraries {
  /** The Kotlin compiler and what it runs with. */
  compiler: string[]
  android: string
  /** Android with Robolectric's hooks, which it loads by itself. */
  instrumentedAndroid: string
  /** All others: React Native, Robolectric, JUnit. */
  others: string[]
  /** React Native in the oldest version the plugin is for. */
  oldestReact: string[]
}

/** Fetches what the poms of a folder name. @throws when Maven cannot */
export const fetchLibraries = async (folder: string): Promise<Libraries> => {
  const jars = await fetchJars(join(folder, 'pom.xml'))
  return { ...sorted(jars), oldestReact: await fetchJars(join(folder, 'pom-oldest-react.xml')) }
}

/** Fetches what a pom names with Maven, once; AARs are unpacked into the user's cache. */
const fetchJars = async (pom: string): Promise<string[]> => {
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 16)
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'carillon',
    `android-${hash}`,
  )
  const listFile = join(cache, 'jars.json')
  const known = await readFile(listFile, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    () => [],
  )
  if (known.length > 0 && (await allExist(known))) return known
  await mkdir(cache, { recursive: true })
  const jars: string[] = []
  for (const file of await resolvedFiles(pom, join(cache, 'classpath.txt'))) {
    jars.push(file.endsWith('.aar') ? await classesOf(file, cache) : file)
  }
  await writeFile(listFile, JSON.stringify(jars))
  return jars
}

const resolvedFiles = async (pom: string, outputFile: string): Promise<string[]> => {
  const goal = `${dependencyPlugin}:build-classpath`
  const args = ['-q', '-B', '-f', pom, goal, `-Dmdep.outputFile=${outputFile}`]
  const { exitCode, output } = await run('mvn', args, { output: 'capture', timeoutMs: fetchTimeoutMs })
  if (exitCode !== 0) throw new Error(`Maven could not fetch the libraries:\n${output}`)
  return (await readFile(outputFile, 'utf8')).trim().split(delimiter)
}

/** The classes of an AAR, as a JAR. */
const classesOf = async (aar: string, cache: string): Promise<string> => {
  const folder = join(cache, basename(aar, '.aar'))
  await mkdir(folder, { recursive: true })
  const { exitCode, output } = await run('jar', ['--extract', '--file', aar, 'classes.jar'], {
    cwd: folder,
    output: 'capture',
  })
  if (exitCode !== 0) throw new Error(`${basename(aar)} cannot be unpacked:\n${output}`)
  return join(folder, 'classes.jar')
}

const allExist = async (files: readonly string[]): Promise<boolean> =>
  (await Promise.allSettled(files.map((file) => access(file)))).every(({ status }) => status === 'fulfilled')

const sorted = (jars: readonly string[]): Omit<Libraries, 'oldestReact'> => {
  const named = (pattern: RegExp): string[] => jars.filter((jar) => pattern.test(basename(jar)))
  const [android] = named(/^android-all-\d/)
  const [instrumentedAndroid] = named(/^android-all-instrumented/)
  if (android === undefined || instrumentedAndroid === undefined)
    throw new Error('The pom names no android-all')
  const notForTests = [...named(/^android-all/), ...named(/^kotlin-(?:compiler|daemon|script)/)]
  return {
    compiler: named(/^(?:kotlin|kotlinx|trove4j|annotations-13)/),
    android,
    instrumentedAndroid,
    others: jars.filter((jar) => !notForTests.includes(jar)),
  }
}
