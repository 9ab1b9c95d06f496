import type { ConsoleProbe } from '@carillon/protocol'
import { Alert, Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const colors = { accepted: 'teal', refused: 'red', untestable: 'gray', unreachable: 'yellow' } as const

/** The vendor's answer about a certificate. */
export const ProbeResult = ({ probe, vendor }: { probe: ConsoleProbe; vendor: string }) => {
  const { t } = useTranslation()
  return (
    <Alert
      variant="light"
      color={colors[probe.result]}
      role="status"
      title={t(`probe.${probe.result}`, { vendor })}
    >
      <Text size="sm">{t(`probe.${probe.result}Text`, { vendor })}</Text>
      {probe.vendorWords && (
        <Text size="sm" mt={4} className="wrap-anywhere">
          {t('story.words')} <Code>{probe.vendorWords.code}</Code> {probe.vendorWords.text}
        </Text>
      )}
    </Alert>
  )
}
