import i18next from 'i18next'
import { useTranslation } from 'react-i18next'

import { en } from './texts/en.ts'
import { ko } from './texts/ko.ts'
import { zhHans } from './texts/zh-hans.ts'

// They come with the page: who has no lab loads none of them.
const namespace = 'lab'
for (const [language, texts] of Object.entries({ en, ko, 'zh-Hans': zhHans }))
  i18next.addResourceBundle(language, namespace, texts)

/** The texts of the lab. */
export const useLabTexts = () => useTranslation(namespace)

/** Does something in the lab; what fails is shown at the top of the page. */
export type LabRun = (work: () => Promise<unknown>) => void
