import type { AlarmKind, VendorId } from '@carillon/protocol'

import type { LaneState } from '../push/lanes/types.ts'
import type { Signal } from './types.ts'

const DAY_MS = 86_400_000

/** What became of a vendor's pushes in a span. */
export interface VendorCounts {
  /** Tokens answered for. */
  answered: number
  accepted: number
  /** Tokens declared dead. */
  dead: number
  delivered: number
}

/** All that signals follow from. */
export interface Observation {
  nowMs: number
  vendors: readonly {
    vendor: VendorId
    lastTenMinutes: VendorCounts
    lastHalfHour: VendorCounts
    /** The 24 hours before. */
    before: { ended: number; accepted: number; delivered: number }
  }[]
  lanes: readonly (LaneState & { shutSinceMs?: number })[]
  certificates: readonly { certificateID: number; vendor: VendorId; name: string; notAfterMs: number }[]
  /** Shares of apps: what is used of them today. */
  quotas: readonly {
    certificateID: number
    vendor: VendorId
    className: string
    used: number
    perDay: number
  }[]
  journalWaitMs: number
  /** Undefined when the database could not be asked. */
  outboxOverdueMs: number | undefined
}

/** Whether an alarm of the kind about the subject is open: what it takes to close is more than not to open. */
export type IsOpen = (kind: AlarmKind, subject: string) => boolean

const limits = {
  acceptance: { least: 50, leastBefore: 200, open: 0.8, close: 0.9 },
  receipts: { least: 100, leastBefore: 200, leastShareBefore: 0.05, open: 0.5, close: 0.75 },
  dead: { least: 50, open: 0.2, close: 0.1 },
  expiry: { warnDays: 30, criticalDays: 7 },
  quota: { open: 0.9, close: 0.85 },
  laneShutMs: 120_000,
  journalMs: { open: 10_000, close: 2_000 },
  outboxMs: { open: 120_000, close: 30_000 },
}

/** What is good and what is bad, by rules that docs/alarms.md tells. Pure. */
export const signalsOf = (seen: Observation, isOpen: IsOpen): Signal[] => [
  ...seen.vendors.flatMap((vendor) => [
    acceptanceSignal(vendor, isOpen),
    ...receiptSignal(vendor, isOpen),
    deadSignal(vendor, isOpen),
  ]),
  ...seen.lanes.flatMap((lane) => laneSignals(lane, seen.nowMs)),
  ...seen.certificates.map((certificate) => expirySignal(certificate, seen.nowMs)),
  ...seen.quotas.map((quota) => quotaSignal(quota, isOpen)),
  aboveSignal(
    'journal-lag',
    'server',
    seen.journalWaitMs,
    limits.journalMs,
    isOpen,
    (seconds) => `Journal rows wait for ${seconds} s to be stored.`,
  ),
  ...(seen.outboxOverdueMs === undefined
    ? []
    : [
        aboveSignal(
          'outbox-lag',
          'database',
          seen.outboxOverdueMs,
          limits.outboxMs,
          isOpen,
          (seconds) => `A message has been due for ${seconds} s and nobody works on it.`,
        ),
      ]),
]

type SeenVendor = Observation['vendors'][number]

