import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { EncodeResult, PushNotification } from '../channel.ts'
import { fitTexts, type Texts } from '../fit-texts.ts'
import { wireClick } from '../push-click.ts'
import { badgeWithin, httpsImage, isPlainToken, oneOf, secondsUntil } from '../push-values.ts'
import { slotNumber } from '../slot-number.ts'
import { words } from '../words.ts'
import { huaweiSound, type HuaweiCertificate } from './certificate.ts'
import { huaweiCategories } from './fields.ts'

/** Bytes of a request's body without its tokens (80300008). */
const huaweiMaxMessageBytes = 4096
const maxTTLSeconds = 15 * 24 * 3600
/** What is left for title and body must hold them, or at least this much of them. */
const minTextBytes = 256
const maxBiTagBytes = 64

/** What one request is made from. */
export interface HuaweiSend {
  nowMs: number
  accessToken: string
  /** Huawei checks the message's form and sends nothing. */
  validateOnly: boolean
}

/** One notification for up to 1000 tokens as `messages:send` of v1 and v2 takes it. */
export const encodeHuawei = (
  certificate: HuaweiCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  { nowMs, accessToken, validateOnly }: HuaweiSend,
): EncodeResult => {
  const { ext } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  // Huawei refuses a request that names a token twice.
  const token = [...new Set(tokens)].filter(isPlainToken)
  if (token.length === 0)
    return refused('MALFORMED_TOKEN', 'no token can be sent: they are empty, too long, or have spaces')
  const bodyWith = (texts: Texts, target: readonly string[]): string =>
    JSON.stringify({
      validate_only: validateOnly,
      message: { token: target, ...messageOf(certificate, notification, texts, nowMs) },
    })
  const bytesWith = (texts: Texts): number => utf8Bytes(bodyWith(texts, []))
  const texts = fitTexts(notification, huaweiMaxMessageBytes, minTextBytes, bytesWith)
  if (texts === undefined) {
    const used = bytesWith({ title: '', body: '' })
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; Huawei takes ${huaweiMaxMessageBytes} bytes in all, of which ${used} are used before title and text, and these need up to ${minTextBytes}`,
    )
  }
  return {
    kind: 'request',
    request: {
      method: 'POST',
      url: certificate.sendURL,
      headers: {
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/json;charset=UTF-8',
      },
      body: bodyWith(texts, token),
    },
  }
}

/** The message without its tokens. */
const messageOf = (
  certificate: HuaweiCertificate,
  { msgID, ext, collapseKey, deadlineMs, badgeCount, options }: PushNotification,
  texts: Texts,
  nowMs: number,
): Record<string, unknown> => {
  const { click, badgeClass, channelID, receiptID } = certificate
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
      ...(utf8Bytes(msgID) > maxBiTagBytes ? {} : { bi_tag: msgID }),
      ...(receiptID === undefined ? {} : { receipt_id: receiptID }),
      notification: {
        ...texts,
        click_action: wireClick(click, carried),
        tag: collapseKey,
        notify_id: slotNumber(collapseKey),
        importance: category === 'MARKETING' ? 'LOW' : 'NORMAL',
        // The live connection shows it while the app is in front.
        foreground_show: false,
        ...(sound === undefined ? { default_sound: true } : { sound }),
        ...(channelID === undefined ? {} : { channel_id: channelID }),
        ...(badge === undefined || badgeClass === undefined
          ? {}
          : { badge: { set_num: badge, class: badgeClass } }),
        ...(image === undefined ? {} : { image }),
      },
    },
  }
}

/** A sound that is no name of a file costs no push. */
const soundOf = (certificate: HuaweiCertificate, option: string | undefined): string | undefined =>
  option !== undefined && /^(?:\/raw\/)?\w{1,200}$/.test(option) ? huaweiSound(option) : certificate.sound

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
