import { utf8Bytes } from '@carillon/protocol'

import type { PushNotification } from '../channel.ts'
import type { Texts } from '../fit-texts.ts'
import { wireClick } from '../push-click.ts'
import { badgeWithin, groupOf, httpsImage, oneOf, secondsUntil } from '../push-values.ts'
import { slotNumber } from '../slot-number.ts'
import { huaweiSound, type HuaweiCertificate } from './certificate.ts'
import { huaweiCategories } from './fields.ts'
import { maxBiTagBytes, maxTTLSeconds } from './limits.ts'

/** `target_user_type` of a test message. */
const testTarget = 1

/** What `message` of v1 and v2 holds beside the tokens: for phones with HMS. */
export const hmsMessage = (
  certificate: HuaweiCertificate,
  notification: PushNotification,
  texts: Texts,
  nowMs: number,
): Record<string, unknown> => {
  const { msgID, ext, collapseKey, deadlineMs, badgeCount, isCover, options } = notification
  const group = groupOf(notification)
  const { click, badgeClass, channelID, receiptID, isTest } = certificate
  const carried: Record<string, string> = ext === '' ? { msgID } : { ext, msgID }
  const badge = badgeWithin(badgeCount, 0, 99)
  const image = httpsImage(options.androidHuaWeiImage)
  const category = oneOf(huaweiCategories, options.androidHuaWeiCategory) ?? certificate.category
  const sound = soundOf(certificate, options.androidSound)
  return {
    // The opened page reads the intent's extras; an app that is only opened reads the data.
    ...(click.kind === 'intent' ? {} : { data: JSON.stringify(carried) }),
    android: {
      category,
      ttl: `${secondsUntil(deadlineMs, nowMs, maxTTLSeconds)}s`,
      // What is reported of a cover would be taken for the message.
      ...(utf8Bytes(msgID) > maxBiTagBytes || isCover === true ? {} : { bi_tag: msgID }),
      ...(receiptID === undefined ? {} : { receipt_id: receiptID }),
      ...(isTest ? { target_user_type: testTarget } : {}),
      notification: {
        ...texts,
        click_action: wireClick(click, carried),
        tag: collapseKey,
        notify_id: slotNumber(collapseKey),
        importance: category === 'MARKETING' ? 'LOW' : 'NORMAL',
        // The live connection shows it while the app is in front.
        foreground_show: false,
        ...(isCover === true
          ? { default_sound: false, use_default_vibrate: false }
          : sound === undefined
            ? { default_sound: true }
            : { sound }),
        ...(channelID === undefined ? {} : { channel_id: channelID }),
        ...(badge === undefined || badgeClass === undefined
          ? {}
          : { badge: { set_num: badge, class: badgeClass } }),
        ...(image === undefined ? {} : { image }),
        ...(group === undefined ? {} : { group }),
      },
    },
  }
}

/** A sound that is no name of a file costs no push. */
const soundOf = (certificate: HuaweiCertificate, option: string | undefined): string | undefined =>
  option !== undefined && /^(?:\/raw\/)?\w{1,200}$/.test(option) ? huaweiSound(option) : certificate.sound
