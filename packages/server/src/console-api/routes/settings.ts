import type { ConsoleSetting, ConsoleSettingKind } from '@carillon/protocol'

import { defaultAppSettings, settingSchemas } from '../../tenants/settings.ts'
import type { AppSettings } from '../../tenants/types.ts'

const kindOf = (path: string, standard: unknown): ConsoleSettingKind => {
  if (path === 'push.defaultLanguage') return 'language'
  if (path === 'push.texts') return 'texts'
  if (Array.isArray(standard)) return 'durations'
  if (typeof standard === 'boolean') return 'flag'
  return path.endsWith('Ms') ? 'duration' : 'count'
}

const bounds = (schema: Readonly<Record<string, unknown>> | undefined): { least?: number; most?: number } => {
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
  return Object.entries(settings).flatMap(([part, values]) =>
    Object.entries(values as Record<string, unknown>).map(([name, value]) => {
      const path = `${part}.${name}`
      const standard = (defaultAppSettings as unknown as Record<string, Record<string, unknown>>)[part]?.[
        name
      ]
      return {
        path,
        kind: kindOf(path, standard),
        default: standard,
        value,
        ...bounds(schemas.get(path)),
        ...(isForOwners(path) ? { role: 'owner' } : {}),
      }
    }),
  )
}

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
