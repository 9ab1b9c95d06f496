import type { Emulator } from '../emulator/types.ts'
import { ControlError, quoted } from './control-error.ts'
import { Fields } from './fields.ts'

type Setting = string | number | boolean

/** An emulator's settings as JSON can hold them. `null` stands for no limit. Lists of patterns are left out. */
export const viewSettings = (emulator: Emulator): Record<string, Setting | null> => {
  const view: Record<string, Setting | null> = {}
  for (const [name, value] of Object.entries(settingsOf(emulator)))
    if (typeof value === 'number') view[name] = Number.isFinite(value) ? value : null
    else if (typeof value === 'string' || typeof value === 'boolean') view[name] = value
  return view
}

/** Changes settings that are named; each keeps its kind. @throws ControlError, and then nothing is changed */
export const changeSettings = (emulator: Emulator, value: unknown): void => {
  const settings = settingsOf(emulator)
  const view = viewSettings(emulator)
  const fields = new Fields(value)
  const changes: Record<string, Setting> = {}
  for (const [name, now] of Object.entries(view)) {
    if (!fields.has(name)) continue
    const isNull = (value as Record<string, unknown>)[name] === null
    if (isNull && typeof settings[name] === 'number') changes[name] = Number.POSITIVE_INFINITY
    else if (typeof now === 'boolean') changes[name] = fields.flag(name)
    else if (typeof now === 'string') changes[name] = knownText(emulator, name, fields.text(name))
    else changes[name] = fields.number(name, { min: -1_000_000, max: Number.MAX_SAFE_INTEGER, whole: false })
  }
  fields.end()
  Object.assign(settings, changes)
}

/** The settings as they are now, for `Object.assign` to bring them back. */
export const copySettings = (emulator: Emulator): Record<string, unknown> => ({ ...settingsOf(emulator) })

/** Brings back settings that were copied. */
export const restoreSettings = (emulator: Emulator, copied: Readonly<Record<string, unknown>>): void => {
  Object.assign(settingsOf(emulator), copied)
}

/** Every emulator has settings of its own; their names are the fields. */
const settingsOf = (emulator: Emulator): Record<string, unknown> =>
  (emulator as unknown as { settings: Record<string, unknown> }).settings

/** Settings that are one of several words. */
const words: Readonly<Record<string, readonly string[]>> = {
  'apns.environment': ['production', 'sandbox'],
  'huawei.codedStatus': ['by-kind', 'ok'],
}

const knownText = ({ vendor }: Emulator, name: string, text: string): string => {
  const choices = words[`${vendor}.${name}`]
  if (choices === undefined || choices.includes(text)) return text
  throw new ControlError(
    'LAB_BAD_FIELD',
    `${name} must be one of ${choices.join(', ')}, got ${quoted(text)}.`,
    `Set ${name} to one of ${choices.join(', ')}.`,
  )
}
