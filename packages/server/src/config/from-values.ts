import { resolve } from 'node:path'

import { checkConfig, type Given } from './check.ts'
import type { ConfigProblem } from './config-error.ts'
import { namedKeys, type ServerConfig } from './keys.ts'

type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> | undefined } : T

/** What a program may give: any part of the configuration. */
export type ConfigValues = DeepPartial<ServerConfig>

/**
 * A configuration for a server inside another program: what is given, and defaults for the rest.
 * @throws ConfigError
 */
export const configFrom = (values: ConfigValues): ServerConfig => {
  const given = new Map<string, Given>()
  const problems: ConfigProblem[] = []
  const walk = (table: object, prefix: string): void => {
    for (const [name, value] of Object.entries(table as Record<string, unknown>)) {
      const path = `${prefix}${name}`
      if (value === undefined) continue
      if (namedKeys.some((named) => named.path === path)) given.set(path, { value, source: path })
      else if (typeof value === 'object' && value !== null) walk(value, `${path}.`)
      else problems.push({ key: path, message: 'is not a key (docs/configuration.md lists them all)' })
    }
  }
  walk(values, '')
  const config = checkConfig(given, problems)
  config.dataFolder = resolve(config.dataFolder)
  return config
}
