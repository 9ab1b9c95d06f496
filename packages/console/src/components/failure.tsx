import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { ApiError } from '../api/client.ts'
import { Icon } from './icon.tsx'

/** What went wrong, in the person's language where the console knows the code, and what to do. */
const useFailureText = (): ((error: unknown) => string) => {
  const { t } = useTranslation()
  return (error) =>
    error instanceof ApiError
      ? t(`errors.${error.code}`, { defaultValue: error.message })
      : t('errors.CRL_CONSOLE_NO_ANSWER')
}

/** A failure that stands where the content would be, or over a form. */
export const Failure = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => {
  const { t } = useTranslation()
  const text = useFailureText()
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={t('failure.title')}>
      <Text size="sm" c="bright" style={{ whiteSpace: 'pre-line' }} className="wrap-anywhere">
        {text(error)}
      </Text>
      <Group justify="space-between" mt="xs">
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('failure.retry')}
          </Button>
        )}
        {error instanceof ApiError && (
          <Text size="xs" c="dimmed" ff="monospace">
            {error.code}
          </Text>
        )}
      </Group>
    </Alert>
  )
}
