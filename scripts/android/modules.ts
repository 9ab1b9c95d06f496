import { glob } from 'node:fs/promises'
import { join } from 'node:path'

import type { Libraries } from './libraries.ts'

/** One compilation of the lane. */
export interface Module {
  name: string
  language: 'java' | 'kotlin'
  sources: string[]
  classpath: string[]
  /** Where its classes go. */
  output: string
  /** Classes whose `internal` names it sees: those of the same Gradle module. */
  friends: string[]
  /** Its classes are on the tests' class path. */
  isRun: boolean
}

/** Vendors that have a folder of their own. */
const vendors = ['fcm', 'huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'] as const

/**
 * The compilations, in order. The core is given neither React nor a vendor, and each vendor only its own
 * stand-in: what must not be used is not there to be used.
 */
export const modulesOf = async (
  android: string,
  specFile: string,
  libraries: Libraries,
  output: string,
): Promise<Module[]> => {
  const kotlin = libraries.others.filter((jar) => /kotlin-stdlib|annotations-13/.test(jar))
  const system = [libraries.android, ...kotlin]
  const main = join(android, 'src/main/kotlin/dev/carillon/push')
  const out = (name: string): string => join(output, name)
  const core: Module = {
    name: 'core, without React and without any vendor',
    language: 'kotlin',
    sources: await filesIn(main, '{core/*,CarillonPush,CarillonPushStartup}.kt'),
    classpath: system,
    output: out('core'),
    friends: [],
    isRun: true,
  }
  const stubs = await Promise.all(
    vendors.map(async (vendor): Promise<Module> => ({
      name: `stand-in of ${vendor}`,
      language: 'java',
      sources: await filesIn(join(android, 'stubs', vendor), '**/*.java'),
      classpath: system,
      output: out(`stubs/${vendor}`),
      friends: [],
      isRun: true,
    })),
  )
  const adapters = await Promise.all(
    vendors.map(async (vendor): Promise<Module> => ({
      name: vendor,
      language: 'kotlin',
      sources: await filesIn(join(main, vendor), '*.kt'),
      classpath: [...system, core.output, out(`stubs/${vendor}`)],
      output: out(vendor),
      friends: [core.output],
      isRun: true,
    })),
  )
  const everything = [libraries.android, ...libraries.others]
  const spec: Module = {
    name: 'spec made by the codegen',
    language: 'java',
    sources: [specFile],
    classpath: everything,
    output: out('spec'),
    friends: [],
    isRun: true,
  }
  const react: Module = {
    name: 'TurboModule',
    language: 'kotlin',
    sources: await filesIn(main, '{react/*,CarillonPushPackage}.kt'),
    classpath: [...everything, core.output, spec.output],
    output: out('react'),
    friends: [core.output],
    isRun: true,
  }
  const oldest = [...everything.filter((jar) => !/react-android/.test(jar)), ...libraries.oldestReact]
  const oldestSpec: Module = {
    ...spec,
    name: 'spec on the oldest React Native',
    classpath: oldest,
    output: out('oldest-spec'),
    isRun: false,
  }
  const oldestTurboModule: Module = {
    ...react,
    name: 'TurboModule on the oldest React Native',
    classpath: [...oldest, core.output, oldestSpec.output],
    output: out('oldest-react'),
    isRun: false,
  }
  const made = [core, ...adapters, react].map((module) => module.output)
  const tests: Module = {
    name: 'tests',
    language: 'kotlin',
    sources: await filesIn(join(android, 'src/test/kotlin'), '**/*.kt'),
    classpath: [...everything, ...made, spec.output, ...stubs.map((stub) => stub.output)],
    output: out('tests'),
    friends: made,
    isRun: true,
  }
  return [...stubs, spec, core, ...adapters, react, oldestSpec, oldestTurboModule, tests]
}

const filesIn = async (folder: string, pattern: string): Promise<string[]> => {
  const found: string[] = []
  for await (const file of glob(pattern, { cwd: folder })) found.push(join(folder, file))
  if (found.length === 0) throw new Error(`${folder} has no ${pattern}`)
  return found.toSorted()
}
