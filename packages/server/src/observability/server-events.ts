import { CloseCode } from '@carillon/protocol'

import type { ServerEvents } from '../events.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

/**
 * Writes the log line and the counter of each event. What happens with every message is logged at
 * `debug`, with every connection at `info`, and what somebody must act on at `error`.
 */
export const createServerEvents = ({ log, metrics }: { log: Logger; metrics: Metrics }): ServerEvents => {
  const stoppedLanes = new Set<number>()
  return {
    sendReceived(event) {
      metrics.messagesReceived.inc()
      log.debug(event, 'send received')
    },
    messageCommitted(event) {
      metrics.messagesCommitted.inc({ duplicate: String(event.duplicate) })
      log.debug(event, 'message committed')
    },
    sendAnswered(event) {
      metrics.sendSeconds.observe(event.durationMs / 1000)
      log.debug(event, 'send answered')
    },
    planned(event) {
      metrics.devicesPlanned.inc(event.devices)
      metrics.pushesPlanned.inc(event.pushes)
      log.debug(event, 'planned')
    },
    vendorRequest(event) {
      metrics.vendorRequests.inc({ vendor: event.vendor })
      const { sinceStoredMs, ...rest } = event
      for (const ms of sinceStoredMs)
        metrics.storedToVendorSeconds.observe({ vendor: event.vendor }, Math.max(0, ms) / 1000)
      log.debug(rest, 'vendor request')
    },
    vendorAnswer(event) {
      metrics.pushes.inc(
        { vendor: event.vendor, certificate: String(event.certificateID), outcome: event.outcome },
        event.tokens,
      )
      metrics.vendorAnswers.inc({ vendor: event.vendor, outcome: event.outcome })
      metrics.vendorAnswerSeconds.observe({ vendor: event.vendor }, event.durationMs / 1000)
      log.debug(event, 'vendor answer')
    },
    journalWritten(event) {
      metrics.journalRows.inc(event.rows)
      log.trace(event, 'journal written')
    },
    liveCopyAcknowledged({ durationMs }) {
      metrics.acknowledgementSeconds.observe(durationMs / 1000)
    },
    deviceFinished(event) {
      metrics.devicesFinished.inc({ stage: event.stage, reason: event.reason })
      log.debug(event, 'device finished')
    },
    outboxFinished(event) {
      metrics.outboxFinished.inc()
      log.debug(event, 'outbox finished')
    },
    laneStopped(event) {
      // A lane that is stopped again while it is stopped counts once.
      if (!stoppedLanes.has(event.certificateID)) metrics.lanesStopped.inc({ vendor: event.vendor })
      stoppedLanes.add(event.certificateID)
      log.error(event, 'the vendor refuses the certificate: mend it with carillon cert update')
    },
    laneResumed(event) {
      if (stoppedLanes.delete(event.certificateID)) metrics.lanesStopped.dec({ vendor: event.vendor })
      log.info(event, 'lane resumed')
    },
    deathsDoubted(event) {
      log.error(
        event,
        'nearly all tokens are declared dead, which is not believed: is the certificate for the environment, region and app that they come from?',
      )
    },
    receiptTaken(event) {
      metrics.receipts.inc({ vendor: event.vendor, kind: event.kind, result: event.result })
      log.debug(event, 'receipt taken')
    },
    pushReported({ what, result, vendor = 'none' }) {
      metrics.pushReports.inc({ vendor, kind: what, result })
      log.debug({ what, result, vendor }, 'push reported')
    },
    receiptsRefused(event) {
      metrics.receiptsRefused.inc({ vendor: event.vendor, status: event.status })
      log.warn(event, 'receipts refused')
    },
    alarmOpened(event) {
      if (event.severity === 'critical') log.error(event, 'alarm opened')
      else log.warn(event, 'alarm opened')
    },
    alarmClosed(event) {
      log.info(event, 'alarm closed')
    },
    callbackDone(event) {
      metrics.callbacks.inc({ command: event.command, result: event.result })
      metrics.callbackSeconds.observe({ command: event.command }, event.durationMs / 1000)
      if (event.result === 'answered') log.debug(event, 'callback')
      else log.warn(event, "the app's backend was not reached")
    },
    login(event) {
      metrics.logins.inc({ platform: event.platform })
      log.info(event, 'login')
    },
    loginRefused(event) {
      metrics.loginsRefused.inc({ code: event.code })
      log.info(event, 'login refused')
    },
    connectionOpened(event) {
      metrics.connections.inc()
      log.debug(event, 'connection opened')
    },
    connectionClosed(event) {
      metrics.connections.dec()
      metrics.connectionsClosed.inc({ code: closeCodeLabel(event.code) })
      log.debug(event, 'connection closed')
    },
    fault({ where, error }) {
      metrics.faults.inc({ where })
      log.error({ where, err: error }, 'fault')
    },
  }
}

const knownCloseCodes = new Set<number>([1000, 1001, 1005, 1006, ...Object.values(CloseCode)])

/** A client may close with any code it likes; a label must not have any number of values. */
const closeCodeLabel = (code: number): string => (knownCloseCodes.has(code) ? String(code) : 'other')
