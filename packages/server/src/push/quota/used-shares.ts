import { knownNumber, quotaDayOf, quotaOf, quotaResetMs } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'

import type { Db } from '../../store/db.ts'
import type { LoadedCertificate, Tenants } from '../../tenants/types.ts'

/** What an app has used today of a vendor's share of a class. */
export interface UsedShare {
  certificateID: number
  vendor: VendorId
  /** Of the certificate. */
  name: string
  /** In the vendor's words. */
  className: string
  used: number
  perDay: number
  /** When it is given again. */
  resetsAtMs: number
}

const quotasStatement = {
  name: 'quota.ofApps',
  text: `select certificate_id as "certificateID", class_name as "className", day, count::float8 as count
  from push_quota where device_id = '' and day >= $1
    and ($2::integer[] is null or certificate_id = any($2)) order by day limit 10000`,
}

interface CountRow {
  certificateID: number
  className: string
  day: number
  count: number
}

const countsSince = async (db: Db, nowMs: number, certificateIDs?: readonly number[]): Promise<CountRow[]> =>
  await db.query<CountRow>(quotasStatement, [quotaDayOf({ resetHour: 0 }, nowMs) - 2, certificateIDs ?? null])

const sharesOf = (
  rows: readonly CountRow[],
  certificates: ReadonlyMap<number, LoadedCertificate>,
  nowMs: number,
): UsedShare[] => {
  const shares = new Map<string, UsedShare>()
  for (const { certificateID, className, day, count } of rows) {
    const found = certificates.get(certificateID)
    const share = found && shareOf(found, className, nowMs)
    if (share === undefined) continue
    const key = `${certificateID}\n${className}`
    const used = day === quotaDayOf({ resetHour: resetHourOf(found) }, nowMs) ? count : shares.get(key)?.used
    shares.set(key, { ...share, used: used ?? 0 })
  }
  return [...shares.values()]
}

const resetHourOf = (found: LoadedCertificate | undefined): number =>
  knownNumber(found?.certificate, 'quotaResetHour') ?? 0

/** A share of which nothing is used; undefined where its size is not known. */
const shareOf = (found: LoadedCertificate, className: string, nowMs: number): UsedShare | undefined => {
  const { certificateID, vendor, name, certificate } = found
  const perDay = knownNumber(certificate, 'quotaPerDay')
  if (perDay === undefined) return undefined
  const resetsAtMs = quotaResetMs({ resetHour: resetHourOf(found) }, nowMs)
  return { certificateID, vendor, name, className, perDay, used: 0, resetsAtMs }
}

/**
 * What apps have used of their vendors' shares today. A share that was used yesterday and not yet today is
 * named too, with 0: that is how an alarm about it closes.
 */
export const usedShares = async (
  db: Db,
  tenants: Pick<Tenants, 'certificate'>,
  nowMs: number,
): Promise<UsedShare[]> => {
  const rows = await countsSince(db, nowMs)
  const certificates = new Map<number, LoadedCertificate>()
  for (const certificateID of new Set(rows.map((row) => row.certificateID))) {
    const found = await tenants.certificate(certificateID).catch(() => undefined)
    if (found) certificates.set(certificateID, found)
  }
  return sharesOf(rows, certificates, nowMs)
}

/** What is used today of the shares of certificates, also of those of whose class nothing was ever sent. */
export const usedSharesOf = async (
  db: Db,
  certificates: readonly LoadedCertificate[],
  nowMs: number,
): Promise<UsedShare[]> => {
  const byID = new Map(certificates.map((certificate) => [certificate.certificateID, certificate]))
  const used = sharesOf(await countsSince(db, nowMs, [...byID.keys()]), byID, nowMs)
  const unused = certificates.flatMap((found) => {
    const className = quotaOf(found.vendor, found.certificate, {})?.className
    const isKnown = used.some(
      (share) => share.certificateID === found.certificateID && share.className === className,
    )
    const share = className === undefined || isKnown ? undefined : shareOf(found, className, nowMs)
    return share === undefined ? [] : [share]
  })
  return [...used, ...unused]
}
