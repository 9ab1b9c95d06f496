import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { en, type Texts } from './en.ts'

/** The languages of the console, by their own names. */
export const languages = { en: 'English', 'zh-Hans': '简体中文', ko: '한국어' } as const

export type Language = keyof typeof languages

const storageKey = 'carillon-language'

const loaders: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: () => Promise.resolve(en),
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  ko: async () => (await import('./ko.ts')).ko,
}

const isLanguage = (value: string | null): value is Language => value !== null && value in languages

/** The language a person chose, else the browser's, else English. */
export const preferredLanguage = (chosen: string | null, wanted: readonly string[]): Language => {
  if (isLanguage(chosen)) return chosen
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh-Hans'
    if (/^ko\b/i.test(tag)) return 'ko'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

/** Speaks another language from now on. */
const speak = async (language: Language): Promise<void> => {
  i18next.addResourceBundle(language, 'translation', await loaders[language](), true, true)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Speaks another language, also the next time. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  localStorage.setItem(storageKey, language)
  await speak(language)
}

/** Loads the texts of the language that is spoken first. */
export const startTexts = async (): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await speak(preferredLanguage(localStorage.getItem(storageKey), navigator.languages))
}
