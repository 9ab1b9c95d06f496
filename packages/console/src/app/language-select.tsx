import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { chooseLanguage, languages, type Language } from '../i18n/index.ts'

/** The languages by their own names. */
export const LanguageSelect = () => {
  const { t, i18n } = useTranslation()
  return (
    <NativeSelect
      aria-label={t('shell.language')}
      size="sm"
      w={110}
      value={i18n.language}
      onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
    />
  )
}
