import { createAdmin, type Admin } from '../admin/index.ts'
import { loadMasterKey, processConfig, type ServerConfig } from '../config/index.ts'
import { OperatorError } from '../operator-error.ts'
import { migrate, openStore, type Store } from '../store/index.ts'
import { createSealer } from '../tenants/index.ts'
import type { CommandIO } from './io.ts'

/** Options every command has. */
export interface CommonOptions {
  config?: string
  dataFolder?: string
  json?: boolean
}

/** What a command works with. */
export interface Session {
  config: ServerConfig
  store: Store
  admin: Admin
}

/** The configuration a command is to use. */
export const configOf = (
  options: CommonOptions,
  overrides: Record<string, string | undefined> = {},
): ServerConfig =>
  processConfig({
    configFile: options.config,
    overrides: { dataFolder: options.dataFolder, ...overrides },
  })

/**
 * Opens the database for the length of a command: the running server's if there is one, else the
 * embedded one, started and stopped again.
 */
export const withSession = async <T>(
  options: CommonOptions,
  io: CommandIO,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const config = configOf(options)
  const masterKey = await loadMasterKey(config)
  await using store = await openConfiguredStore(config, io, 'command')
  await migrate(store)
  return await work({ config, store, admin: createAdmin(store, createSealer(masterKey)) })
}

/** Opens the database a configuration names, telling a person of slow steps. */
export const openConfiguredStore = async (
  config: ServerConfig,
  io: CommandIO,
  purpose: 'server' | 'command',
): Promise<Store> => {
  const { databaseURL, dataFolder } = config
  return await openStore(databaseURL === undefined ? { dataFolder } : { url: databaseURL }, {
    purpose,
    // A command has a few queries; the server's connections are the server's.
    ...(purpose === 'command' ? { connections: 2 } : {}),
    onProgress: (text) => {
      if (io.isTerminal) io.stderr(`${text} ...\n`)
    },
  })
}

/** The app a command is about: the one named, or the only one there is. */
export const appOf = async (admin: Admin, sdkAppID: number | undefined): Promise<number> => {
  if (sdkAppID !== undefined) return sdkAppID
  const [only, ...others] = await admin.listApps()
  if (only === undefined)
    throw new OperatorError(
      'CRL_APP_NOT_FOUND',
      'There is no app yet. Make one: carillon app create --name <name>.',
    )
  if (others.length > 0)
    throw new OperatorError(
      'CRL_APP_NEEDED',
      `Say which app with --app: ${[only, ...others].map((app) => `${app.sdkAppID} (${app.name})`).join(', ')}.`,
    )
  return only.sdkAppID
}

/** Prints facts: as JSON for programs, or as text. */
export const print = (io: CommandIO, options: CommonOptions, facts: unknown, text: string): void => {
  io.stdout(options.json === true ? `${JSON.stringify(facts)}\n` : text)
}
