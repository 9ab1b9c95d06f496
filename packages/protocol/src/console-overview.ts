import type { VendorWords } from './outcomes.ts'
import type { ReasonCode } from './reasons.ts'
import type { VendorId } from './vendors.ts'

/** Counts of a funnel, by name. */
export type ConsoleFunnelCount =
  | 'eligible'
  | 'acknowledged'
  | 'accepted'
  | 'refused'
  | 'suppressed'
  | 'expired'
  | 'delivered'
  | 'shown'
  | 'tapped'
  | 'dropped'

/**
 * Devices by what became of messages there. `eligible` is the sum of acknowledged, accepted, refused,
 * suppressed and expired. What follows `accepted` is known as far as vendors and apps report it.
 */
export type ConsoleFunnel = Readonly<Record<ConsoleFunnelCount, number>>

/** Devices that did not get what they were to get, by cause. */
export interface ConsoleLoss {
  stage: 'refused' | 'suppressed' | 'expired' | 'dropped'
  reason: ReasonCode
  count: number
}

/** What is drawn over time. `lost` is refused, suppressed, expired and dropped together. */
export const consoleSeriesNames = ['eligible', 'accepted', 'delivered', 'tapped', 'lost'] as const

export type ConsoleSeriesName = (typeof consoleSeriesNames)[number]

/** What became of an app's pushes in a span, for the charts of the overview. */
export interface ConsoleStatistics {
  /** Start of the first step. */
  fromMs: number
  untilMs: number
  /** When the journal was last counted: what is younger is not in here. */
  countedAtMs: number
  step: 'hour' | 'day'
  /** Columns of equal length, oldest first; `atMs` is where a step starts. */
  series: { atMs: readonly number[] } & Readonly<Record<ConsoleSeriesName, readonly number[]>>
  total: ConsoleFunnel
  /** By weight. */
  losses: readonly ConsoleLoss[]
  /** Most devices first. `key` is '' where a device has no vendor. */
  byVendor: readonly (ConsoleFunnel & { key: VendorId | '' })[]
  /** By the vendors' classes, most devices first. `key` is '' where none was asked. */
  byClass: readonly (ConsoleFunnel & { key: string })[]
  /** What the span holds without the filters: what can be chosen. */
  vendors: readonly VendorId[]
  classes: readonly string[]
  /** Versions of the app that were seen in the last week. */
  appVersions: readonly string[]
}

/** How the way of one certificate's pushes stands in this server. */
export interface ConsoleLane {
  certificateID: number
  vendor: VendorId
  name: string
  /**
   * `idle`: nothing has been sent since the server's start. `shut`: the vendor fails. `stopped`: it refuses
   * the certificate. `trying`: one request finds out.
   */
  state: 'idle' | 'open' | 'shut' | 'stopped' | 'trying'
  /** Pushes in its queue. */
  waiting: number
  /** Requests without an answer. */
  inFlight: number
  /** Why it is not open. */
  cause?: { reason: ReasonCode; words: VendorWords; retryAtMs?: number }
}

/** The lanes of an app, and what all lanes share. */
export interface ConsoleLanes {
  lanes: readonly ConsoleLane[]
  /** Messages this server works on, of all apps. */
  openMessages: number
  /** Journal rows that wait to be stored, and for how long the oldest does. */
  journal: { rows: number; oldestMs: number }
}

/**
 * What becomes of a day's share when the rest of the day goes as the day so far. `spent`: nothing is taken
 * until it is given again. `runs-out`: it is spent at `atMs`, and ordinary messages wait from
 * `ordinaryUntilMs` on, for the last part is kept for calls and mentions. `lasts`: so many will be used.
 * `too-early`: the day is too young to say.
 */
export type ConsoleQuotaForecast =
  | { kind: 'spent' }
  | { kind: 'runs-out'; atMs: number; ordinaryUntilMs: number }
  | { kind: 'lasts'; usedAtReset: number }
  | { kind: 'too-early' }

/** A vendor's share of the day: so many notifications of a class. */
export interface ConsoleQuota {
  certificateID: number
  vendor: VendorId
  name: string
  /** In the vendor's words. */
  className: string
  used: number
  perDay: number
  /** Kept for calls and mentions. */
  reserve: number
  /** When the share is given again. */
  resetsAtMs: number
  forecast: ConsoleQuotaForecast
}

/** What alarms are about; docs/alarms.md tells when each opens and closes. */
export type AlarmKind =
  | 'acceptance-rate'
  | 'receipt-rate'
  | 'certificate-expiry'
  | 'quota-near'
  | 'lane-stopped'
  | 'lane-shut'
  | 'dead-tokens'
  | 'journal-lag'
  | 'outbox-lag'

/** Something somebody should look at, or that was. */
export interface ConsoleAlarm {
  alarmID: number
  kind: AlarmKind
  /** What it is about: a vendor, a certificate ID, 'server' or 'database'. */
  subject: string
  severity: 'warning' | 'critical'
  openedAtMs: number
  /** Absent while it is open. */
  closedAtMs?: number
  /** What was measured last: a share, days, seconds, a count, by its kind. */
  lastValue?: number
  /** What was found, in English. */
  text: string
  meaning: string
  remedy: string
  /** The certificate it is about. */
  certificate?: { certificateID: number; sdkAppID: number; vendor: VendorId; name: string }
}
