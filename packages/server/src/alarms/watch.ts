import type { ApnsCertificate } from '@carillon/channels'

import type { Clock } from '../clock.ts'
import type { ServerEvents } from '../events.ts'
import { loadOutboxState } from '../push/outbox/state.ts'
import { usedShares } from '../push/quota/used-shares.ts'
import type { PushEngineState } from '../push/types.ts'
import type { Db } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import { alarmKey, evaluate } from './evaluate.ts'
import {
  certificatesThatEnd,
  closeAlarm,
  insertAlarm,
  noteTold,
  openAlarms,
  untoldAlarms,
  updateAlarm,
  vendorsBefore,
} from './queries.ts'
import { signalsOf, type Observation } from './signals.ts'
import type { Alarm, AlarmChange } from './types.ts'
import { tellWebhook, type WebhookTarget } from './webhook.ts'
import type { RecentCounts } from './window.ts'

/** What watches the server and raises alarms. */
export interface AlarmWatch {
  start(): void
  /** Looks once, now. */
  look(): Promise<void>
  /** Alarms that were open at the last look. */
  open(): readonly Alarm[]
  stop(): Promise<void>
}

export interface AlarmWatchParts {
  db: Db
  clock: Clock
  events: Pick<ServerEvents, 'alarmOpened' | 'alarmClosed' | 'fault'>
  tenants: Pick<Tenants, 'certificate'>
  push: { state(): PushEngineState }
  recent: RecentCounts
  webhook: WebhookTarget | undefined
}

const intervalMs = 15_000
/** What happened longer ago is no news any more. */
const toldForMs = 24 * 3_600_000
const certificatesEveryMs = 3_600_000

/** Looks every 15 seconds; what it finds is kept in the database, logged, and told to the webhook. */
export const createAlarmWatch = (parts: AlarmWatchParts): AlarmWatch => {
  const { db, clock, events, tenants, push, recent, webhook } = parts
  const stopping = new AbortController()
  let open = new Map<string, Alarm>()
  let certificates: Observation['certificates'] = []
  let certificatesAtMs = -Infinity
  const shutSince = new Map<number, number>()
  let running: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  const observe = async (): Promise<Observation> => {
    const nowMs = clock.now()
    const [before, outbox, quotas] = await Promise.all([
      vendorsBefore(db, nowMs),
      loadOutboxState(db, nowMs),
      usedShares(db, tenants, nowMs),
    ])
    if (nowMs - certificatesAtMs >= certificatesEveryMs) {
      certificates = await loadEnds(db, tenants)
      certificatesAtMs = nowMs
    }
    const { lanes, journal } = push.state()
    for (const { certificateID, gate } of lanes) {
      // A trial that is out does not make it work yet.
      if (gate === 'open' || gate === 'stopped') shutSince.delete(certificateID)
      else if (!shutSince.has(certificateID)) shutSince.set(certificateID, nowMs)
    }
    return {
      nowMs,
      vendors: recent.vendors().map((vendor) => ({
        vendor,
        lastTenMinutes: recent.of(vendor, 10),
        lastHalfHour: recent.of(vendor, 30),
        before: before.find((one) => one.vendor === vendor) ?? { ended: 0, accepted: 0, delivered: 0 },
      })),
      lanes: lanes.map((lane) => {
        const shutSinceMs = shutSince.get(lane.certificateID)
        return { ...lane, ...(shutSinceMs === undefined ? {} : { shutSinceMs }) }
      }),
      certificates,
      quotas,
      journalWaitMs: journal.oldestMs,
      outboxOverdueMs: outbox.overdueMs,
    }
  }

  const apply = async (change: AlarmChange, nowMs: number): Promise<void> => {
    switch (change.change) {
      case 'open': {
        const alarm = await insertAlarm(db, change.signal, nowMs)
        if (alarm) events.alarmOpened(told(alarm))
        return
      }
      case 'update': {
        const { alarm, signal } = change
        const updated = await updateAlarm(db, alarm.alarmID, signal, nowMs)
        if (updated && updated.severity !== alarm.severity) events.alarmOpened(told(updated))
        return
      }
      case 'close': {
        const { alarm, ...words } = change
        const closed = await closeAlarm(db, alarm.alarmID, words, nowMs)
        if (closed) events.alarmClosed(told(closed))
        return
      }
      default:
        change satisfies never
    }
  }

  const tell = async (target: WebhookTarget): Promise<void> => {
    for (const { alarm, isNew } of await untoldAlarms(db, clock.now() - toldForMs)) {
      if (stopping.signal.aborted) return
      const how = { clock, signal: stopping.signal }
      if (isNew) {
        const { closedAtMs: _, ...asOpen } = alarm
        await tellWebhook(target, 'alarm.opened', asOpen, how)
        await noteTold(db, { alarmID: alarm.alarmID, ofClosing: false, nowMs: clock.now() })
      }
      if (alarm.closedAtMs === undefined) continue
      await tellWebhook(target, 'alarm.closed', alarm, how)
      await noteTold(db, { alarmID: alarm.alarmID, ofClosing: true, nowMs: clock.now() })
    }
  }

  const loadOpen = async (): Promise<void> => {
    open = new Map((await openAlarms(db)).map((alarm) => [alarmKey(alarm), alarm]))
  }

  const lookOnce = async (): Promise<void> => {
    await loadOpen()
    const seen = await observe()
    const signals = signalsOf(seen, (kind, subject) => open.has(alarmKey({ kind, subject })))
    for (const change of evaluate(signals, open, seen.nowMs)) await apply(change, seen.nowMs)
    await loadOpen()
    if (webhook) await tell(webhook)
  }

  const look = async (): Promise<void> => {
    running = running
      .then(async () => await lookOnce())
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) events.fault({ where: 'alarms', error })
      })
    await running
  }

  const turn = (): void => {
    void look().then(() => {
      if (!stopping.signal.aborted) cancel = clock.after(intervalMs, turn)
    })
  }

  return {
    start() {
      cancel = clock.after(intervalMs, turn)
    },
    look,
    open: () => [...open.values()],
    async stop() {
      stopping.abort()
      cancel?.()
      await running
    },
  }
}

const told = ({ kind, subject, severity, text, lastValue }: Alarm) => ({
  kind,
  subject,
  severity,
  text,
  value: lastValue,
})

/** Ends of the certificates that have one; a credential that cannot be opened is another alarm's matter. */
const loadEnds = async (
  db: Db,
  tenants: Pick<Tenants, 'certificate'>,
): Promise<Observation['certificates']> => {
  const ends: Observation['certificates'][number][] = []
  for (const certificateID of await certificatesThatEnd(db)) {
    const found = await tenants.certificate(certificateID).catch(() => undefined)
    const credential = (found?.certificate as ApnsCertificate | undefined)?.credential
    if (found && credential?.kind === 'certificate') {
      const { vendor, name } = found
      ends.push({ certificateID, vendor, name, notAfterMs: credential.notAfterMs })
    }
  }
  return ends
}
