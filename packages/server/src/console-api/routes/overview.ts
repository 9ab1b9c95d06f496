import type {
  ConsoleAlarm,
  ConsoleLane,
  ConsoleLanes,
  ConsoleQuota,
  ConsoleStatistics,
} from '@carillon/protocol'
import Type from 'typebox'

import { alarmKinds, listAlarms, type Alarm } from '../../alarms/index.ts'
import { reserveOf } from '../../push/planner/quota.ts'
import { forecastQuota } from '../../push/quota/forecast.ts'
import { usedSharesOf } from '../../push/quota/used-shares.ts'
import { statisticsOverview } from '../../push/statistics/overview.ts'
import { isTimeZone } from '../../push/statistics/steps.ts'
import type { LoadedCertificate } from '../../tenants/types.ts'
import { invalidField } from '../console-error.ts'
import type { ConsoleParts } from '../parts.ts'
import { route } from '../route.ts'
import { appPath, exactly, vendorID } from './fields.ts'

/** A chart has room for so many steps. */
const mostHours = { hour: 7 * 24, day: 31 * 24 }
const mostAlarms = 100
const HOUR_MS = 3_600_000

const hours = (most: number) => Type.Optional(Type.Integer({ minimum: 1, maximum: most }))
/** As `push_stats` holds it: any text but for control characters. */
const keyText = Type.Optional(Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\x00-\\x1f]+$' }))

/** What happens, what is lost, and what needs somebody. */
export const overviewRoutes = [
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/statistics',
    summary:
      'What became of pushes in the last hours: over time, by cause, vendor and class. By hour for 7 days at most, by day for 31',
    role: 'support',
    params: appPath,
    query: exactly({
      hours: hours(mostHours.day),
      by: Type.Optional(Type.Union([Type.Literal('hour'), Type.Literal('day')])),
      timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      vendor: Type.Optional(vendorID),
      class: keyText,
      appVersion: keyText,
    }),
    async handle({ params, query }, { parts }): Promise<ConsoleStatistics> {
      await parts.admin.app(params.sdkAppID)
      const { hours: span = 24, by = 'hour', timeZone = 'UTC', vendor, ...filters } = query
      if (span > mostHours[by])
        throw invalidField('hours', `By hour at most ${mostHours.hour} hours can be shown: ask by day.`)
      if (!isTimeZone(timeZone))
        throw invalidField('timeZone', 'There is no such time zone. Its name is one such as Asia/Shanghai.')
      return await statisticsOverview(parts.database, {
        ...params,
        nowMs: parts.clock.now(),
        hours: span,
        by,
        timeZone,
        ...(vendor === undefined ? {} : { vendor }),
        ...filters,
      })
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/lanes',
    summary: 'The ways to the vendors, one a certificate, as they stand in this server now',
    role: 'support',
    params: appPath,
    handle: async ({ params }, { parts }): Promise<ConsoleLanes> => {
      const { lanes, ...shared } = parts.push.state()
      const states = new Map(lanes.map((lane) => [lane.certificateID, lane]))
      const certificates = await parts.admin.listCertificates(params.sdkAppID)
      return {
        ...shared,
        lanes: certificates.map(({ certificateID, vendor, name }): ConsoleLane => {
          const { gate = 'idle', waiting = 0, inFlight = 0, cause } = states.get(certificateID) ?? {}
          return {
            certificateID,
            vendor,
            name,
            state: gate,
            waiting,
            inFlight,
            ...(cause === undefined ? {} : { cause }),
          }
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/quotas',
    summary: 'What is used today of the vendors’ daily shares, and whether the rest lasts',
    role: 'support',
    params: appPath,
    handle: async ({ params }, { parts }) => ({ quotas: await quotasOf(parts, params.sdkAppID) }),
  }),
  route({
    method: 'GET',
    path: '/alarms',
    summary:
      'Alarms that are open, and those of the last hours that were, with what they mean and what to do',
    role: 'support',
    query: exactly({ hours: hours(mostHours.day) }),
    async handle({ query }, { parts }) {
      const nowMs = parts.clock.now()
      const fromMs = nowMs - (query.hours ?? 24) * HOUR_MS
      const alarms = await listAlarms(parts.database, { fromMs, untilMs: nowMs + 1, limit: mostAlarms })
      return { alarms: await Promise.all(alarms.map(async (alarm) => await shownAlarm(parts, alarm))) }
    },
  }),
]

const quotasOf = async (
  { admin, tenants, database, clock }: ConsoleParts,
  sdkAppID: number,
): Promise<ConsoleQuota[]> => {
  const nowMs = clock.now()
  const loaded = await Promise.all(
    (await admin.listCertificates(sdkAppID)).map(
      // One whose credential cannot be opened is told of on its own page.
      async ({ certificateID }) => await tenants.certificate(certificateID).catch(() => undefined),
    ),
  )
  const certificates = loaded.filter((one): one is LoadedCertificate => one !== undefined)
  return (await usedSharesOf(database, certificates, nowMs)).map((share) => ({
    ...share,
    reserve: reserveOf(share.perDay),
    forecast: forecastQuota(share, nowMs),
  }))
}

const shownAlarm = async (
  { tenants }: Pick<ConsoleParts, 'tenants'>,
  alarm: Alarm,
): Promise<ConsoleAlarm> => {
  const { meaning, remedy } = alarmKinds[alarm.kind]
  // "10001", or "10001/private" for a class.
  const number = Number(/^(\d+)(?:\/|$)/.exec(alarm.subject)?.[1])
  const found = number > 0 ? await tenants.certificate(number).catch(() => undefined) : undefined
  const certificate = found && {
    certificateID: number,
    sdkAppID: found.sdkAppID,
    vendor: found.vendor,
    name: found.name,
  }
  const { updatedAtMs: _, ...told } = alarm
  return { ...told, meaning, remedy, ...(certificate === undefined ? {} : { certificate }) }
}
