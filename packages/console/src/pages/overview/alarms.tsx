import type { ConsoleAlarm, VendorId } from '@carillon/protocol'
import { Alert, Anchor, Group, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { Icon } from '../../components/icon.tsx'
import { Ago } from '../../components/time.tsx'
import { vendorNames } from '../../components/vendor.ts'
import { formatDuration } from '../../i18n/format.ts'
import { AgoIn } from './ago-in.tsx'
import { formatCount, formatShare } from './numbers.ts'
import { Section } from './section.tsx'

/** What somebody should look at, and what is over. */
export const Alarms = ({ alarms }: { alarms: readonly ConsoleAlarm[] }) => {
  const { t } = useTranslation()
  const open = alarms.filter(({ closedAtMs }) => closedAtMs === undefined)
  const closed = alarms.filter(({ closedAtMs }) => closedAtMs !== undefined)
  const standing =
    open.length === 0 ? t('overview.alarms.none') : t('overview.alarms.open', { count: open.length })
  return (
    <Section
      title={t('overview.alarms.title')}
      aside={
        <Group gap={6} wrap="nowrap" c={open.length === 0 ? 'bright' : 'var(--mantine-color-error)'}>
          <Icon name={open.length === 0 ? 'done' : 'alert'} />
          <Text size="sm" fw={500} role="status">
            {standing}
          </Text>
        </Group>
      }
    >
      {open.length > 0 && (
        <Stack gap="sm" component="ul" className="overview-list" mt="xs">
          {open.map((alarm) => (
            <li key={alarm.alarmID}>
              <OpenAlarm alarm={alarm} />
            </li>
          ))}
        </Stack>
      )}
      {closed.length > 0 && (
        <details className="overview-details">
          <summary>{t('overview.alarms.earlier', { count: closed.length })}</summary>
          <Table.ScrollContainer minWidth={460}>
            <Table className="overview-table" verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('overview.alarms.what')}</Table.Th>
                  <Table.Th>{t('overview.alarms.opened')}</Table.Th>
                  <Table.Th>{t('overview.alarms.lasted')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {closed.map((alarm) => (
                  <ClosedAlarm key={alarm.alarmID} alarm={alarm} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </details>
      )}
    </Section>
  )
}

const OpenAlarm = ({ alarm }: { alarm: ConsoleAlarm }) => {
  const { t } = useTranslation()
  const { title, measured, meaning, remedy } = useAlarmTexts(alarm)
  const { certificate, severity } = alarm
  return (
    <Alert
      variant="light"
      role="group"
      styles={{ title: { color: 'var(--mantine-color-bright)' } }}
      color={severity === 'critical' ? 'red' : 'orange'}
      icon={<Icon name="alert" />}
      title={`${t(`overview.alarms.severities.${severity}`)}: ${title}`}
    >
      <Text size="sm" c="bright">
        {measured} {meaning}
      </Text>
      <Text size="sm" c="bright" mt={4}>
        <b>{t('overview.alarms.remedy')}</b> {remedy}
      </Text>
      <Group gap="md" mt={4}>
        {certificate && (
          <Anchor
            component={Link}
            href={`/apps/${certificate.sdkAppID}/certificates/${certificate.certificateID}`}
            size="sm"
          >
            {t('overview.alarms.certificate')}
          </Anchor>
        )}
        <Text size="sm" c="dimmed">
          <AgoIn atMs={alarm.openedAtMs} words={(ago) => t('overview.alarms.sinceTime', { ago })} />
        </Text>
      </Group>
    </Alert>
  )
}

const ClosedAlarm = ({ alarm }: { alarm: ConsoleAlarm }) => {
  const { i18n } = useTranslation()
  const { title } = useAlarmTexts(alarm)
  const seconds = Math.max(1, Math.round(((alarm.closedAtMs ?? 0) - alarm.openedAtMs) / 1000))
  const minutes = Math.round(seconds / 60)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {title}
      </Table.Th>
      <Table.Td>
        <Ago atMs={alarm.openedAtMs} />
      </Table.Td>
      <Table.Td>{formatDuration(minutes === 0 ? seconds * 1000 : minutes * 60_000, i18n.language)}</Table.Td>
    </Table.Tr>
  )
}

/** An alarm in the language that is spoken; of a kind that the console does not know, what the server says. */
const useAlarmTexts = (
  alarm: ConsoleAlarm,
): { title: string; measured: string; meaning: string; remedy: string } => {
  const { t, i18n } = useTranslation()
  const about = useSubject(alarm)
  const { kind, text, meaning, remedy, lastValue } = alarm
  const key = `overview.alarms.kinds.${kind}`
  const value = {
    value: formatCount(lastValue ?? 0, i18n.language),
    percent: formatShare(lastValue ?? 0, i18n.language),
  }
  return {
    title: t(`${key}.title`, { about, defaultValue: `${kind}: ${about}` }),
    measured: lastValue === undefined ? '' : t(`${key}.measured`, { ...value, defaultValue: text }),
    meaning: t(`${key}.meaning`, { defaultValue: meaning }),
    remedy: t(`${key}.remedy`, { defaultValue: remedy }),
  }
}

const useSubject = ({ subject, certificate }: ConsoleAlarm): string => {
  const { t } = useTranslation()
  if (subject in vendorNames) return vendorNames[subject as VendorId]
  if (subject === 'server' || subject === 'database') return t(`overview.alarms.${subject}`)
  const [id, className] = subject.split('/', 2)
  const about = certificate
    ? t('overview.alarms.aboutCertificate', {
        vendor: vendorNames[certificate.vendor],
        id,
        name: certificate.name,
      })
    : t('overview.alarms.aboutUnknownCertificate', { id })
  return className === undefined ? about : t('overview.alarms.aboutClass', { about, class: className })
}
