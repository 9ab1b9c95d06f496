import { en } from './en'
import { ko } from './ko'
import { zh } from './zh'

/** Every text of the app. */
export type Strings = typeof en

const languages: Readonly<Record<string, Strings>> = { en, ko, zh }

const systemLanguage = (): string => Intl.DateTimeFormat().resolvedOptions().locale.split('-')[0] ?? 'en'

/** The texts in the system's language. */
export const strings: Strings = languages[systemLanguage()] ?? en
