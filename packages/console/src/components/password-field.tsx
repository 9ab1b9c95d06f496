import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A field for a secret: its button speaks the reader's language, and what is wrong is told to those who hear the page. */
export const PasswordField = (props: PasswordInputProps) => {
  const { t } = useTranslation()
  return (
    <PasswordInput
      {...props}
      aria-invalid={props.error === undefined ? undefined : true}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
    />
  )
}
