import { createMetrics } from './metrics.ts'

/** The text of docs/metrics.md. */
export const metricsPage = async (): Promise<string> => {
  const { registry } = createMetrics()
  const metrics = await registry.getMetricsAsJSON()
  return [
    '# Metrics',
    '',
    '`GET /metrics` on the port of the server answers with these, in the text form of Prometheus. Like everything the server speaks it is for those the proxy in front lets through: keep it from strangers.',
    '',
    'Names follow the custom of Prometheus: counters end in `_total` and only rise, times are in seconds, a histogram has `_bucket`, `_sum` and `_count`. `certificate` is the certificate ID (businessID). Each server tells of itself; what comes from the database (`carillon_outbox_...`, `carillon_statistics_lag_rows`) is the same for all and at most 15 seconds old. What to look at first, and what is looked at for you: [alarms.md](alarms.md).',
    '',
    ...table([
      ['metric', 'kind', 'labels', 'meaning'],
      ...metrics.map(({ name, type, help }) => {
        const { labelNames = [] } = registry.getSingleMetric(name) as unknown as { labelNames?: string[] }
        const labels = labelNames.filter((label) => label !== 'le').map((label) => `\`${label}\``)
        return [`\`${name}\``, String(type), labels.join(', '), help]
      }),
    ]),
    '',
    'Some questions and their queries:',
    '',
    '```promql',
    '# share of pushes each vendor takes',
    'sum by (vendor) (rate(carillon_pushes_total{outcome="accepted"}[5m])) / sum by (vendor) (rate(carillon_pushes_total[5m]))',
    '# from sendMessage to the vendor, 99 of 100',
    'histogram_quantile(0.99, sum by (le, vendor) (rate(carillon_stored_to_vendor_seconds_bucket[5m])))',
    '# lanes that do not send',
    'carillon_lane_gate{state=~"shut|stopped"} == 1',
    '# why devices got nothing',
    'sum by (reason) (rate(carillon_devices_finished_total{stage=~"refused|suppressed|expired"}[1h]))',
    '```',
    '',
  ].join('\n')
}

/** Columns as wide as their widest cell, as the formatter would have them. */
const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)]
}
