import type { ConsoleStatistics, VendorId } from '@carillon/protocol'
import { Anchor, Button, Card, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'

import { useAppID } from '../../app/current-app.ts'
import { Failure } from '../../components/failure.tsx'
import { Empty, Loaded, Page } from '../../components/page.tsx'
import { vendorNames } from '../../components/vendor.ts'
import {
  alarmsQuery,
  lanesQuery,
  quotasQuery,
  statisticsQuery,
  type StatisticsView,
} from '../../data/overview.ts'
import { AgoIn } from './ago-in.tsx'
import { Alarms } from './alarms.tsx'
import { Filters } from './filters.tsx'
import { Funnel } from './funnel.tsx'
import { Groups } from './groups.tsx'
import { Lanes } from './lanes.tsx'
import { Losses } from './losses.tsx'
import { isNothing } from './numbers.ts'
import { Quotas } from './quotas.tsx'
import { TimeChart } from './time-chart.tsx'
import { parseView, viewQuery } from './view.ts'

import 'uplot/dist/uPlot.min.css'
import './overview.css'

/** What happens, what is lost and why, and what needs somebody. */
export const OverviewPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const [, navigate] = useLocation()
  const view = parseView(useSearch())
  const statistics = useQuery(statisticsQuery(sdkAppID, view))
  const alarms = useQuery(alarmsQuery(view.hours))
  const lanes = useQuery(lanesQuery(sdkAppID))
  const quotas = useQuery(quotasQuery(sdkAppID))
  const change = (changes: Partial<StatisticsView>): void =>
    navigate(`/apps/${sdkAppID}/overview${viewQuery({ ...view, ...changes })}`, { replace: true })
  // All at once, so that nothing moves when the next part comes.
  const isFirst = [statistics, alarms, lanes, quotas].some(({ isPending }) => isPending)
  return (
    <Page title={t('places.overview')} lead={t('overview.lead')} isWide>
      <Filters view={view} statistics={statistics.data} onChange={change} />
      {isFirst ? (
        <Waiting />
      ) : (
        <Stack gap="md" aria-busy={statistics.isPlaceholderData}>
          <Loaded query={alarms}>{(list) => <Alarms alarms={list} />}</Loaded>
          {statistics.isRefetchError && (
            <Failure error={statistics.error} onRetry={() => void statistics.refetch()} />
          )}
          <Loaded query={statistics}>
            {(found) => <Charts sdkAppID={sdkAppID} view={view} statistics={found} onChange={change} />}
          </Loaded>
          <SimpleGrid cols={{ base: 1, xl: 2 }}>
            <Loaded query={lanes}>{(found) => <Lanes sdkAppID={sdkAppID} lanes={found} />}</Loaded>
            <Loaded query={quotas}>{(found) => <Quotas sdkAppID={sdkAppID} quotas={found} />}</Loaded>
          </SimpleGrid>
        </Stack>
      )}
    </Page>
  )
}

const Waiting = () => (
  <Stack gap="md" aria-busy="true">
    <Skeleton height={60} />
    <Skeleton height={420} />
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Skeleton height={420} />
      <Skeleton height={420} />
    </SimpleGrid>
  </Stack>
)

const Charts = ({
  sdkAppID,
  view,
  statistics,
  onChange,
}: {
  sdkAppID: number
  view: StatisticsView
  statistics: ConsoleStatistics
  onChange: (changes: Partial<StatisticsView>) => void
}) => {
  const { t } = useTranslation()
  if (isNothing(statistics.total))
    return (
      <Nothing
        sdkAppID={sdkAppID}
        view={view}
        onClear={() => onChange({ vendor: '', class: '', version: '' })}
      />
    )
  return (
    <>
      <TimeChart statistics={statistics} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Funnel total={statistics.total} />
        <Losses sdkAppID={sdkAppID} view={view} statistics={statistics} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xl: 2 }}>
        <Groups
          title={t('overview.vendors.title')}
          one={t('overview.vendors.one')}
          groups={statistics.byVendor}
          nameOf={(key) => (key === '' ? t('overview.noVendor') : vendorNames[key as VendorId])}
          onChoose={(vendor) => onChange({ vendor })}
        />
        <Groups
          title={t('overview.classes.title')}
          one={t('overview.classes.one')}
          groups={statistics.byClass}
          nameOf={(key) => (key === '' ? t('overview.noClass') : key)}
          onChoose={(name) => onChange({ class: name })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        <AgoIn atMs={statistics.countedAtMs} words={(ago) => t('overview.counted', { ago })} />
      </Text>
    </>
  )
}

const Nothing = ({
  sdkAppID,
  view,
  onClear,
}: {
  sdkAppID: number
  view: StatisticsView
  onClear: () => void
}) => {
  const { t } = useTranslation()
  const isFiltered = view.vendor !== '' || view.class !== '' || view.version !== ''
  return (
    <Card withBorder>
      {isFiltered ? (
        <Empty
          title={t('overview.noneFiltered')}
          text={t('overview.noneFilteredText')}
          action={<Button onClick={onClear}>{t('overview.clear')}</Button>}
        />
      ) : (
        <Empty
          title={t('overview.none')}
          text={t('overview.noneText')}
          action={
            <Anchor component={Link} href={`/apps/${sdkAppID}/test`}>
              {t('places.test')}
            </Anchor>
          }
        />
      )}
    </Card>
  )
}
