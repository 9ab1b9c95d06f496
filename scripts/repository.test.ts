import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { rootFolder } from './run.ts'

const files = async (...patterns: string[]): Promise<string[]> => {
  const found: string[] = []
  for await (const file of glob(patterns, {
    cwd: rootFolder,
    exclude: (name) => ['node_modules', 'dist', 'lib', '.git', '.carillon'].includes(name),
  })) {
    found.push(file)
  }
  return found
}

const read = async (file: string): Promise<string> => readFile(join(rootFolder, file), 'utf8')

describe('the lock file', () => {
  it('leaves where packages come from to the one who installs', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>
    }
    const remote = Object.entries(packages).filter(([, { resolved }]) => /^\w+:/.test(resolved ?? ''))
    expect(remote).toEqual([])
  })

  it('serves every platform, whichever it was written on', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !present.has(name))
    expect(missing).toEqual([])
  })

  it('pins what each package from elsewhere must be', async () => {
    const { packages } = JSON.parse(await read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>
    }
    const loose = Object.entries(packages)
      .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
      .filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true)
      .map(([path]) => path)
    expect(loose).toEqual([])
  })
})

describe('the repository', () => {
  it('names no host of a package registry', async () => {
    const named: string[] = []
    for (const file of await files(
      '*',
      '.npmrc',
      '.ci/*',
      'docs/**/*.md',
      '**/package.json',
      'scripts/*.ts',
    )) {
      const text = await read(file).catch(() => '')
      const hosts = text.match(/\bregistry\.[a-z0-9-]+\.[a-z]{2,}|https?:\/\/[^\s"'/]*npm[^\s"'/]*/g) ?? []
      named.push(...hosts.map((host) => `${file}: ${host}`))
    }
    expect(named).toEqual([])
  })

  it('pins every dependency to one version', async () => {
    const loose: string[] = []
    for (const file of await files('package.json', 'packages/*/package.json')) {
      const manifest = JSON.parse(await read(file)) as Record<string, Record<string, string> | undefined>
      for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
        for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
          if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) loose.push(`${file}: ${name} ${version}`)
        }
      }
    }
    expect(loose).toEqual([])
  })
})
