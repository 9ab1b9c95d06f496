import { utf8Bytes } from '@carillon/protocol'

import type { PushNotification } from '../channel.ts'
import type { Texts } from '../fit-texts.ts'
import { badgeWithin, httpsImage, oneOf, secondsUntil } from '../push-values.ts'
import { slotNumber } from '../slot-number.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { huaweiCategories } from './fields.ts'
import { maxBiTagBytes, maxTTLSeconds } from './limits.ts'

/** Header `push-type` of a notification that the system draws. */
export const alertPushType = '0'

/** HarmonyOS has one more. */
export const harmonyCategories = [...huaweiCategories, 'MISS_CALL'] as const

/**
 * `payload` and `pushOptions` of v3, for HarmonyOS NEXT (harmonyos-references, push-scenariozed-api).
 *
 * `appMessageId` is left out: Huawei drops what carries one it has had within a day, also the text that
 * takes the place of the first. The same `notifyId` makes a second copy replace the first.
 */
export const harmonyMessage = (
  certificate: HuaweiCertificate,
  { msgID, ext, collapseKey, deadlineMs, badgeCount, isCover, options }: PushNotification,
  texts: Texts,
  nowMs: number,
): { payload: object; pushOptions: object } => {
  const { harmonyClick, harmonySound, receiptID, isTest } = certificate
  const badge = badgeWithin(badgeCount, 0, 99)
  const image = httpsImage(options.harmonyImage)
  const isPage = harmonyClick.action !== undefined || harmonyClick.uri !== undefined
  return {
    payload: {
      notification: {
        category: oneOf(harmonyCategories, options.harmonyCategory) ?? certificate.category,
        ...texts,
        clickAction: {
          actionType: isPage ? 1 : 0,
          ...harmonyClick,
          // Parameters of the ability's want.
          data: ext === '' ? { msgID } : { ext, msgID },
        },
        // A chosen one: only such a notification can be revoked.
        notifyId: slotNumber(collapseKey),
        // The live connection shows it while the app is in front.
        foregroundShow: false,
        ...(badge === undefined ? {} : { badge: { setNum: badge } }),
        ...(harmonySound === undefined ? {} : { sound: harmonySound }),
        ...(image === undefined ? {} : { image }),
      },
    },
    pushOptions: {
      ttl: secondsUntil(deadlineMs, nowMs, maxTTLSeconds),
      // What is reported of a cover would be taken for the message.
      ...(utf8Bytes(msgID) > maxBiTagBytes || isCover === true ? {} : { biTag: msgID }),
      ...(receiptID === undefined ? {} : { receiptId: receiptID }),
      ...(isTest ? { testMessage: true } : {}),
    },
  }
}
