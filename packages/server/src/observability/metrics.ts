import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The server's counters. Labels have few values: vendors, outcomes, reasons, codes of a list. */
export interface Metrics {
  registry: Registry
  messagesReceived: Counter
  messagesCommitted: Counter<'duplicate'>
  sendSeconds: Histogram
  devicesPlanned: Counter
  pushesPlanned: Counter
  vendorRequests: Counter<'vendor'>
  vendorAnswers: Counter<'vendor' | 'outcome'>
  vendorAnswerSeconds: Histogram<'vendor'>
  journalRows: Counter
  devicesFinished: Counter<'stage' | 'reason'>
  outboxFinished: Counter
  lanesStopped: Gauge<'vendor'>
  receipts: Counter<'vendor' | 'kind' | 'result'>
  pushReports: Counter<'vendor' | 'kind' | 'result'>
  receiptsRefused: Counter<'vendor' | 'status'>
  logins: Counter<'platform'>
  loginsRefused: Counter<'code'>
  connections: Gauge
  connectionsClosed: Counter<'code'>
  faults: Counter<'where'>
}

const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/**
 * Makes the counters in a registry of their own: several servers may live in one process.
 * @param options `processMetrics` adds memory, event loop and garbage collection of the process
 */
export const createMetrics = (options: { processMetrics?: boolean } = {}): Metrics => {
  const registry = new Registry()
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> =>
    new Counter({ name: `carillon_${name}`, help, labelNames: [...labelNames], registers })
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []): Gauge<T> =>
    new Gauge({ name: `carillon_${name}`, help, labelNames: [...labelNames], registers })
  const histogram = <T extends string>(
    name: string,
    help: string,
    labelNames: readonly T[] = [],
  ): Histogram<T> =>
    new Histogram({ name: `carillon_${name}`, help, labelNames: [...labelNames], buckets: quick, registers })
  return {
    registry,
    messagesReceived: counter('messages_received_total', 'Sends that were parsed and checked.'),
    messagesCommitted: counter('messages_committed_total', 'Messages stored.', ['duplicate']),
    sendSeconds: histogram('send_seconds', 'From a send to its answer.'),
    devicesPlanned: counter('devices_planned_total', 'Devices the planner decided about.'),
    pushesPlanned: counter('pushes_planned_total', 'Devices the planner decided to push to.'),
    vendorRequests: counter('vendor_requests_total', 'Requests to vendors.', ['vendor']),
    vendorAnswers: counter('vendor_answers_total', 'Answers of vendors.', ['vendor', 'outcome']),
    vendorAnswerSeconds: histogram('vendor_answer_seconds', 'From a request to its answer.', ['vendor']),
    journalRows: counter('journal_rows_total', 'Journal rows stored.'),
    devicesFinished: counter('devices_finished_total', 'Devices a message was settled for.', [
      'stage',
      'reason',
    ]),
    outboxFinished: counter('outbox_finished_total', 'Messages settled on every device.'),
    lanesStopped: gauge('lanes_stopped', 'Certificates their vendor refuses at present.', ['vendor']),
    receipts: counter('receipts_total', 'What vendors reported about pushes.', ['vendor', 'kind', 'result']),
    pushReports: counter('push_reports_total', 'What apps reported about pushes to their phones.', [
      'vendor',
      'kind',
      'result',
    ]),
    receiptsRefused: counter('receipts_refused_total', 'Requests with receipts that were not taken.', [
      'vendor',
      'status',
    ]),
    logins: counter('logins_total', 'Logins.', ['platform']),
    loginsRefused: counter('logins_refused_total', 'Logins that were refused.', ['code']),
    connections: gauge('connections', 'Open connections.'),
    connectionsClosed: counter('connections_closed_total', 'Connections that ended.', ['code']),
    faults: counter('faults_total', 'Things that should not happen.', ['where']),
  }
}
