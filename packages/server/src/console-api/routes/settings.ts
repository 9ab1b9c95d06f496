import type { ConsoleSetting, ConsoleSettingKind } from '@carillon/protocol'

import { defaultAppSettings, settingSchemas, shownSettings } from '../../tenants/settings.ts'
import type { AppSettings } from '../../tenants/types.ts'

type Schema = Readonly<Record<string, unknown>>

/** Settings whose value goes in and does not come out. */
const isSecret = (path: string): boolean => path === 'callbacks.token'

const kindOf = (
  path: string,
  standard: unknown,
  options: readonly string[] | undefined,
): ConsoleSettingKind => {
  if (isSecret(path)) return 'secret'
  if (path === 'push.texts') return 'texts'
  if (Array.isArray(standard)) return options === undefined ? 'durations' : 'choices'
  if (typeof standard === 'boolean') return 'flag'
  if (typeof standard === 'string') return options === undefined ? 'text' : 'choice'
  return path.endsWith('Ms') ? 'duration' : 'count'
}

const optionsOf = (schema: Schema = {}): readonly string[] | undefined =>
  (schema.enum ?? (schema.items as Schema | undefined)?.enum) as readonly string[] | undefined

const bounds = (schema: Schema | undefined): { least?: number; most?: number } => {
  // A list's bounds are those of its items.
  const { minimum, maximum } = (schema?.items ?? schema ?? {}) as { minimum?: number; maximum?: number }
  return {
    ...(minimum === undefined ? {} : { least: minimum }),
    ...(maximum === undefined ? {} : { most: maximum }),
  }
}

/** Settings that only owners change: what the others may see. */
export const isForOwners = (path: string): boolean => path.startsWith('support.')

/** Every setting of an app: its value, its default and its bounds. */
export const listSettings = (settings: AppSettings): ConsoleSetting[] => {
  const schemas = settingSchemas()
  return Object.entries(shownSettings(settings)).flatMap(([part, values]) =>
    Object.entries(values as Record<string, unknown>).map(([name, value]) => {
      const path = `${part}.${name}`
      const standard = (defaultAppSettings as unknown as Record<string, Record<string, unknown>>)[part]?.[
        name
      ]
      const schema = schemas.get(path)
      const options = optionsOf(schema)
      return {
        path,
        kind: kindOf(path, standard, options),
        default: standard,
        value,
        ...bounds(schema),
        ...(options === undefined ? {} : { options }),
        ...(isForOwners(path) ? { role: 'owner' } : {}),
      }
    }),
  )
}

/** Changes as they may be noted down. */
export const withoutSecrets = (changes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(changes).map(([path, value]) => [
      path,
      isSecret(path) && typeof value === 'string' && value !== '' ? '(set)' : value,
    ]),
  )

/** `{'push.deadlineMs': 1000}` as the nested record that the administration takes. */
export const nestedChanges = (
  changes: Readonly<Record<string, unknown>>,
): Record<string, Record<string, unknown>> => {
  const nested: Record<string, Record<string, unknown>> = {}
  for (const [path, value] of Object.entries(changes)) {
    const [part = '', ...name] = path.split('.')
    nested[part] = { ...nested[part], [name.join('.')]: value }
  }
  return nested
}
