import type { DeviceFacts, HoldDecision, QuotaStanding } from './types.ts'
import { isUrgent } from './urgency.ts'

/** Of a share, one in this many is kept for calls and mentions. */
const reservedPart = 10

/** How much of a share of `limit` is kept for calls and mentions: of a handful for one phone, nothing. */
export const reserveOf = (limit: number): number => Math.floor(limit / reservedPart)

/** The share that keeps a push back now, and why; undefined when none does. */
export const quotaHoldOf = ({
  input,
  device,
}: Pick<DeviceFacts, 'input' | 'device'>): Pick<HoldDecision, 'reason' | 'untilMs'> | undefined => {
  const quotas = input.quotas?.get(device.deviceID) ?? []
  const spent = latest(quotas.filter(({ used, limit }) => used >= limit))
  if (spent !== undefined) return { reason: 'quota-exhausted', untilMs: spent.resetsAtMs }
  if (isUrgent(input)) return undefined
  const reserved = latest(quotas.filter(({ used, limit, reserve }) => used >= limit - reserve))
  return reserved && { reason: 'quota-reserved', untilMs: reserved.resetsAtMs }
}

const latest = (quotas: readonly QuotaStanding[]): QuotaStanding | undefined =>
  quotas.toSorted((one, other) => other.resetsAtMs - one.resetsAtMs)[0]
