import { randomDigits, randomText } from '../random.ts'
import type { XiaomiApp, XiaomiAppOptions, XiaomiMessageClass, XiaomiTemplate } from './types.ts'

/** An approved message class. */
export interface XiaomiChannel {
  readonly channelID: string
  readonly name: string
  readonly messageClass: XiaomiMessageClass
}

/** An app with what the emulator looks up. */
export interface AppRecord extends XiaomiApp {
  readonly channels: ReadonlyMap<string, XiaomiChannel>
  readonly templates: ReadonlyMap<string, XiaomiTemplate>
}

/** A new app with keys in the vendor's shapes. */
export const createAppRecord = (options: XiaomiAppOptions): AppRecord => {
  const channels = new Map<string, XiaomiChannel>()
  const templates = new Map<string, XiaomiTemplate>()
  const record: AppRecord = {
    packageName: options.packageName,
    appID: options.appID ?? `288230376${randomDigits(10)}`,
    appKey: options.appKey ?? `5${randomDigits(12)}`,
    appSecret: options.appSecret ?? `${randomText(22)}==`,
    blacklisted: false,
    forbiddenWords: [],
    channels,
    templates,
    addChannel({ channelID = randomDigits(6), name = channelID, messageClass = 'private' }) {
      channels.set(channelID, { channelID, name, messageClass })
      return channelID
    },
    addTemplate({ templateID = `T${randomDigits(6)}`, title, description }) {
      if (/^\s*\{\$/.test(title)) {
        throw new RangeError(`A template's title must not start with a variable; got "${title}"`)
      }
      const names = variablesOf(title + description)
      if (names.size > 9) throw new RangeError(`A template has at most 9 variables; got ${names.size}`)
      templates.set(templateID, { templateID, title, description })
      return templateID
    },
  }
  for (const channelID of options.channels ?? []) record.addChannel({ channelID })
  return record
}

const variable = /\{\$([^{}$]+)\$\}/g

/** Names of the variables `{$name$}` in a text. */
export const variablesOf = (text: string): Set<string> =>
  new Set([...text.matchAll(variable)].map(([, variableName = '']) => variableName))

/** The text with its variables filled in. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(variable, (_, variableName: string) => values[variableName] ?? '')
