import { randomDigits, randomHex } from '../random.ts'
import type { OppoApp, OppoAppOptions, OppoCategory, OppoTemplate } from './types.ts'

export const serviceCategories: ReadonlySet<string> = new Set([
  'IM',
  'ACCOUNT',
  'TODO',
  'DEVICE_REMINDER',
  'ORDER',
  'SUBSCRIPTION',
])
const allCategories: readonly OppoCategory[] = [
  ...(['IM', 'ACCOUNT', 'TODO', 'DEVICE_REMINDER', 'ORDER', 'SUBSCRIPTION'] as const),
  ...(['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL'] as const),
]

/** An app with what the emulator looks up. */
export interface AppRecord extends OppoApp {
  readonly templates: ReadonlyMap<string, OppoTemplate>
}

/** A new app with keys in the vendor's shapes. */
export const createAppRecord = (options: OppoAppOptions): AppRecord => {
  const templates = new Map<string, OppoTemplate>()
  return {
    packageName: options.packageName,
    appID: options.appID ?? randomDigits(8),
    appKey: options.appKey ?? randomHex(32),
    appSecret: options.appSecret ?? randomHex(32),
    masterSecret: options.masterSecret ?? randomHex(32),
    disabled: false,
    pushAllowed: true,
    bannerApproved: false,
    templateRequired: false,
    categories: new Set(allCategories),
    privateChannels: new Set(),
    forbiddenWords: [],
    templates,
    addTemplate({ templateID = randomHex(24), title, content }) {
      templates.set(templateID, { templateID, title, content })
      return templateID
    },
  }
}
