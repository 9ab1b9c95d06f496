import { consoleSeriesNames, type ConsoleSeriesName, type ConsoleStatistics } from '@carillon/protocol'
import uPlot from 'uplot'

import { seriesLooks } from './numbers.ts'

/** Height of the chart, pixels; the style sheet keeps as much room. */
const height = 260
const DAY_MS = 86_400_000

/** Steps of the axis of counts: there is no half device. */
const countSteps = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000].flatMap((power) =>
  [1, 2, 5].map((factor) => factor * power),
)

/** The colour of a series: pale on dark, strong on light. */
export const seriesColor = (name: ConsoleSeriesName, isDark: boolean): string =>
  `--mantine-color-${seriesLooks[name].color}-${isDark ? 4 : 7}`

const colorOf = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable)

/** What a chart is drawn from. */
interface ChartParts {
  into: HTMLElement
  language: string
  isDark: boolean
  step: ConsoleStatistics['step']
  /** Which step is pointed at. */
  onPoint: (index: number | undefined) => void
}

/** Columns as the chart takes them. */
export const chartData = (series: ConsoleStatistics['series']): uPlot.AlignedData => [
  [...series.atMs],
  ...consoleSeriesNames.map((name) => [...series[name]]),
]

const timeLabels = (language: string, step: ConsoleStatistics['step']) => {
  const day = new Intl.DateTimeFormat(language, { month: 'numeric', day: 'numeric' })
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (splits: readonly number[], stepMs: number): string[] => {
    let last = ''
    return splits.map((atMs) => {
      const date = day.format(atMs)
      const isNewDay = new Date(atMs).getHours() === 0 || (date !== last && last !== '')
      last = date
      return step === 'day' || stepMs >= DAY_MS || isNewDay ? date : clock.format(atMs)
    })
  }
}

/** Draws a chart of counts over time into an element, as wide as that is. */
export const createChart = (parts: ChartParts, data: uPlot.AlignedData): uPlot => {
  const { into, language, isDark, step, onPoint } = parts
  const text = colorOf('--mantine-color-text')
  const line = colorOf('--mantine-color-default-border')
  const font = `12px ${getComputedStyle(into).fontFamily}`
  const axis: uPlot.Axis = {
    stroke: text,
    font,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  }
  const labels = timeLabels(language, step)
  const counts = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  return new uPlot(
    {
      width: into.clientWidth,
      height,
      ms: 1,
      padding: [12, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { y: { range: (_chart, _least, most) => [0, Math.max(4, most * 1.05)] } },
      axes: [
        {
          ...axis,
          space: 64,
          size: 34,
          values: (_chart, splits, _axis, _space, stepMs) => labels(splits, stepMs),
        },
        {
          ...axis,
          size: 56,
          incrs: countSteps,
          values: (_chart, splits) => splits.map((count) => counts.format(count)),
        },
      ],
      series: [
        {},
        ...consoleSeriesNames.map((name): uPlot.Series => {
          const color = colorOf(seriesColor(name, isDark))
          return {
            label: name,
            stroke: color,
            width: 2,
            dash: [...seriesLooks[name].dash],
            points: { show: step === 'day', size: 5, fill: color },
          }
        }),
      ],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    },
    data,
    into,
  )
}

/** The chart is as wide as its element now is. */
export const fitChart = (chart: uPlot, into: HTMLElement): void => {
  if (into.clientWidth > 0 && into.clientWidth !== chart.width)
    chart.setSize({ width: into.clientWidth, height })
}
