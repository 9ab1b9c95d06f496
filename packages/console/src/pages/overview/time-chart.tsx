import { consoleSeriesNames, type ConsoleSeriesName, type ConsoleStatistics } from '@carillon/protocol'
import { Table, Text, UnstyledButton, useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type uPlot from 'uplot'

import { formatShortTime } from '../../i18n/format.ts'
import { chartData, createChart, fitChart, seriesColor } from './chart.ts'
import { formatCount, seriesLooks } from './numbers.ts'
import { Section } from './section.tsx'

/** What became of messages over time: a chart, what is pointed at in it, and the same as a table. */
export const TimeChart = ({ statistics }: { statistics: ConsoleStatistics }) => {
  const { t, i18n } = useTranslation()
  const { step, series } = statistics
  const [hidden, setHidden] = useState<ReadonlySet<ConsoleSeriesName>>(new Set())
  const [pointed, setPointed] = useState<number>()
  // Another span may have fewer steps.
  const index = pointed !== undefined && pointed < series.atMs.length ? pointed : undefined
  const startMs = index === undefined ? undefined : series.atMs[index]
  const label = t('overview.time.label', {
    step: t(`overview.time.steps.${step}`),
    series: consoleSeriesNames
      .filter((name) => !hidden.has(name))
      .map((name) => t(`overview.time.series.${name}`))
      .join(', '),
  })
  const toggle = (name: ConsoleSeriesName): void => {
    const others = new Set(hidden)
    if (!others.delete(name)) others.add(name)
    setHidden(others)
  }
  return (
    <Section
      title={t('overview.time.title')}
      aside={
        <Text size="sm" c="dimmed">
          {formatShortTime(startMs ?? statistics.fromMs, i18n.language)}
          {startMs === undefined && ` – ${formatShortTime(statistics.untilMs, i18n.language)}`}
        </Text>
      }
    >
      <div className="overview-legend">
        {consoleSeriesNames.map((name) => (
          <Series
            key={name}
            name={name}
            count={
              index === undefined
                ? series[name].reduce((sum, each) => sum + each, 0)
                : (series[name][index] ?? 0)
            }
            isShown={!hidden.has(name)}
            onToggle={() => toggle(name)}
          />
        ))}
      </div>
      <Canvas statistics={statistics} hidden={hidden} label={label} onPoint={setPointed} />
      <details className="overview-details">
        <summary>{t('overview.time.table')}</summary>
        <Rows statistics={statistics} />
      </details>
    </Section>
  )
}

const Series = ({
  name,
  count,
  isShown,
  onToggle,
}: {
  name: ConsoleSeriesName
  count: number
  isShown: boolean
  onToggle: () => void
}) => {
  const { t, i18n } = useTranslation()
  const isDark = useComputedColorScheme('light') === 'dark'
  return (
    <UnstyledButton className="overview-series" aria-pressed={isShown} onClick={onToggle}>
      <svg width={28} height={8} aria-hidden="true">
        <line
          x1={0}
          y1={4}
          x2={28}
          y2={4}
          strokeWidth={3}
          stroke={`var(${seriesColor(name, isDark)})`}
          strokeDasharray={seriesLooks[name].dash.join(' ')}
        />
      </svg>
      <span>{t(`overview.time.series.${name}`)}</span>{' '}
      <span className="overview-series-number">{formatCount(count, i18n.language)}</span>
    </UnstyledButton>
  )
}

const Canvas = ({
  statistics: { series, step },
  hidden,
  label,
  onPoint,
}: {
  statistics: ConsoleStatistics
  hidden: ReadonlySet<ConsoleSeriesName>
  label: string
  onPoint: (index: number | undefined) => void
}) => {
  const { i18n } = useTranslation()
  const isDark = useComputedColorScheme('light') === 'dark'
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  // What the chart is made with when language or colours change; changes of it alone go to the chart there is.
  const shown = useRef({ series, hidden })
  shown.current = { series, hidden }

  useEffect(() => {
    const into = element.current
    if (into === null) return undefined
    const made = createChart(
      { into, language: i18n.language, isDark, step, onPoint },
      chartData(shown.current.series),
    )
    hideSeries(made, shown.current.hidden)
    chart.current = made
    const watcher = new ResizeObserver(() => fitChart(made, into))
    watcher.observe(into)
    return () => {
      watcher.disconnect()
      made.destroy()
    }
  }, [i18n.language, isDark, step, onPoint])
  useEffect(() => chart.current?.setData(chartData(series)), [series])
  useEffect(() => {
    if (chart.current) hideSeries(chart.current, hidden)
  }, [hidden])
  return <div ref={element} className="overview-chart" role="img" aria-label={label} />
}

const hideSeries = (chart: uPlot, hidden: ReadonlySet<ConsoleSeriesName>): void => {
  for (const [index, name] of consoleSeriesNames.entries())
    if (chart.series[index + 1]?.show === hidden.has(name))
      chart.setSeries(index + 1, { show: !hidden.has(name) })
}

const Rows = ({ statistics: { series } }: { statistics: ConsoleStatistics }) => {
  const { t, i18n } = useTranslation()
  const title = t('overview.time.title')
  return (
    <div className="overview-rows" tabIndex={0} role="region" aria-label={title}>
      <Table className="overview-table" verticalSpacing={2} stickyHeader aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('overview.time.when')}</Table.Th>
            {consoleSeriesNames.map((name) => (
              <Table.Th key={name} ta="end">
                {t(`overview.time.series.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {series.atMs
            .map((atMs, index) => (
              <Table.Tr key={atMs}>
                <Table.Th scope="row" fw={400}>
                  <time dateTime={new Date(atMs).toISOString()}>{formatShortTime(atMs, i18n.language)}</time>
                </Table.Th>
                {consoleSeriesNames.map((name) => (
                  <Table.Td key={name} ta="end">
                    {formatCount(series[name][index] ?? 0, i18n.language)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))
            .toReversed()}
        </Table.Tbody>
      </Table>
    </div>
  )
}
