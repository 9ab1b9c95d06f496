import { fastify } from 'fastify'
import { expect, it } from 'vitest'

import type { Session } from '../presence/index.ts'
import { createTestClock } from '../push/testing/clock.ts'
import { createGaugeRefresh } from './gauges.ts'
import { createLog, shortened } from './log.ts'
import { metricsPage } from './metrics-page.ts'
import { createMetrics } from './metrics.ts'
import { observabilityRoutes, type ObservabilityOptions } from './routes.ts'
import { createServerEvents } from './server-events.ts'
import { textLine } from './text-line.ts'

const capture = (level: 'debug' | 'info' | 'error' = 'debug', logFormat: 'json' | 'text' = 'json') => {
  const lines: string[] = []
  const log = createLog({ logLevel: level, logFormat }, { write: (line) => void lines.push(line) })
  return { lines, log }
}

it.each([
  ['eyJrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLB', 'eyJrVg…0zLB(40)'],
  ['twenty-three characters', '…(23)'],
  ['', '…(0)'],
])('shortens %j to %s', (token, expected) => {
  expect(shortened(token)).toBe(expected)
})

it('never writes secrets, however deep', () => {
  const { lines, log } = capture()
  log.info({ userSig: 'S3CRET', params: { token: 'S3CRET', inner: { appSecret: 'S3CRET' } } }, 'request')
  expect(lines[0]).not.toContain('S3CRET')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'request', userSig: '[hidden]' })
})

it('writes for people when asked', () => {
  const { lines, log } = capture('debug', 'text')
  log.warn({ code: 70001, desc: 'two words' }, 'login refused')
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z WARN {2}login refused code=70001 desc="two words"\n$/)
})

it('puts the stack of an error below its line', () => {
  expect(textLine('{"level":"error","msg":"fault","err":{"stack":"Error: x\\n    at y"}}')).toBe(
    'ERROR fault\n  Error: x\n      at y\n',
  )
})

it('counts and logs what happens', async () => {
  const { lines, log } = capture('info')
  const metrics = createMetrics()
  const events = createServerEvents({ log, metrics })
  events.messageCommitted({ sdkAppID: 1, msgID: 'm', duplicate: true })
  events.vendorAnswer({
    vendor: 'fcm',
    certificateID: 1,
    msgIDs: ['m'],
    tokens: 3,
    outcome: 'accepted',
    code: '200',
    durationMs: 12,
  })
  events.laneStopped({ vendor: 'fcm', certificateID: 10001, code: '401' })
  events.laneStopped({ vendor: 'fcm', certificateID: 10001, code: '401' })
  events.laneResumed({ vendor: 'fcm', certificateID: 10001 })
  events.laneStopped({ vendor: 'xiaomi', certificateID: 10002, code: '10015' })
  events.connectionOpened({ remoteAddress: '127.0.0.1' })
  events.connectionClosed({ code: 4123, reason: '' })
  events.fault({ where: 'test', error: new Error('broken') })
  const text = await metrics.registry.metrics()
  expect(text).toContain('carillon_messages_committed_total{duplicate="true"} 1')
  expect(text).toContain('carillon_vendor_answers_total{vendor="fcm",outcome="accepted"} 1')
  expect(text).toContain('carillon_pushes_total{vendor="fcm",certificate="1",outcome="accepted"} 3')
  expect(text).toContain('carillon_vendor_answer_seconds_bucket{le="0.025",vendor="fcm"} 1')
  expect(text).toContain('carillon_lanes_stopped{vendor="fcm"} 0')
  expect(text).toContain('carillon_lanes_stopped{vendor="xiaomi"} 1')
  expect(text).toContain('carillon_connections 0')
  expect(text).toContain('carillon_connections_closed_total{code="other"} 1')
  const levels = lines.map((line) => (JSON.parse(line) as { level: string }).level)
  expect(levels).toEqual(['error', 'error', 'info', 'error', 'error'])
  expect(lines.at(-1)).toContain('broken')
})

