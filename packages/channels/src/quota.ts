import type { OfflinePushInfo, VendorId } from '@carillon/protocol'

import { knownNumber, type KnownNumber } from './configurable.ts'
import type { HonorCertificate } from './honor/certificate.ts'
import { honorImportances } from './honor/fields.ts'
import type { HuaweiCertificate } from './huawei/certificate.ts'
import type { MeizuCertificate } from './meizu/certificate.ts'
import type { OppoCertificate } from './oppo/certificate.ts'
import type { VivoCertificate } from './vivo/certificate.ts'
import { vivoClassOf } from './vivo/classes.ts'
import type { XiaomiCertificate } from './xiaomi/certificate.ts'

/** What an owner may know of a vendor's shares. */
export const quotaNumbers = [
  'quotaResetHour',
  'quotaPerDay',
  'quotaPerDevicePerDay',
] as const satisfies KnownNumber[]

/** The share of a class of notifications that a vendor takes in a day. */
export interface QuotaShare {
  /** The class, in the vendor's words. */
  className: string
  /** Most a day from the app; absent where it is not limited, or not known. */
  perDay?: number
  /** Most a day for one phone; absent where it is not limited. */
  perDevicePerDay?: number
  /** Hour of the day in China (UTC+8) at which the share is given again. */
  resetHour: number
}

type Class = [className: string, perDevicePerDay?: number]
type Classify = (certificate: never, options: OfflinePushInfo) => Class

/** Numbers of the vendors' documents: see docs/vendors. Those of apps with a news licence are higher. */
const classes: Partial<Record<VendorId, Classify>> = {
  vivo: (certificate: VivoCertificate, options): Class =>
    vivoClassOf(certificate, options).classification === 0 ? ['operational', 2] : ['system'],
  oppo: (certificate: OppoCertificate, options): Class => {
    const category = options.androidOPPOCategory || certificate.category
    return category === undefined ? ['content', 2] : [category]
  },
  xiaomi: (certificate: XiaomiCertificate): Class =>
    certificate.channelClass === 'public' ? ['public', 5] : ['private'],
  huawei: (certificate: HuaweiCertificate, options): Class =>
    (options.androidHuaWeiCategory || certificate.category) === 'MARKETING'
      ? ['MARKETING', 2]
      : ['service and communication'],
  honor: (certificate: HonorCertificate, options): Class => {
    const asked = honorImportances.find((importance) => importance === options.androidHonorImportance)
    return (asked ?? certificate.importance) === 'LOW' ? ['LOW', 2] : ['NORMAL']
  },
  meizu: (certificate: MeizuCertificate, { androidMeizuNotifyType: asked }): Class => {
    const isPrivate = asked === 0 || asked === 1 ? asked === 1 : certificate.messageClass === 'private'
    return isPrivate ? ['private'] : ['public', 3]
  },
}

/** The share a notification counts into; undefined where the vendor has none for its class. Pure. */
export const quotaOf = (
  vendor: VendorId,
  certificate: unknown,
  options: OfflinePushInfo,
): QuotaShare | undefined => {
  const classify = classes[vendor]
  if (classify === undefined) return undefined
  const [className, usual] = classify(certificate as never, options)
  const perDay = knownNumber(certificate, 'quotaPerDay')
  const perDevicePerDay =
    usual === undefined ? undefined : (knownNumber(certificate, 'quotaPerDevicePerDay') ?? usual)
  if (perDay === undefined && perDevicePerDay === undefined) return undefined
  return {
    className,
    ...(perDay === undefined ? {} : { perDay }),
    ...(perDevicePerDay === undefined ? {} : { perDevicePerDay }),
    resetHour: knownNumber(certificate, 'quotaResetHour') ?? 0,
  }
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Which day of a share it is: whole days since the epoch as the vendor counts them. */
export const quotaDayOf = ({ resetHour }: Pick<QuotaShare, 'resetHour'>, nowMs: number): number =>
  Math.floor((nowMs + (8 - resetHour) * hourMs) / dayMs)

/** When the share is given again next. Epoch milliseconds. */
export const quotaResetMs = (share: Pick<QuotaShare, 'resetHour'>, nowMs: number): number =>
  (quotaDayOf(share, nowMs) + 1) * dayMs - (8 - share.resetHour) * hourMs
