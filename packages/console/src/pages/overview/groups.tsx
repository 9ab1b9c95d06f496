import type { ConsoleFunnel } from '@carillon/protocol'
import { Table, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { formatCount, formatShare, lostOf, shareOf } from './numbers.ts'
import { Section } from './section.tsx'

/** What became of messages, by one property of devices or pushes. */
export const Groups = ({
  title,
  one,
  groups,
  nameOf,
  onChoose,
}: {
  title: string
  /** Name of the property. */
  one: string
  groups: readonly (ConsoleFunnel & { key: string })[]
  nameOf: (key: string) => string
  /** Shows only one group. */
  onChoose: (key: string) => void
}) => {
  const { t, i18n } = useTranslation()
  const count = (value: number): string => formatCount(value, i18n.language)
  return (
    <Section title={title}>
      <Table.ScrollContainer minWidth={540}>
        <Table className="overview-table" verticalSpacing={6} aria-label={title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{one}</Table.Th>
              {(['eligible', 'accepted', 'delivered', 'tapped', 'lost'] as const).map((name) => (
                <Table.Th key={name} ta="end">
                  {t(`overview.time.series.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map((group) => (
              <Table.Tr key={group.key}>
                <Table.Th scope="row" fw={500} className="wrap-anywhere">
                  {group.key === '' ? (
                    nameOf('')
                  ) : (
                    <UnstyledButton
                      className="overview-choice"
                      onClick={() => onChoose(group.key)}
                      title={t('overview.only', { name: nameOf(group.key) })}
                    >
                      {nameOf(group.key)}
                    </UnstyledButton>
                  )}
                </Table.Th>
                <Table.Td ta="end">{count(group.eligible)}</Table.Td>
                <Table.Td ta="end">{count(group.accepted)}</Table.Td>
                <Table.Td ta="end">{count(group.delivered)}</Table.Td>
                <Table.Td ta="end">{count(group.tapped)}</Table.Td>
                <Table.Td ta="end">
                  {count(lostOf(group))}
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {formatShare(shareOf(lostOf(group), group.eligible), i18n.language)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
