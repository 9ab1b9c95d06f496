import type { ConsoleStatistics } from '@carillon/protocol'
import { Group, NativeSelect, SegmentedControl, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { vendorNames } from '../../components/vendor.ts'
import { overviewSpans, type StatisticsView } from '../../data/overview.ts'

type Filter = Exclude<keyof StatisticsView, 'hours'>

/** Which time, and which part of the pushes. */
export const Filters = ({
  view,
  statistics,
  onChange,
}: {
  view: StatisticsView
  /** What can be chosen; undefined while it is not known. */
  statistics: ConsoleStatistics | undefined
  onChange: (change: Partial<StatisticsView>) => void
}) => {
  const { t } = useTranslation()
  const known: Readonly<Record<Filter, readonly string[]>> = {
    vendor: statistics?.vendors ?? [],
    class: statistics?.classes ?? [],
    version: statistics?.appVersions ?? [],
  }
  // What an address asks for can be chosen, although there may be nothing of it in this time.
  const choicesOf = (filter: Filter): string[] =>
    [...new Set([...known[filter], view[filter]])].filter((choice) => choice !== '')
  return (
    <Group align="flex-end" gap="sm" mb="md">
      <SegmentedControl
        aria-label={t('overview.span')}
        value={String(view.hours)}
        onChange={(value) => onChange({ hours: Number(value) })}
        data={overviewSpans.map((hours) => ({ value: String(hours), label: t(`overview.spans.${hours}`) }))}
      />
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm" flex={1} miw={{ base: '100%', md: 420 }} maw={640}>
        {(['vendor', 'class', 'version'] as const).map((filter) => (
          <NativeSelect
            key={filter}
            label={t(`overview.${filter}`)}
            size="sm"
            value={view[filter]}
            onChange={(event) => onChange({ [filter]: event.currentTarget.value })}
            data={[
              { value: '', label: t('overview.all') },
              ...choicesOf(filter).map((value) => ({ value, label: labelOf(filter, value) })),
            ]}
          />
        ))}
      </SimpleGrid>
    </Group>
  )
}

const labelOf = (filter: Filter, value: string): string =>
  filter === 'vendor' && value in vendorNames ? vendorNames[value as keyof typeof vendorNames] : value
