import { ConfigError, type ConfigProblem } from './config-error.ts'
import { namedKeys, type NamedKey, type ServerConfig } from './keys.ts'

/** A value somebody gave for a key, and under which name, for the error text. */
export interface Given {
  value: unknown
  /** "CARILLON_PORT", or "port in /etc/carillon.json". */
  source: string
}

/**
 * Makes the checked record from what was given; keys that were not given get their defaults.
 * @param given by the key's path; of several, the last one counts
 * @param problems found before, reported together with those found here
 * @throws ConfigError with every problem at once
 */
export const checkConfig = (
  given: ReadonlyMap<string, Given>,
  problems: readonly ConfigProblem[] = [],
): ServerConfig => {
  const found = [...problems]
  const config: Record<string, unknown> = {}
  for (const { path, key } of namedKeys) {
    const entry = given.get(path)
    const value = entry === undefined ? key.fallback : entry.value
    if (entry !== undefined && !key.schema.safeParse(value).success)
      found.push({ key: entry.source, message: `expected ${key.allowed}, got ${shown(value, key)}` })
    setAt(config, path.split('.'), value)
  }
  if (found.length > 0) throw new ConfigError(found)
  // Every leaf has been checked by its own schema.
  return config as unknown as ServerConfig
}

/** Reads the text of an environment variable the way its key wants it. */
export const readText = (text: string, key: NamedKey['key']): unknown => {
  if (key.kind === 'text') return text
  // Number('') is 0 and Number('1e3') is 1000: only plain digits are meant.
  return /^-?\d+(_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : text
}

const shown = (value: unknown, key: NamedKey['key']): string => {
  if (key.isSecret) return 'something else (not shown, it is a secret)'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

const setAt = (target: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [name = '', ...rest] = path
  if (rest.length === 0) target[name] = value
  else setAt((target[name] ??= {}) as Record<string, unknown>, rest, value)
}
