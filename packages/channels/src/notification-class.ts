import type { VendorId } from '@carillon/protocol'

import type { ApnsCertificate } from './apns/certificate.ts'
import type { PushNotification } from './channel.ts'
import type { HonorCertificate } from './honor/certificate.ts'
import type { HuaweiCertificate } from './huawei/certificate.ts'
import { huaweiCategories } from './huawei/fields.ts'
import { harmonyCategories } from './huawei/message-harmony.ts'
import type { MeizuCertificate } from './meizu/certificate.ts'
import type { OppoCertificate } from './oppo/certificate.ts'
import { oneOf } from './push-values.ts'
import { vendorParamsOf } from './vendor-params.ts'
import type { VivoCertificate } from './vivo/certificate.ts'
import { vivoClassOf } from './vivo/classes.ts'
import type { XiaomiCertificate } from './xiaomi/certificate.ts'

/** What of a notification its class follows from. */
type ClassedNotification = Pick<PushNotification, 'options' | 'isHarmonyOS'>

const classes: { [V in VendorId]: (certificate: never, notification: ClassedNotification) => string } = {
  apns: ({ isVoIP }: ApnsCertificate) => (isVoIP ? 'voip' : 'alert'),
  fcm: (_: unknown, { options }) => (vendorParamsOf(options)['fcmPriority'] === 'normal' ? 'normal' : 'high'),
  huawei: ({ category }: HuaweiCertificate, { options, isHarmonyOS }) =>
    isHarmonyOS === true
      ? (oneOf(harmonyCategories, options.harmonyCategory) ?? category)
      : (oneOf(huaweiCategories, options.androidHuaWeiCategory) ?? category),
  honor: ({ importance }: HonorCertificate, { options }) =>
    oneOf(['NORMAL', 'LOW'] as const, options.androidHonorImportance) ?? importance,
  xiaomi: ({ channelClass }: XiaomiCertificate) => channelClass,
  oppo: ({ category }: OppoCertificate, { options }) => options.androidOPPOCategory || (category ?? 'none'),
  vivo: (certificate: VivoCertificate, { options }) => {
    const { category, classification } = vivoClassOf(certificate, options)
    return category ?? (classification === 1 ? 'system' : 'operational')
  },
  meizu: ({ messageClass }: MeizuCertificate) => messageClass,
}

/**
 * The vendor's class, category or importance a notification goes out in, by the vendor's own word, at most 40
 * characters: quotas and how it is shown hang on it.
 * @param certificate as the vendor's channel parsed it
 */
export const notificationClass = (
  vendor: VendorId,
  certificate: unknown,
  notification: ClassedNotification,
): string => classes[vendor](certificate as never, notification).slice(0, 40)
