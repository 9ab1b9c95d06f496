import type { ConsoleLane, ConsoleLanes } from '@carillon/protocol'
import { Anchor, Badge, Code, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { Empty } from '../../components/page.tsx'
import { useReason } from '../../components/reason.tsx'
import { vendorNames } from '../../components/vendor.ts'
import { useMay } from '../../data/session.ts'
import { AgoIn } from './ago-in.tsx'
import { formatCount } from './numbers.ts'
import { Section } from './section.tsx'

const colors: Readonly<Record<ConsoleLane['state'], string>> = {
  idle: 'gray',
  open: 'teal',
  shut: 'orange',
  stopped: 'red',
  trying: 'yellow',
}

/** The ways to the vendors and how they stand. */
export const Lanes = ({ sdkAppID, lanes: found }: { sdkAppID: number; lanes: ConsoleLanes }) => {
  const { t, i18n } = useTranslation()
  const mayAdd = useMay('operator')
  const { lanes, openMessages, journal } = found
  return (
    <Section title={t('overview.lanes.title')} lead={t('overview.lanes.lead')}>
      {lanes.length === 0 ? (
        <Empty
          title={t('overview.lanes.none')}
          text={t('overview.lanes.noneText')}
          action={
            mayAdd && (
              <Anchor component={Link} href={`/apps/${sdkAppID}/certificates`}>
                {t('overview.lanes.add')}
              </Anchor>
            )
          }
        />
      ) : (
        <Table.ScrollContainer minWidth={540}>
          <Table className="overview-table" verticalSpacing={6} aria-label={t('overview.lanes.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('overview.lanes.certificate')}</Table.Th>
                <Table.Th>{t('overview.lanes.state')}</Table.Th>
                <Table.Th ta="end">{t('overview.lanes.waiting')}</Table.Th>
                <Table.Th ta="end">{t('overview.lanes.inFlight')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lanes.map((lane) => (
                <Table.Tr key={lane.certificateID}>
                  <Table.Th scope="row" fw={500}>
                    <Anchor
                      component={Link}
                      href={`/apps/${sdkAppID}/certificates/${lane.certificateID}`}
                      size="sm"
                    >
                      {vendorNames[lane.vendor]}
                    </Anchor>
                    <Text size="xs" c="dimmed" className="wrap-anywhere">
                      {lane.name} · {lane.certificateID}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <Badge variant="light" color={colors[lane.state]} c="bright" tt="none" radius="sm">
                      {t(`overview.lanes.states.${lane.state}`)}
                    </Badge>
                    {lane.cause && <Cause cause={lane.cause} />}
                  </Table.Td>
                  <Table.Td ta="end">{formatCount(lane.waiting, i18n.language)}</Table.Td>
                  <Table.Td ta="end">{formatCount(lane.inFlight, i18n.language)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {t('overview.lanes.server', {
          messages: formatCount(openMessages, i18n.language),
          rows: formatCount(journal.rows, i18n.language),
        })}
      </Text>
    </Section>
  )
}

const Cause = ({ cause: { reason, words, retryAtMs } }: { cause: NonNullable<ConsoleLane['cause']> }) => {
  const { t } = useTranslation()
  const { meaning } = useReason(reason)
  return (
    <Text size="xs" mt={2} className="wrap-anywhere">
      {meaning} <Code>{words.code}</Code> {words.text}{' '}
      {retryAtMs !== undefined &&
        (retryAtMs > Date.now() ? (
          <AgoIn atMs={retryAtMs} words={(when) => t('overview.lanes.retry', { when })} />
        ) : (
          t('overview.lanes.retryNext')
        ))}
    </Text>
  )
}
