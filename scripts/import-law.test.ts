import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { domainFolders, doorFolders, importLaw, packageFolders, portablePackages } from './import-law.ts'
import { workspacePackages } from './packages.ts'
import { installedCommand, rootFolder, run } from './run.ts'

/** A source planted in a copy of the workspace, and the rules that must reject it; none for what is lawful. */
interface Planted {
  file: string
  source: string
  rules: string[]
}

const restricted = 'eslint(no-restricted-imports)'
const imports = (specifier: string): string => `import { x } from '${specifier}'\nexport const y = x\n`

const planted: Planted[] = [
  // Every package against every other.
  ...packageFolders.flatMap((importer) =>
    packageFolders
      .filter((imported) => imported !== importer)
      .map((imported) => ({
        file: `packages/${importer}/src/imports-${imported}.ts`,
        source: imports(`@carillon/${imported}`),
        rules: (importLaw[importer] as readonly string[]).includes(imported) ? [] : [restricted],
      })),
  ),
  {
    file: 'packages/lab/src/type-only.ts',
    source: `import type { X } from '@carillon/channels'\nexport type Y = X\n`,
    rules: [restricted],
  },
  {
    file: 'packages/lab/src/re-export.ts',
    source: `export { x } from '@carillon/channels'\n`,
    rules: [restricted],
  },
  {
    file: 'packages/lab/src/fcm/planted.test.ts',
    source: imports('@carillon/channels'),
    rules: [restricted],
  },

  // The only door into a package is its name.
  {
    file: 'packages/server/src/deep.ts',
    source: imports('@carillon/channels/src/fcm/index.ts'),
    rules: [restricted],
  },
  {
    file: 'packages/server/src/path.ts',
    source: imports('../../channels/src/index.ts'),
    rules: [restricted],
  },
  {
    file: 'packages/lab/src/fcm/path.ts',
    source: imports('../../../channels/dist/index.js'),
    rules: [restricted],
  },
  { file: 'tests/deep.ts', source: imports('../packages/server/src/server.ts'), rules: [restricted] },
  { file: 'packages/server/src/schemas.ts', source: imports('@carillon/protocol/schemas'), rules: [] },

  // Domain, doors and what wires them.
  ...domainFolders.flatMap((folder) => [
    ...doorFolders.map((door) => ({
      file: `packages/server/src/${folder}/imports-${door}.ts`,
      source: imports(`../${door}/index.ts`),
      rules: [restricted],
    })),
    {
      file: `packages/server/src/${folder}/imports-root.ts`,
      source: imports('../server.ts'),
      rules: [restricted],
    },
    {
      file: `packages/server/src/${folder}/deeper/imports-door.ts`,
      source: imports('../../gateway/index.ts'),
      rules: [restricted],
    },
    { file: `packages/server/src/${folder}/imports-clock.ts`, source: imports('../clock.ts'), rules: [] },
  ]),
  {
    file: 'packages/server/src/gateway/imports-domain.ts',
    source: imports('../messaging/send.ts'),
    rules: [],
  },

  // The environment has one reader.
  {
    file: 'packages/server/src/push/env.ts',
    source: `export const x = process.env['HOME']\n`,
    rules: ['node(no-process-env)'],
  },
  {
    file: 'packages/server/src/push/env-import.ts',
    source: `import { env } from 'node:process'\nexport const x = env['HOME']\n`,
    rules: [restricted],
  },
  {
    file: 'packages/client/src/env.ts',
    source: `export const x = process.env['HOME']\n`,
    rules: ['node(no-process-env)'],
  },
  { file: 'packages/server/src/config/env.ts', source: `export const x = process.env['HOME']\n`, rules: [] },

  // What also runs in browsers and on phones.
  ...portablePackages.flatMap((folder) => [
    { file: `packages/${folder}/src/node.ts`, source: imports('node:crypto'), rules: [restricted] },
    {
      file: `packages/${folder}/src/bare.ts`,
      source: imports('fs/promises'),
      rules: [restricted, 'unicorn(prefer-node-protocol)'],
    },
    { file: `packages/${folder}/src/node.test.ts`, source: imports('node:http'), rules: [] },
  ]),
  { file: 'packages/server/src/node.ts', source: imports('node:crypto'), rules: [] },

  // House rules that keep rooms small and values typed.
  {
    file: 'packages/server/src/long.ts',
    source: `export const x = 1\n${'//\n'.repeat(300)}`,
    rules: ['eslint(max-lines)'],
  },
  {
    file: 'packages/server/src/default.ts',
    source: 'export default 1\n',
    rules: ['import(no-default-export)'],
  },
  {
    file: 'packages/server/src/loud.ts',
    source: `console.log('x')\n`,
    rules: ['eslint(no-console)'],
  },
]

const temporary: string[] = []
const found = new Map<string, Set<string>>()

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-import-law-'))
  temporary.push(folder)
  await cp(join(rootFolder, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'))
  await cp(join(rootFolder, 'scripts', 'import-law.ts'), join(folder, 'scripts', 'import-law.ts'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  await symlink(join(rootFolder, 'node_modules'), join(folder, 'node_modules'), 'dir')
  for (const { file, source } of planted) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), source)
  }
  const { output } = await run(installedCommand('oxlint'), ['--format=json'], {
    cwd: folder,
    output: 'capture',
  })
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] }
  for (const { filename, code } of diagnostics) {
    const file = relative(folder, join(folder, filename))
    found.set(file, (found.get(file) ?? new Set()).add(code))
  }
}, 120_000)

afterAll(async () => {
  for (const folder of temporary) await rm(folder, { recursive: true, force: true })
})

describe('the lint', () => {
  it.each(
    planted.map(({ file, source, rules }) => [file, rules.join(', ') || 'lawful', source, rules] as const),
  )('%s: %s', (file, _, __, rules) => {
    expect([...(found.get(file) ?? [])].toSorted()).toEqual([...rules].toSorted())
  })
})

describe('package.json', () => {
  it('declares no package of ours that the law forbids', async () => {
    const unlawful = (await workspacePackages()).flatMap(({ folder, manifest }) =>
      Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies })
        .filter((name) => name.startsWith('@carillon/'))
        .filter((name) => !(importLaw[folder] as readonly string[]).includes(name.slice('@carillon/'.length)))
        .map((name) => `${folder} → ${name}`),
    )
    expect(unlawful).toEqual([])
  })
})
