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
  pushes: Counter<'vendor' | 'certificate' | 'outcome'>
  storedToVendorSeconds: Histogram<'vendor'>
  acknowledgementSeconds: Histogram
  vendorAnswers: Counter<'vendor' | 'outcome'>
  vendorAnswerSeconds: Histogram<'vendor'>
  journalRows: Counter
  devicesFinished: Counter<'stage' | 'reason'>
  outboxFinished: Counter
  lanesStopped: Gauge<'vendor'>
  receipts: Counter<'vendor' | 'kind' | 'result'>
  pushReports: Counter<'vendor' | 'kind' | 'result'>
  receiptsRefused: Counter<'vendor' | 'status'>
  sessions: Gauge<'platform'>
  laneWaitingPushes: Gauge<'vendor' | 'certificate'>
  laneInFlightRequests: Gauge<'vendor' | 'certificate'>
  laneGate: Gauge<'vendor' | 'certificate' | 'state'>
  openMessages: Gauge
  journalWaitingRows: Gauge
  journalOldestWaitSeconds: Gauge
  statisticsLagRows: Gauge
  outboxMessages: Gauge
  outboxOldestAgeSeconds: Gauge
  outboxOverdueSeconds: Gauge
  alarmsOpen: Gauge<'kind' | 'severity'>
  callbacks: Counter<'command' | 'result'>
  callbackSeconds: Histogram<'command'>
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
    pushes: counter(
      'pushes_total',
      'Pushes (tokens) vendors answered for; a push that is tried again counts again.',
      ['vendor', 'certificate', 'outcome'],
    ),
    storedToVendorSeconds: histogram(
      'stored_to_vendor_seconds',
      'From storing a message to the first request about it to a vendor, for each push.',
      ['vendor'],
    ),
    acknowledgementSeconds: histogram(
      'acknowledgement_seconds',
      'From handing a live copy to the connection to its acknowledgement by the app.',
    ),
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
    sessions: gauge('sessions', 'Logged-in connections.', ['platform']),
    laneWaitingPushes: gauge('lane_waiting_pushes', "Pushes in the queue of a certificate's lane.", [
      'vendor',
      'certificate',
    ]),
    laneInFlightRequests: gauge('lane_in_flight_requests', 'Requests to a vendor without an answer.', [
      'vendor',
      'certificate',
    ]),
    laneGate: gauge(
      'lane_gate',
      '1 for the state a lane is in: open, shut (the vendor fails), stopped (it refuses the certificate), trying.',
      ['vendor', 'certificate', 'state'],
    ),
    openMessages: gauge('open_messages', 'Messages the push engine works on in memory.'),
    journalWaitingRows: gauge('journal_waiting_rows', 'Journal rows that wait to be stored.'),
    journalOldestWaitSeconds: gauge(
      'journal_oldest_wait_seconds',
      'How long the oldest journal row has waited to be stored.',
    ),
    statisticsLagRows: gauge('statistics_lag_rows', 'Journal rows that are stored and not counted yet.'),
    outboxMessages: gauge('outbox_messages', 'Messages that are not settled on every device.'),
    outboxOldestAgeSeconds: gauge('outbox_oldest_age_seconds', 'Age of the oldest message in the outbox.'),
    outboxOverdueSeconds: gauge(
      'outbox_overdue_seconds',
      'How long ago the most overdue message that nobody works on was due.',
    ),
    alarmsOpen: gauge('alarms_open', 'Alarms that are open.', ['kind', 'severity']),
    callbacks: counter('callbacks_total', "What apps' backends were told and asked of.", [
      'command',
      'result',
    ]),
    callbackSeconds: histogram('callback_seconds', "From a callback to the backend's answer.", ['command']),
    logins: counter('logins_total', 'Logins.', ['platform']),
    loginsRefused: counter('logins_refused_total', 'Logins that were refused.', ['code']),
    connections: gauge('connections', 'Open connections.'),
    connectionsClosed: counter('connections_closed_total', 'Connections that ended.', ['code']),
    faults: counter('faults_total', 'Things that should not happen.', ['where']),
  }
}
