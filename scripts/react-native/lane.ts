import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { installedCommand, rootFolder, run } from '../run.ts'

/** The folder of the lane: its own dependencies, which are too heavy for everybody's install. */
export const laneFolder = join(rootFolder, 'tests', 'react-native')

/** What an app installs, those that others build on first. */
const packages = ['protocol', 'client', 'react-native-push'] as const

/** Each package's own name, and the original's, under which an app that moves over takes it. */
const namesOf: Readonly<Record<(typeof packages)[number], readonly string[]>> = {
  protocol: ['@carillon/protocol'],
  client: ['@carillon/client', 'react-native-tim-js'],
  'react-native-push': ['@carillon/react-native-push', 'react-native-tim-push'],
}

/** A command of the lane that must succeed. @throws with what it printed */
export const mustRun = async (
  command: string,
  args: readonly string[],
  { cwd = laneFolder, timeoutMs = 400_000 }: { cwd?: string; timeoutMs?: number } = {},
): Promise<string> => {
  const { exitCode, output } = await run(command, args, { cwd, timeoutMs, output: 'capture' })
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`)
  return output
}

/** Installs a folder's dependencies by its lock file, unless they are there. No install script runs. */
export const installByLock = async (folder: string): Promise<void> => {
  // npm's own copy of the lock is touched by commands that install nothing.
  const installed = join(folder, 'node_modules', '.installed-lock')
  const hash = createHash('sha256')
    .update(await readFile(join(folder, 'package-lock.json')))
    .digest('hex')
  if (existsSync(installed) && (await readFile(installed, 'utf8')) === hash) return
  await mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    timeoutMs: 600_000,
  })
  await writeFile(installed, hash)
}

/** Builds the packages, packs them as they would be published, and unpacks them where the app finds them. */
export const installPackages = async (): Promise<void> => {
  const tarballs = await mkdtemp(join(tmpdir(), 'carillon-lane-'))
  try {
    for (const name of packages) {
      const path = join(rootFolder, 'packages', name)
      for (const made of ['dist', 'lib']) await rm(join(path, made), { recursive: true, force: true })
      for (const project of ['tsconfig.build.json', 'tsconfig.cli.build.json']) {
        if (!existsSync(join(path, project))) continue
        await mustRun(installedCommand('tsc'), ['--project', join(path, project)], { cwd: rootFolder })
      }
    }
    const workspaces = packages.flatMap((name) => ['--workspace', `@carillon/${name}`])
    await mustRun('npm', ['pack', '--silent', '--pack-destination', tarballs, ...workspaces], {
      cwd: rootFolder,
    })
    for (const [name, installed] of packages.flatMap((each) =>
      namesOf[each].map((as) => [each, as] as const),
    )) {
      const target = join(laneFolder, 'node_modules', installed)
      await rm(target, { recursive: true, force: true })
      await mkdir(target, { recursive: true })
      const tarball = join(tarballs, `carillon-${name}-0.0.0.tgz`)
      await mustRun('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
    }
  } finally {
    await rm(tarballs, { recursive: true, force: true })
  }
}
