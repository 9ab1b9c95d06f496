// npm run typecheck: checks the types of every package, its tests, and the workspace's own scripts and tests.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { workspacePackages } from './packages.ts'
import { installedCommand, rootFolder, run } from './run.ts'

const packages = await workspacePackages()
const projects = [rootFolder, ...packages.map((each) => each.path)]
  // Packages that run outside Node check what runs there once more, without Node's types.
  .flatMap((path) => [join(path, 'tsconfig.json'), join(path, 'tsconfig.portable.json')])
  .filter((path) => existsSync(path))

let failures = 0
for (const project of projects) {
  const { exitCode } = await run(installedCommand('tsc'), ['--project', project])
  if (exitCode !== 0) failures += 1
}
console.log(
  failures === 0
    ? `${projects.length} projects checked`
    : `${failures} of ${projects.length} projects have type errors`,
)
process.exitCode = failures === 0 ? 0 : 1
