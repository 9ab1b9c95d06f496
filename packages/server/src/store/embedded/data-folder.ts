import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { StoreFormatError } from '../errors.ts'
import { canReach, type Account } from './account.ts'
import { bundledPostgres } from './binaries.ts'
import { giveTo } from './initdb.ts'
import { socketPort } from './postmaster-pid.ts'

/** The places within a data folder. */
export interface DataFolder {
  /** Its real path. */
  path: string
  /** The PostgreSQL cluster. */
  cluster: string
  passwordFile: string
}

const markerName = 'carillon-data.json'
const format = 1
/** What may lie in a folder before it becomes a data folder. */
const harmless = new Set(['master.key', 'carillon.json', 'lost+found', '.gitignore', 'lock.sock'])

/**
 * Makes sure that `folder` exists and is a data folder this release can open.
 * @throws StoreFormatError when it is something else, or of another PostgreSQL
 */
export const prepareDataFolder = async (folder: string): Promise<DataFolder> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = await realpath(folder)
  const entries = await readdir(path)
  if (!entries.includes(markerName)) {
    const others = entries.filter((name) => !harmless.has(name))
    if (others.length > 0)
      throw new StoreFormatError(
        `${path} is not a Carillon data folder and is not empty (it holds ${others.slice(0, 3).join(', ')}). Give the path of an empty folder or of one that does not exist yet (CARILLON_DATA_FOLDER).`,
      )
    const marker = { format, postgresMajor: bundledPostgres.major }
    await writeFile(join(path, markerName), `${JSON.stringify(marker)}\n`, { mode: 0o600 })
  }
  const places = { path, cluster: join(path, 'postgres'), passwordFile: join(path, 'postgres.password') }
  await checkFormat(places)
  return places
}

const checkFormat = async ({ path, cluster }: DataFolder): Promise<void> => {
  const marker = parseMarker(await readFile(join(path, markerName), 'utf8'))
  if (marker === undefined)
    throw new StoreFormatError(`${join(path, markerName)} is damaged. Restore the data folder from a backup.`)
  if (marker.format > format)
    throw new StoreFormatError(
      `The data folder ${path} is of format ${marker.format}, and this release knows formats up to ${format}. Run the release that wrote it, or a newer one.`,
    )
  const found = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  const major = found === undefined ? marker.postgresMajor : Number.parseInt(found, 10)
  if (major !== bundledPostgres.major)
    throw new StoreFormatError(
      `The data folder ${path} is of PostgreSQL ${major}, and this release brings PostgreSQL ${bundledPostgres.major}. Dump it with the release that wrote it and load it into a new folder, or run PostgreSQL ${major} yourself and give its URL (CARILLON_DATABASE_URL).`,
    )
}

const parseMarker = (text: string): { format: number; postgresMajor: number } | undefined => {
  try {
    const value = JSON.parse(text) as { format?: unknown; postgresMajor?: unknown }
    if (typeof value.format !== 'number' || typeof value.postgresMajor !== 'number') return undefined
    return { format: value.format, postgresMajor: value.postgresMajor }
  } catch {
    return undefined
  }
}

/** The owner of an existing cluster; undefined when there is none. */
export const clusterOwner = async (cluster: string): Promise<number | undefined> =>
  (await stat(cluster).catch(() => undefined))?.uid

/** Lets the account through the data folder, without letting it list it. */
export const openTheWay = async (folder: DataFolder, account: Account | undefined): Promise<void> => {
  if (account === undefined) return
  const { mode } = await stat(folder.path)
  if ((mode & 0o011) !== 0o011) await chmod(folder.path, (mode & 0o777) | 0o011)
}

/** Longest path of a socket: 107 bytes on Linux, 103 on macOS. */
const socketPathBytes = 103

/**
 * Makes a folder for PostgreSQL's socket that only this process and the account can search: in the data
 * folder, or in a temporary one where that path is too long for a socket or out of the account's reach.
 */
export const makeSocketFolder = async (folder: DataFolder, account: Account | undefined): Promise<string> => {
  const near = join(folder.path, 'run')
  const fits = Buffer.byteLength(join(near, `.s.PGSQL.${socketPort}`)) <= socketPathBytes
  if (fits && (account === undefined || (await canReach(folder.path, account)))) {
    await mkdir(near, { recursive: true, mode: 0o700 })
    await chmod(near, 0o700)
    await giveTo(account, near)
    return near
  }
  const temporary = await makeTemporaryFolder(account)
  await giveTo(account, temporary)
  return temporary
}

const makeTemporaryFolder = async (account: Account | undefined): Promise<string> => {
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    const real = await realpath(parent).catch(() => undefined)
    if (real === undefined || Buffer.byteLength(real) > 64) continue
    if (account === undefined || (await canReach(real, account)))
      return await mkdtemp(join(real, 'carillon-'))
  }
  throw new StoreFormatError(
    'No folder for the database socket: neither the data folder nor /tmp has a path that is short enough and can be reached by PostgreSQL. Use a data folder with a shorter path (CARILLON_DATA_FOLDER).',
  )
}

/** Removes a socket folder, but nothing that was not made as one. */
export const removeSocketFolder = async (folder: DataFolder, socketFolder: string): Promise<void> => {
  const isOurs = socketFolder === join(folder.path, 'run') || /\/carillon-[A-Za-z0-9]{6}$/.test(socketFolder)
  if (!isOurs) return
  const found = await lstat(socketFolder).catch(() => undefined)
  if (found?.isDirectory() === true) await rm(socketFolder, { recursive: true, force: true })
}
