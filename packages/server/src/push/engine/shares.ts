import { quotaDayOf, quotaOf, quotaResetMs, type QuotaShare } from '@carillon/channels'
import type { FinalStage } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import type { AppSettings, LoadedCertificate, Tenants } from '../../tenants/types.ts'
import { deviceKeyText } from '../journal/progress.ts'
import { reserveOf } from '../planner/quota.ts'
import type { Decision, PlanInput, PlannableDevice, QuotaStanding } from '../planner/types.ts'
import { isCall } from '../planner/urgency.ts'
import type { QuotaKey } from '../quota/counts.ts'
import { createQuotaLedger } from '../quota/ledger.ts'
import { Backlog, gatherLateMs, type BacklogMessage } from './backlog.ts'
import type { Job } from './open-message.ts'
import type { PlanOrder } from './planning.ts'

/** One order with the devices it is about. */
interface Planned {
  order: PlanOrder
  devices: readonly PlannableDevice[]
  settings: AppSettings
}

/** What vendors' shares of the day, and what waits for devices already, say to the planner. */
export interface Shares {
  /** Makes sure that what `inputOf` will be asked about is known. */
  load(planned: readonly Planned[]): Promise<void>
  inputOf(planned: Planned): Pick<PlanInput, 'quotas' | 'backlogs'>
  /** Takes note of what was decided; answers the decisions with what was counted for them. */
  decided(planned: Planned, decisions: readonly Decision[]): readonly Decision[]
  /** A device's part of a message has ended. */
  ended(job: Job, stage: FinalStage, isFolded: boolean): void
  close(): Promise<void>
}

interface Counted {
  key: QuotaKey
  limit: number
}

export const createShares = (parts: {
  db: Db
  tenants: Pick<Tenants, 'certificate'>
  clock: Clock
  fault: (error: unknown) => void
}): Shares => {
  const { tenants, clock } = parts
  const ledger = createQuotaLedger(parts)
  const backlog = new Backlog()
  /** Certificates of tokens whose vendors have shares, as they were when last needed. */
  const certificates = new Map<number, LoadedCertificate>()

  const shareOf = ({ order }: Planned, { token }: PlannableDevice): QuotaShare | undefined => {
    const certificate = token === null ? undefined : certificates.get(token.certificateID)
    return (
      certificate &&
      quotaOf(certificate.vendor, certificate.certificate, order.open.message.record.offlinePushInfo ?? {})
    )
  }

  const countedOf = (planned: Planned, device: PlannableDevice): readonly Counted[] => {
    const share = shareOf(planned, device)
    if (share === undefined || device.token === null) return []
    const { certificateID } = device.token
    const { className, perDay, perDevicePerDay } = share
    const day = quotaDayOf(share, clock.now())
    const own = (deviceID: string, limit: number | undefined): Counted[] =>
      limit === undefined ? [] : [{ key: { certificateID, className, deviceID, day }, limit }]
    return [...own('', perDay), ...own(device.deviceID, perDevicePerDay)]
  }

  const standingsOf = (planned: Planned, device: PlannableDevice): QuotaStanding[] => {
    const share = shareOf(planned, device)
    if (share === undefined) return []
    const resetsAtMs = quotaResetMs(share, clock.now())
    return countedOf(planned, device).map(({ key, limit }) => ({
      used: ledger.count(key),
      limit,
      reserve: reserveOf(limit),
      resetsAtMs,
    }))
  }

  const backlogPlaces = (planned: Planned): PlanInput['backlogs'] => {
    const { order, devices, settings } = planned
    const { record } = order.open.message
    const nowMs = clock.now()
    // An online-only message is never late, and a call of yesterday rings nobody up.
    const isLate = record.seq > 0 && nowMs >= record.timestampMs + settings.push.deadlineMs && !isCall(record)
    if (!isLate && backlog.isEmpty) return undefined
    return new Map(
      wantedOf(planned, devices).flatMap(({ deviceID }) => {
        const message = backlogMessage(order, deviceID)
        if (isLate) backlog.add(message, nowMs + gatherLateMs)
        const place = backlog.placeOf(message, nowMs)
        return place === undefined ? [] : [[deviceID, place] as const]
      }),
    )
  }

  return {
    async load(planned) {
      const wanted = new Map<number, PlannableDevice['token']>()
      for (const { devices } of planned)
        for (const { token } of devices)
          if (token !== null && vendorsWithShares.has(token.vendor)) wanted.set(token.certificateID, token)
      if (wanted.size === 0) return
      for (const certificateID of wanted.keys()) {
        const certificate = await tenants.certificate(certificateID)
        if (certificate === undefined) certificates.delete(certificateID)
        else certificates.set(certificateID, certificate)
      }
      await ledger.load(
        planned.flatMap((one) =>
          wantedOf(one, one.devices).flatMap((device) => countedOf(one, device).map(({ key }) => key)),
        ),
      )
    },

    inputOf(planned) {
      const quotas = new Map<string, readonly QuotaStanding[]>()
      for (const device of wantedOf(planned, planned.devices)) {
        // What was counted once goes on, whatever has been counted since.
        const standings = isCounted(planned.order, device.deviceID) ? [] : standingsOf(planned, device)
        if (standings.length > 0) quotas.set(device.deviceID, standings)
      }
      const backlogs = backlogPlaces(planned)
      return { ...(quotas.size === 0 ? {} : { quotas }), ...(backlogs === undefined ? {} : { backlogs }) }
    },

    decided(planned, decisions) {
      const { order, devices } = planned
      return decisions.map((decision) => {
        const device = devices.find(({ deviceID }) => deviceID === decision.deviceID)
        if (device === undefined || order.deviceIDs?.has(decision.deviceID) === false) return decision
        const message = backlogMessage(order, decision.deviceID)
        if (decision.kind === 'hold' && decision.reason.startsWith('quota-'))
          backlog.add(message, decision.untilMs)
        if (decision.kind !== 'push' || isCounted(order, decision.deviceID)) return decision
        const counts = countedOf(planned, device).map(({ key }) => key)
        for (const key of counts) ledger.add(key, 1)
        return counts.length === 0 ? decision : { ...decision, counts }
      })
    },

    ended(job, stage, isFolded) {
      if (stage !== 'accepted') for (const key of job.counts ?? []) ledger.add(key, -1)
      if (backlog.isEmpty) return
      const message = backlogMessage(job, job.deviceID)
      if (isFolded) backlog.folded(message)
      else backlog.ended(message, stage === 'accepted')
    },

    close: async () => await ledger.close(),
  }
}

const vendorsWithShares: ReadonlySet<string> = new Set(['huawei', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'])

const wantedOf = ({ order }: Planned, devices: readonly PlannableDevice[]): readonly PlannableDevice[] =>
  order.deviceIDs === undefined ? devices : devices.filter(({ deviceID }) => order.deviceIDs?.has(deviceID))

const isCounted = ({ open, userID }: PlanOrder, deviceID: string): boolean => {
  const key = deviceKeyText(userID, deviceID)
  return open.progress.get(key)?.pushReason !== undefined || open.jobs.get(key)?.toldReason !== undefined
}

const backlogMessage = (
  { open, userID }: Pick<Job, 'open' | 'userID'>,
  deviceID: string,
): BacklogMessage => ({
  sdkAppID: open.sdkAppID,
  userID,
  deviceID,
  msgID: open.msgID,
  sentAtMs: open.message.record.timestampMs,
})
