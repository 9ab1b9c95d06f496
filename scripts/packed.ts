import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { WorkspacePackage } from './packages.ts'
import { installedCommand, rootFolder, run } from './run.ts'

/** A folder in which the packed packages are installed as a stranger would have them. */
export interface Installation extends AsyncDisposable {
  folder: string
}

/**
 * Packs every package and lays the tarballs out under node_modules of a temporary folder. A package
 * sees the dependencies its package.json declares and no others, so a missing one is found.
 */
export const installPacked = async (packages: readonly WorkspacePackage[]): Promise<Installation> => {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-packed-'))
  const tarballs = join(folder, 'tarballs')
  await mkdir(tarballs)
  const packed = await run(
    'npm',
    [
      'pack',
      '--silent',
      '--pack-destination',
      tarballs,
      ...packages.flatMap(({ manifest }) => ['--workspace', manifest.name]),
    ],
    { output: 'capture' },
  )
  if (packed.exitCode !== 0) throw new Error(`npm pack failed:\n${packed.output}`)
  const files = await readdir(tarballs)
  for (const each of packages) {
    const tarball = `${each.manifest.name.replace('@', '').replace('/', '-')}-${each.manifest.version}.tgz`
    if (!files.includes(tarball)) throw new Error(`npm pack left no ${tarball}`)
    const target = join(folder, 'node_modules', each.manifest.name)
    await mkdir(target, { recursive: true })
    const unpacked = await run('tar', ['-xzf', join(tarballs, tarball), '-C', target, '--strip-components=1'])
    if (unpacked.exitCode !== 0) throw new Error(`${tarball} cannot be unpacked`)
    await linkDependencies(each, target)
  }
  return { folder, [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }) }
}

const linkDependencies = async (each: WorkspacePackage, target: string): Promise<void> => {
  const { dependencies, optionalDependencies, peerDependencies } = each.manifest
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    if (name.startsWith('@carillon/')) continue
    const source = [each.path, rootFolder]
      .map((parent) => join(parent, 'node_modules', name))
      .find((path) => existsSync(path))
    // What is for another platform is not installed.
    if (source === undefined) continue
    const link = join(target, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(source, link, 'dir')
  }
}

/** Everything a package can be imported by: `@carillon/protocol`, `@carillon/protocol/schemas`. */
const entryPoints = ({ manifest }: WorkspacePackage): string[] =>
  Object.keys(manifest.exports ?? {})
    .filter((path) => path !== './package.json')
    .map((path) => `${manifest.name}${path.slice(1)}`)

/** Imports every entry point with plain Node and asks every command for its help. Answers what failed. */
export const tryPacked = async (
  { folder }: Installation,
  packages: readonly WorkspacePackage[],
): Promise<string[]> => {
  const problems: string[] = []
  for (const entry of packages.flatMap(entryPoints)) {
    const file = join(folder, 'import.mjs')
    await writeFile(
      file,
      `const found = await import('${entry}')\nif (found === undefined) process.exit(1)\n`,
    )
    const { exitCode, output } = await run(process.execPath, [file], {
      cwd: folder,
      output: 'capture',
      timeoutMs: 30_000,
    })
    if (exitCode !== 0) problems.push(`import of ${entry} failed:\n${output}`)
  }
  for (const { manifest } of packages) {
    for (const [command, path] of Object.entries(manifest.bin ?? {})) {
      const file = join(folder, 'node_modules', manifest.name, path)
      const { exitCode, output } = await run(process.execPath, [file, '--help'], {
        cwd: folder,
        output: 'capture',
        timeoutMs: 30_000,
      })
      if (exitCode !== 0 || output.trim() === '') problems.push(`${command} --help failed:\n${output}`)
    }
  }
  return problems
}

/** Lets the packed packages bring a message to every virtual phone. Answers what failed. */
export const tryRoad = async ({ folder }: Installation): Promise<string[]> => {
  const program = join(folder, 'node_modules', '@carillon', 'testkit', 'dist', 'bin.js')
  const { exitCode, output } = await run(process.execPath, [program, '--once', '--port', '0'], {
    cwd: folder,
    output: 'capture',
    timeoutMs: 60_000,
  })
  return exitCode === 0 ? [] : [`the packed packages did not reach every phone:\n${output}`]
}

/** Checks the published declarations as a TypeScript program that imports them all would. Answers the errors. */
export const checkDeclarations = async (
  { folder }: Installation,
  packages: readonly WorkspacePackage[],
): Promise<string[]> => {
  const entries = packages.flatMap(entryPoints)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(
    join(folder, 'consumer.ts'),
    entries.map((entry, index) => `export * as entry${index} from '${entry}'`).join('\n'),
  )
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'NodeNext',
        target: 'ES2023',
        lib: ['ES2024', 'ESNext.Disposable', 'DOM'],
        types: ['node'],
        typeRoots: [join(rootFolder, 'node_modules', '@types')],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['consumer.ts'],
    }),
  )
  const { output } = await run(installedCommand('tsc'), ['--project', folder, '--pretty', 'false'], {
    cwd: folder,
    output: 'capture',
  })
  // Other people's declarations are not ours to judge.
  return output
    .split('\n')
    .filter((line) => /^(consumer\.ts|node_modules\/@carillon\/[^/]+\/(?:dist|lib)\/)/.test(line))
}
