import type { ConsoleFunnel, ConsoleFunnelCount } from '@carillon/protocol'
import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Bar } from './bar.tsx'
import { formatCount, formatShare, lostOf, shareOf } from './numbers.ts'
import { Section } from './section.tsx'

const steps: readonly { name: ConsoleFunnelCount; color: string; ofAccepted?: true }[] = [
  { name: 'acknowledged', color: 'teal' },
  { name: 'accepted', color: 'indigo' },
  { name: 'delivered', color: 'teal', ofAccepted: true },
  { name: 'shown', color: 'teal', ofAccepted: true },
  { name: 'tapped', color: 'grape', ofAccepted: true },
]

/** How far messages came on devices, from what was to be reached to the tap. */
export const Funnel = ({ total }: { total: ConsoleFunnel }) => {
  const { t } = useTranslation()
  const row = (name: string, count: number, share: number, color: string, words: string) => (
    <Row key={name} name={name} count={count} share={share} color={color} words={words} />
  )
  const lost = lostOf(total)
  return (
    <Section title={t('overview.funnel.title')} lead={t('overview.funnel.lead')}>
      <Table className="overview-table" verticalSpacing={6} aria-label={t('overview.funnel.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('overview.funnel.step')}</Table.Th>
            <Table.Th ta="end">{t('overview.funnel.devices')}</Table.Th>
            <Table.Th>{t('overview.funnel.shareTitle')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {row(t('overview.funnel.eligible'), total.eligible, total.eligible === 0 ? 0 : 1, 'gray', 'share')}
          {steps.map(({ name, color, ofAccepted }) =>
            row(
              t(`stages.${name}`),
              total[name],
              shareOf(total[name], ofAccepted ? total.accepted : total.eligible),
              color,
              ofAccepted ? 'shareOfAccepted' : 'share',
            ),
          )}
          {row(t('overview.funnel.lost'), lost, shareOf(lost, total.eligible), 'red', 'share')}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

const Row = ({
  name,
  count,
  share,
  color,
  words,
}: {
  name: string
  count: number
  share: number
  color: string
  words: string
}) => {
  const { t, i18n } = useTranslation()
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {name}
      </Table.Th>
      <Table.Td ta="end">{formatCount(count, i18n.language)}</Table.Td>
      <Table.Td w="45%">
        <Bar share={share} color={color} />
        <Text size="xs" c="dimmed">
          {t(`overview.${words}`, { percent: formatShare(share, i18n.language) })}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