const ask = async (path: string, options: Partial<ObservabilityOptions> = {}) => {
  const app = fastify()
  await app.register(observabilityRoutes, { metrics: createMetrics(), checks: {}, ...options })
  const answer = await app.inject({ method: 'GET', url: path })
  await app.close()
  return answer
}

it('answers that the process lives', async () => {
  expect((await ask('/healthz')).json()).toEqual({ status: 'ok' })
})

it.each<[string, Partial<ObservabilityOptions>, number, unknown]>([
  [
    'all is there',
    { checks: { database: async () => await Promise.resolve() } },
    200,
    { status: 'ready', checks: { database: 'ok' } },
  ],
  [
    'a check fails',
    { checks: { database: async () => await Promise.reject(new Error('password=x')) } },
    503,
    { status: 'not ready', checks: { database: 'failed' } },
  ],
  [
    'a check hangs',
    { checks: { database: async () => await new Promise(() => undefined) }, checkTimeoutMs: 5 },
    503,
    { status: 'not ready', checks: { database: 'timeout' } },
  ],
  ['it stops', { isStopping: () => true }, 503, { status: 'stopping', checks: {} }],
])('tells whether it is ready when %s', async (_, options, status, body) => {
  const answer = await ask('/readyz', options)
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toEqual(body)
})

it('shows the counters', async () => {
  const answer = await ask('/metrics')
  expect(answer.headers['content-type']).toMatch(/^text\/plain/)
  expect(answer.body).toContain('# TYPE carillon_connections gauge')
})

it('docs/metrics.md is what the metrics say', async () => {
  await expect(await metricsPage()).toMatchFileSnapshot('../../../../docs/metrics.md')
})

it('names are by the custom of Prometheus', async () => {
  for (const { name, type, help } of await createMetrics().registry.getMetricsAsJSON()) {
    const kind = String(type)
    expect(name).toMatch(/^carillon_[a-z_]+$/)
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter'])
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/)
    expect(help).toMatch(/\.$/)
  }
})

it('shows how things stand, also when the database does not answer', async () => {
  const metrics = createMetrics()
  const clock = createTestClock()
  const faults: unknown[] = []
  let outbox = async () =>
    await Promise.resolve({ messages: 5, oldestAgeMs: 9_000, overdueMs: 0, uncountedRows: 2 })
  const refresh = createGaugeRefresh({
    metrics,
    clock,
    push: {
      state: () => ({
        lanes: [{ vendor: 'fcm', certificateID: 7, waiting: 3, inFlight: 2, gate: 'shut' }],
        openMessages: 4,
        journal: { rows: 10, oldestMs: 1_500 },
      }),
    },
    connections: { all: () => [{ platform: 'ios' }, { platform: 'ios' }] as Iterable<Session> },
    alarms: { open: () => [{ kind: 'lane-shut', severity: 'warning' }] },
    outbox: async () => await outbox(),
    fault: (error) => faults.push(error),
  })
  await refresh()
  const shown = async (): Promise<string> => await metrics.registry.metrics()
  for (const line of [
    'carillon_lane_waiting_pushes{vendor="fcm",certificate="7"} 3',
    'carillon_lane_in_flight_requests{vendor="fcm",certificate="7"} 2',
    'carillon_lane_gate{vendor="fcm",certificate="7",state="shut"} 1',
    'carillon_lane_gate{vendor="fcm",certificate="7",state="open"} 0',
    'carillon_open_messages 4',
    'carillon_journal_waiting_rows 10',
    'carillon_journal_oldest_wait_seconds 1.5',
    'carillon_sessions{platform="ios"} 2',
    'carillon_alarms_open{kind="lane-shut",severity="warning"} 1',
    'carillon_outbox_messages 5',
    'carillon_outbox_oldest_age_seconds 9',
    'carillon_statistics_lag_rows 2',
  ])
    expect(await shown()).toContain(line)
  outbox = async () => await Promise.reject(new Error('no database'))
  await refresh()
  expect(faults).toEqual([])
  clock.advance(15_000)
  await refresh()
  expect(faults).toHaveLength(1)
  expect(await shown()).toContain('carillon_outbox_messages 5')
})
