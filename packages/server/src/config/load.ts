import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { checkConfig, readText, type Given } from './check.ts'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import { namedKeys, type ServerConfig } from './keys.ts'

/** Where a configuration is read from. */
export interface ConfigSources {
  environment: Readonly<Record<string, string | undefined>>
  /** Relative paths in the environment, and `carillon.json`, count from here. */
  workingFolder: string
  /** Given on the command line. */
  configFile?: string | undefined
  /** Given on the command line, by path; they win over everything. */
  overrides?: Readonly<Record<string, string | undefined>>
}

/** Read by other parts than the server. */
const otherNames = new Set(['CARILLON_CONFIG', 'CARILLON_TEST_DATABASE_URL'])

/**
 * Reads the configuration: defaults, then `carillon.json` (or the file that CARILLON_CONFIG or
 * `--config` names), then the environment, then the command line.
 * @throws ConfigError
 */
export const loadConfig = (sources: ConfigSources): ServerConfig => {
  const given = new Map<string, Given>()
  const problems: ConfigProblem[] = []
  readFile(sources, given, problems)
  readEnvironment(sources, given, problems)
  for (const { path, key } of namedKeys) {
    const value = sources.overrides?.[path]
    if (value === undefined) continue
    given.set(path, {
      value: asPath(readText(value, key), key.isPath, sources.workingFolder),
      source: `--${path.replaceAll(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`)}`,
    })
  }
  const config = checkConfig(given, problems)
  config.dataFolder = resolve(sources.workingFolder, config.dataFolder)
  return config
}

const readEnvironment = (
  { environment, workingFolder }: ConfigSources,
  given: Map<string, Given>,
  problems: ConfigProblem[],
): void => {
  const byName = new Map(namedKeys.map((named) => [named.environmentName, named]))
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('CARILLON_') || otherNames.has(name) || value === undefined) continue
    const named = byName.get(name)
    if (named === undefined) problems.push({ key: name, message: unknownKey(name, [...byName.keys()]) })
    // An empty variable is one that is not set: that is how compose files leave one out.
    else if (value !== '')
      given.set(named.path, {
        value: asPath(readText(value, named.key), named.key.isPath, workingFolder),
        source: name,
      })
  }
}

const readFile = (sources: ConfigSources, given: Map<string, Given>, problems: ConfigProblem[]): void => {
  const asked = sources.configFile ?? sources.environment['CARILLON_CONFIG']
  const file = resolve(sources.workingFolder, asked ?? 'carillon.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (asked === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new ConfigError([{ key: file, message: `cannot be read: ${(error as Error).message}` }])
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new ConfigError([{ key: file, message: `is not JSON: ${(error as Error).message}` }])
  }
  if (!isRecord(parsed)) throw new ConfigError([{ key: file, message: 'expected a JSON object' }])
  const byPath = new Map(namedKeys.map((named) => [named.path, named]))
  for (const [path, value] of flatten(parsed, '', byPath)) {
    const named = byPath.get(path)
    const source = `${path} in ${file}`
    if (named === undefined) problems.push({ key: source, message: unknownKey(path, [...byPath.keys()]) })
    else given.set(path, { value: asPath(value, named.key.isPath, dirname(file)), source })
  }
}

const flatten = (
  record: Record<string, unknown>,
  prefix: string,
  known: ReadonlyMap<string, unknown>,
): [string, unknown][] =>
  Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    const path = `${prefix}${name}`
    // Lets editors check the file.
    if (path === '$schema') return []
    return isRecord(value) && !known.has(path) ? flatten(value, `${path}.`, known) : [[path, value]]
  })

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asPath = (value: unknown, isPath: boolean, folder: string): unknown =>
  isPath && typeof value === 'string' && value !== '' ? resolve(folder, value) : value

const unknownKey = (name: string, known: readonly string[]): string => {
  const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
  const near = known.find((other) => plain(other).endsWith(plain(name).replace(/^carillon/, '')))
  return `is not a key${near === undefined ? '' : `; did you mean ${near}?`} (docs/configuration.md lists them all)`
}
