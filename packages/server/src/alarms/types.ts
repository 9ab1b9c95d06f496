import type { AlarmKind } from '@carillon/protocol'

export type AlarmSeverity = 'warning' | 'critical'

/** An alarm as it is kept. */
export interface Alarm {
  alarmID: number
  kind: AlarmKind
  /** What it is about: a vendor, a certificate ID, 'server' or 'database'. */
  subject: string
  severity: AlarmSeverity
  openedAtMs: number
  /** Absent while it is open. */
  closedAtMs?: number
  /** What was measured last: a share, days, seconds, a count, by its kind. */
  lastValue?: number
  text: string
  /** When it was last looked at. */
  updatedAtMs: number
}

/**
 * What is known of one matter now. `unsure`: too little to say, so that nothing changes.
 */
export interface Signal {
  kind: AlarmKind
  subject: string
  state: 'bad' | 'good' | 'unsure'
  severity: AlarmSeverity
  value?: number
  text: string
}

/** What is to be done about alarms. */
export type AlarmChange =
  | { change: 'open'; signal: Signal }
  | { change: 'update'; alarm: Alarm; signal: Signal }
  | { change: 'close'; alarm: Alarm; text: string; value?: number }
