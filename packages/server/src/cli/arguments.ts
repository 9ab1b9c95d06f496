import { readFileSync } from 'node:fs'
import { extname } from 'node:path'

import { InvalidArgumentError } from 'commander'

/** A whole number above 0 on the command line. */
export const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number above 0.')
  return value
}

/** `name=value` options, gathered; `name=@file` takes the file's text (base64 for .p12 and .pfx), `name=` takes the field away. */
export const collectField = (text: string, gathered: Record<string, string>): Record<string, string> => {
  const [name, value] = splitPair(text)
  return { ...gathered, [name]: value.startsWith('@') ? readValue(value.slice(1)) : value }
}

const readValue = (file: string): string => {
  try {
    const isBinary = ['.p12', '.pfx'].includes(extname(file).toLowerCase())
    return readFileSync(file, isBinary ? 'base64' : 'utf8')
  } catch (error) {
    throw new InvalidArgumentError(`The file cannot be read: ${(error as Error).message}.`)
  }
}

/** Changes to settings, by group and name. */
export type SettingPairs = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** `push.deadlineMs=60000` arguments, gathered into a nested record. */
export const collectSetting = (text: string, gathered: SettingPairs): SettingPairs => {
  const [path, value] = splitPair(text)
  const [group = '', name] = path.split('.')
  if (name === undefined) throw new InvalidArgumentError(`It is group.name=value, got "${text}".`)
  return {
    ...gathered,
    [group]: { ...gathered[group], [name]: settingValue(value) },
  }
}

/** Numbers, true and false, lists and objects are written as JSON; anything else is text. */
const settingValue = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const splitPair = (text: string): [string, string] => {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`It is name=value, got "${text}".`)
  return [text.slice(0, at), text.slice(at + 1)]
}
