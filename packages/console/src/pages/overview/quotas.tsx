import type { ConsoleQuota } from '@carillon/protocol'
import { Anchor, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { vendorNames } from '../../components/vendor.ts'
import { formatShortTime } from '../../i18n/format.ts'
import { formatCount, shareOf } from './numbers.ts'
import { Section } from './section.tsx'

/** What is used of the vendors' shares of the day, and whether the rest lasts. */
export const Quotas = ({ sdkAppID, quotas }: { sdkAppID: number; quotas: readonly ConsoleQuota[] }) => {
  const { t } = useTranslation()
  return (
    <Section title={t('overview.quotas.title')} lead={t('overview.quotas.lead')}>
      {quotas.length === 0 ? (
        <>
          <Text size="sm" fw={600}>
            {t('overview.quotas.none')}
          </Text>
          <Text size="sm">{t('overview.quotas.noneText')}</Text>
          <Anchor component={Link} href={`/apps/${sdkAppID}/certificates`} size="sm">
            {t('places.certificates')}
          </Anchor>
        </>
      ) : (
        <Stack gap="md" component="ul" className="overview-list">
          {quotas.map((quota) => (
            <li key={`${quota.certificateID} ${quota.className}`}>
              <Quota sdkAppID={sdkAppID} quota={quota} />
            </li>
          ))}
        </Stack>
      )}
    </Section>
  )
}

const Quota = ({ sdkAppID, quota }: { sdkAppID: number; quota: ConsoleQuota }) => {
  const { t, i18n } = useTranslation()
  const { certificateID, vendor, className, used, perDay } = quota
  const count = (value: number): string => formatCount(value, i18n.language)
  const share = shareOf(used, perDay)
  const name = `${vendorNames[vendor]}, ${className}`
  return (
    <>
      <Anchor component={Link} href={`/apps/${sdkAppID}/certificates/${certificateID}`} size="sm" fw={500}>
        {name}
      </Anchor>{' '}
      <Text span size="xs" c="dimmed" className="wrap-anywhere">
        {quota.name} · {certificateID}
      </Text>
      <Progress.Root size="lg" my={4}>
        <Progress.Section
          value={share * 100}
          color={colorOf(quota)}
          aria-label={t('overview.quotas.label', { name })}
          aria-valuetext={t('overview.quotas.used', { used: count(used), perDay: count(perDay) })}
        />
      </Progress.Root>
      <Text size="sm">
        {t('overview.quotas.used', { used: count(used), perDay: count(perDay) })}.{' '}
        <Text span size="sm" c="dimmed">
          <Forecast quota={quota} />
        </Text>
      </Text>
    </>
  )
}

const colorOf = ({ used, perDay, reserve, forecast }: ConsoleQuota): string => {
  if (forecast.kind === 'spent') return 'red'
  return used >= perDay - reserve || forecast.kind === 'runs-out' ? 'orange' : 'teal'
}

const Forecast = ({ quota: { forecast, resetsAtMs } }: { quota: ConsoleQuota }) => {
  const { t, i18n } = useTranslation()
  const time = (atMs: number): string => formatShortTime(atMs, i18n.language)
  const reset = time(resetsAtMs)
  switch (forecast.kind) {
    case 'spent':
      return t('overview.quotas.spent', { reset })
    case 'too-early':
      return t('overview.quotas.tooEarly', { reset })
    case 'lasts':
      return t('overview.quotas.lasts', { used: formatCount(forecast.usedAtReset, i18n.language), reset })
    case 'runs-out': {
      const { atMs, ordinaryUntilMs } = forecast
      if (ordinaryUntilMs <= Date.now()) return t('overview.quotas.runsOutReserved', { at: time(atMs) })
      return t('overview.quotas.runsOut', { at: time(atMs), ordinary: time(ordinaryUntilMs) })
    }
    default:
      return forecast satisfies never
  }
}
