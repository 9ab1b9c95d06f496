import { knownNumber, quotaDayOf } from '@carillon/channels'

import type { Db } from '../store/db.ts'
import type { Tenants } from '../tenants/types.ts'
import { usedQuotas } from './queries.ts'
import type { Observation } from './signals.ts'

/**
 * What apps have used of their vendors' shares today. A share that was used yesterday and not yet today is
 * named too, with 0: that is how an alarm about it closes.
 */
export const loadQuotas = async (
  db: Db,
  tenants: Pick<Tenants, 'certificate'>,
  nowMs: number,
): Promise<Observation['quotas']> => {
  const quotas = new Map<string, Observation['quotas'][number]>()
  for (const { certificateID, className, day, count } of await usedQuotas(
    db,
    quotaDayOf({ resetHour: 0 }, nowMs) - 2,
  )) {
    const found = await tenants.certificate(certificateID).catch(() => undefined)
    const perDay = found && knownNumber(found.certificate, 'quotaPerDay')
    if (found === undefined || perDay === undefined) continue
    const resetHour = knownNumber(found.certificate, 'quotaResetHour') ?? 0
    const key = `${certificateID}\n${className}`
    const { used = 0 } = quotas.get(key) ?? {}
    const isToday = day === quotaDayOf({ resetHour }, nowMs)
    quotas.set(key, {
      certificateID,
      vendor: found.vendor,
      className,
      perDay,
      used: isToday ? count : used,
    })
  }
  return [...quotas.values()]
}
