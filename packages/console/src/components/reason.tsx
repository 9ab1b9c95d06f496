import { reasons, type ReasonCode } from '@carillon/protocol'
import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A reason's texts in the language that is spoken; English where it has none. */
export const useReason = (code: ReasonCode): { meaning: string; cause: string; remedy: string } => {
  const { t } = useTranslation()
  const { meaning, cause, remedy } = reasons[code]
  return {
    meaning: t(`reasons.${code}.meaning`, { defaultValue: meaning }),
    cause: t(`reasons.${code}.cause`, { defaultValue: cause }),
    remedy: remedy === '' ? '' : t(`reasons.${code}.remedy`, { defaultValue: remedy }),
  }
}

/** What a reason means, why it is so, and what to do. */
export const Reason = ({
  code,
  isWhole = true,
  hasRemedy = true,
}: {
  code: ReasonCode
  isWhole?: boolean
  hasRemedy?: boolean
}) => {
  const { t } = useTranslation()
  const { meaning, cause, remedy } = useReason(code)
  return (
    <div>
      <Text size="sm">
        {meaning} <Code>{code}</Code>
      </Text>
      {isWhole && cause !== '' && (
        <Text size="sm" c="dimmed">
          {cause}
        </Text>
      )}
      {hasRemedy && remedy !== '' && (
        <Text size="sm" mt={2}>
          <Text span fw={600}>
            {t('reason.remedy')}
          </Text>{' '}
          {remedy}
        </Text>
      )}
    </div>
  )
}
