import type { Clock } from '../clock.ts'
import type { LiveConnections } from '../presence/index.ts'
import type { OutboxState } from '../push/outbox/state.ts'
import type { PushEngineState } from '../push/types.ts'
import type { Metrics } from './metrics.ts'

/** Where gauges come from. */
export interface GaugeSources {
  metrics: Metrics
  clock: Clock
  push: { state(): PushEngineState }
  connections: Pick<LiveConnections, 'all'>
  alarms: { open(): readonly { kind: string; severity: 'warning' | 'critical' }[] }
  /** Asks the database, no more often than every `askedEveryMs`. */
  outbox(): Promise<OutboxState>
  fault(error: unknown): void
}

const askedEveryMs = 15_000
const longestWaitMs = 2_000
const gates = ['open', 'shut', 'stopped', 'trying'] as const

/**
 * Makes what sets the gauges to how things stand, to be called before they are shown. What the database
 * would tell is left as it was when it does not answer in time: the others are what one looks for then.
 */
export const createGaugeRefresh = (sources: GaugeSources): (() => Promise<void>) => {
  const { metrics, clock } = sources
  let askedAtMs = -Infinity
  let asking: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    askedAtMs = clock.now()
    try {
      const { messages, oldestAgeMs, overdueMs, uncountedRows } = await sources.outbox()
      metrics.outboxMessages.set(messages)
      metrics.outboxOldestAgeSeconds.set(oldestAgeMs / 1000)
      metrics.outboxOverdueSeconds.set(overdueMs / 1000)
      metrics.statisticsLagRows.set(uncountedRows)
    } catch (error) {
      sources.fault(error)
    }
    asking = undefined
  }

  return async () => {
    const { lanes, openMessages, journal } = sources.push.state()
    metrics.openMessages.set(openMessages)
    metrics.journalWaitingRows.set(journal.rows)
    metrics.journalOldestWaitSeconds.set(journal.oldestMs / 1000)
    for (const gauge of [metrics.laneWaitingPushes, metrics.laneInFlightRequests, metrics.laneGate])
      gauge.reset()
    for (const { vendor, certificateID, waiting, inFlight, gate } of lanes) {
      const labels = { vendor, certificate: String(certificateID) }
      metrics.laneWaitingPushes.set(labels, waiting)
      metrics.laneInFlightRequests.set(labels, inFlight)
      for (const state of gates) metrics.laneGate.set({ ...labels, state }, state === gate ? 1 : 0)
    }
    metrics.sessions.reset()
    for (const { platform } of sources.connections.all()) metrics.sessions.inc({ platform })
    metrics.alarmsOpen.reset()
    for (const { kind, severity } of sources.alarms.open()) metrics.alarmsOpen.inc({ kind, severity })
    if (asking === undefined && clock.now() - askedAtMs >= askedEveryMs) asking = ask()
    if (asking === undefined) return
    const waited = Promise.withResolvers<void>()
    const cancel = clock.after(longestWaitMs, waited.resolve)
    await Promise.race([asking, waited.promise])
    cancel()
  }
}