/** Bad below one share of what it was, good above another; between them it stays what it is. */
const fallSignal = (
  signal: Pick<Signal, 'kind' | 'subject' | 'severity' | 'text'>,
  { now, before }: { now: number; before: number },
  shares: { open: number; close: number },
  isOpen: IsOpen,
): Signal => {
  const threshold = before * (isOpen(signal.kind, signal.subject) ? shares.close : shares.open)
  return { ...signal, value: now, state: now < threshold ? 'bad' : 'good' }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const acceptanceSignal = ({ vendor, lastTenMinutes, before }: SeenVendor, isOpen: IsOpen): Signal => {
  const { least, leastBefore } = limits.acceptance
  const { answered, accepted } = lastTenMinutes
  const base = { kind: 'acceptance-rate', subject: vendor, severity: 'critical' } as const
  if (answered < least || before.ended < leastBefore || before.accepted === 0)
    return { ...base, state: 'unsure', text: `${answered} pushes are too few to say.` }
  const shares = { now: accepted / answered, before: before.accepted / before.ended }
  const text = `${vendor} took ${percent(shares.now)} of ${answered} pushes in 10 minutes; in the 24 hours before it took ${percent(shares.before)}.`
  return fallSignal({ ...base, text }, shares, limits.acceptance, isOpen)
}

const receiptSignal = ({ vendor, lastHalfHour, before }: SeenVendor, isOpen: IsOpen): Signal[] => {
  const { least, leastBefore, leastShareBefore } = limits.receipts
  const { accepted, delivered } = lastHalfHour
  // One that reports nothing, or hardly anything, says nothing by silence.
  if (before.accepted < leastBefore || before.delivered / before.accepted < leastShareBefore) return []
  const base = { kind: 'receipt-rate', subject: vendor, severity: 'warning' } as const
  if (accepted < least) return [{ ...base, state: 'unsure', text: `${accepted} pushes are too few to say.` }]
  const shares = { now: delivered / accepted, before: before.delivered / before.accepted }
  const text = `${vendor} reported ${percent(shares.now)} of ${accepted} pushes as delivered in 30 minutes; in the 24 hours before it was ${percent(shares.before)}.`
  return [fallSignal({ ...base, text }, shares, limits.receipts, isOpen)]
}

const deadSignal = ({ vendor, lastTenMinutes }: SeenVendor, isOpen: IsOpen): Signal => {
  const { answered, dead } = lastTenMinutes
  const base = { kind: 'dead-tokens', subject: vendor, severity: 'critical', value: dead } as const
  const text = `${vendor} declared ${dead} of ${answered} tokens dead in 10 minutes.`
  const share = answered === 0 ? 0 : dead / answered
  const wasOpen = isOpen(base.kind, vendor)
  if (wasOpen) return { ...base, text, state: share < limits.dead.close ? 'good' : 'bad' }
  return { ...base, text, state: dead >= limits.dead.least && share >= limits.dead.open ? 'bad' : 'good' }
}

const laneSignals = (lane: Observation['lanes'][number], nowMs: number): Signal[] => {
  const { vendor, certificateID, gate, shutSinceMs } = lane
  const subject = String(certificateID)
  // While one request finds out, neither is known.
  if (gate === 'trying')
    return (['lane-stopped', 'lane-shut'] as const).map((kind) => ({
      kind,
      subject,
      severity: 'critical',
      state: 'unsure',
      text: `The lane of ${vendor} is being tried.`,
    }))
  const shutMs = shutSinceMs === undefined ? 0 : nowMs - shutSinceMs
  return [
    {
      kind: 'lane-stopped',
      subject,
      severity: 'critical',
      state: gate === 'stopped' ? 'bad' : 'good',
      text: `${vendor} refuses certificate ${certificateID}: nothing is sent with it.`,
    },
    {
      kind: 'lane-shut',
      subject,
      severity: 'warning',
      state: gate !== 'shut' ? 'good' : shutMs >= limits.laneShutMs ? 'bad' : 'unsure',
      value: Math.round(shutMs / 1000),
      text: `${vendor} has failed every trial with certificate ${certificateID} for ${Math.round(shutMs / 1000)} s.`,
    },
  ]
}

const quotaSignal = (
  { certificateID, vendor, className, used, perDay }: Observation['quotas'][number],
  isOpen: IsOpen,
): Signal => {
  const subject = `${certificateID}/${className}`
  const share = perDay === 0 ? 1 : used / perDay
  const bound = isOpen('quota-near', subject) ? limits.quota.close : limits.quota.open
  return {
    kind: 'quota-near',
    subject,
    severity: share >= 1 ? 'critical' : 'warning',
    state: share >= bound ? 'bad' : 'good',
    value: used,
    text: `${used} of ${perDay} notifications of class ${className} that ${vendor} takes a day with certificate ${certificateID} are used (${percent(share)}).`,
  }
}

const expirySignal = (
  { certificateID, vendor, name, notAfterMs }: Observation['certificates'][number],
  nowMs: number,
): Signal => {
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS)
  const { warnDays, criticalDays } = limits.expiry
  const end = new Date(notAfterMs).toISOString().slice(0, 10)
  return {
    kind: 'certificate-expiry',
    subject: String(certificateID),
    severity: days <= criticalDays ? 'critical' : 'warning',
    state: days <= warnDays ? 'bad' : 'good',
    value: days,
    text:
      days < 0
        ? `Certificate ${certificateID} (${vendor}, ${name}) ran out on ${end}.`
        : `Certificate ${certificateID} (${vendor}, ${name}) runs out in ${days} days, on ${end}.`,
  }
}

const aboveSignal = (
  kind: AlarmKind,
  subject: string,
  valueMs: number,
  bounds: { open: number; close: number },
  isOpen: IsOpen,
  textOf: (seconds: number) => string,
): Signal => {
  const seconds = Math.round(valueMs / 1000)
  const bound = isOpen(kind, subject) ? bounds.close : bounds.open
  const state = valueMs > bound ? 'bad' : 'good'
  return { kind, subject, severity: 'critical', value: seconds, state, text: textOf(seconds) }
}
