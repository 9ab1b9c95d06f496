import type { ConsoleLoss, ConsoleStatistics } from '@carillon/protocol'
import { Anchor, Button, Code, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { useReason } from '../../components/reason.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import type { StatisticsView } from '../../data/overview.ts'
import { Bar } from './bar.tsx'
import { formatCount, formatShare, shareOf } from './numbers.ts'
import { Section } from './section.tsx'

const shownAtFirst = 8

/** Why devices did not get what they were to get, by weight. */
export const Losses = ({
  sdkAppID,
  view,
  statistics,
}: {
  sdkAppID: number
  view: StatisticsView
  statistics: ConsoleStatistics
}) => {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const { losses, total } = statistics
  const shown = isWhole ? losses : losses.slice(0, shownAtFirst)
  const most = losses[0]?.count ?? 0
  return (
    <Section
      title={t('overview.losses.title')}
      lead={t(losses.length === 0 ? 'overview.losses.none' : 'overview.losses.lead')}
    >
      {losses.length > 0 && (
        <Table className="overview-table" verticalSpacing={6} aria-label={t('overview.losses.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('overview.losses.cause')}</Table.Th>
              <Table.Th ta="end">{t('overview.funnel.devices')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((loss) => (
              <Row
                key={`${loss.stage} ${loss.reason}`}
                loss={loss}
                most={most}
                eligible={total.eligible}
                href={storiesOf(sdkAppID, loss, view)}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {shown.length < losses.length && (
        <Button variant="default" size="xs" mt="xs" onClick={() => setWhole(true)}>
          {t('overview.losses.more', { count: losses.length })}
        </Button>
      )}
    </Section>
  )
}

const storiesOf = (sdkAppID: number, { reason }: ConsoleLoss, { hours, vendor }: StatisticsView): string => {
  const query = new URLSearchParams({ reason, hours: String(hours) })
  if (vendor !== '') query.set('vendor', vendor)
  return `/apps/${sdkAppID}/stories?${query.toString()}`
}

const Row = ({
  loss: { stage, reason, count },
  most,
  eligible,
  href,
}: {
  loss: ConsoleLoss
  most: number
  eligible: number
  href: string
}) => {
  const { t, i18n } = useTranslation()
  const { meaning } = useReason(reason)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Anchor component={Link} href={href} size="sm">
          {meaning}
        </Anchor>
        <Group gap={6} my={4}>
          <StateBadge state={stage} />
          <Code>{reason}</Code>
        </Group>
        <Bar share={shareOf(count, most)} color="red" />
      </Table.Th>
      <Table.Td ta="end" className="overview-number">
        {formatCount(count, i18n.language)}
        <Text size="xs" c="dimmed">
          {t('overview.share', { percent: formatShare(shareOf(count, eligible), i18n.language) })}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
