import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

import { run } from '../run.ts'
import type { Libraries } from './libraries.ts'
import type { Module } from './modules.ts'

const compileTimeoutMs = 10 * 60_000
/** Apps on React Native 0.76 compile this module with Kotlin 1.9. */
const kotlinVersion = '1.9'

/** Compiles all modules in one JVM. @returns which were refused */
export const compile = async (
  jvm: string,
  modules: readonly Module[],
  { compiler }: Libraries,
  folder: string,
): Promise<Module[]> => {
  const plan: string[] = []
  for (const [index, module] of modules.entries()) {
    await mkdir(module.output, { recursive: true })
    const argumentFile = join(folder, `arguments-${index}.txt`)
    await writeFile(argumentFile, argumentsOf(module).join('\n'))
    plan.push(`${module.language}\t${argumentFile}`)
  }
  const planFile = join(folder, 'plan.txt')
  await writeFile(planFile, plan.join('\n'))
  const args = ['-Xmx1536m', '-cp', compiler.join(delimiter), join(jvm, 'Compile.java'), planFile]
  const { output } = await run('java', args, { output: 'capture', timeoutMs: compileTimeoutMs })
  const answers = output.split('\n').filter((line) => line === 'compiled' || line === 'refused')
  const refused = modules.filter((_, index) => answers[index] !== 'compiled')
  if (refused.length > 0) console.log(output)
  return refused
}

const argumentsOf = (module: Module): string[] => {
  const { language, sources, output, friends } = module
  const common = ['-cp', module.classpath.join(delimiter), '-d', output, ...sources]
  if (language === 'java') return ['--release', '17', '-nowarn', '-proc:none', ...common]
  const seen = friends.length === 0 ? [] : [`-Xfriend-paths=${friends.join(',')}`]
  const version = ['-language-version', kotlinVersion, '-api-version', kotlinVersion, '-jvm-target', '17']
  return [
    '-no-stdlib',
    '-no-reflect',
    '-nowarn',
    '-module-name',
    'carillon-push',
    ...version,
    ...seen,
    ...common,
  ]
}
