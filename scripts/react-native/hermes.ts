import { join } from 'node:path'

import { laneFolder, mustRun } from './lane.ts'

/** Where the npm packages keep their programs for this machine. */
const platformFolder = (): string => {
  if (process.platform === 'darwin') return 'osx-bin'
  return process.platform === 'win32' ? 'win64-bin' : 'linux64-bin'
}

/** Compiles a bundle as a release build does. @throws with the compiler's words */
export const compile = async (bundle: string): Promise<void> => {
  const hermesc = join(laneFolder, 'node_modules/hermes-compiler/hermesc', platformFolder(), 'hermesc')
  await mustRun(hermesc, ['-O', '-emit-binary', '-w', '-out', `${bundle}.hbc`, bundle])
}

/** One check of the conformance script. */
export interface Check {
  name: string
  ok: boolean
}

/** Runs a bundle in the Hermes VM. @throws when it does not come to its end */
export const runInVM = async (bundle: string): Promise<Check[]> => {
  const hermes = join(laneFolder, 'node_modules/hermes-engine-cli', platformFolder(), 'hermes')
  const output = await mustRun(hermes, [bundle])
  const checks = [...output.matchAll(/^(not ok|ok) (.+)$/gm)].map(([, ok, name = '']) => ({
    name,
    ok: ok === 'ok',
  }))
  const expected = Number(/^done (\d+)$/m.exec(output)?.[1] ?? -1)
  if (checks.length !== expected) throw new Error(`the script did not come to its end:\n${output}`)
  return checks
}
