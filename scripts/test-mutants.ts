import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Mutation tests of the planner: every small change to its code must fail a test; at least 90% do. What
 * they need is installed into a folder of its own, for it is large. Prints the mutants that survived.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}tests/mutants`

const run = (command: string, args: string[], cwd: string): void => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

if (!existsSync(`${folder}/node_modules/@stryker-mutator/core`))
  run('npm', ['ci', '--no-audit', '--no-fund'], folder)
run(
  process.execPath,
  [`${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`, 'run', 'tests/mutants/stryker.config.json'],
  root,
)
