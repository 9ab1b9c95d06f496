import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { EncodeResult, PushNotification } from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { fitTexts, type Texts } from '../fit-texts.ts'
import { wireClick } from '../push-click.ts'
import { badgeWithin, groupOf, httpsImage, isPlainToken, oneOf, secondsUntil } from '../push-values.ts'
import { slotNumber } from '../slot-number.ts'
import { words } from '../words.ts'
import type { HonorCertificate, HonorImportance } from './certificate.ts'
import { honorImportances } from './fields.ts'

/** Bytes of a message without its tokens. Honor publishes none; Huawei's limit, whose form this is. */
const honorMaxMessageBytes = 4096
const maxTTLSeconds = 15 * 24 * 3600
/** What is left for title and body must hold them, or at least this much of them. */
const minTextBytes = 256
const maxBiTagBytes = 64

/** What one request is made from. */
export interface HonorSend {
  nowMs: number
  accessToken: string
  /** 1: a test push, which is in no quota. */
  targetUserType: 0 | 1
}

/** One notification for up to 1000 tokens as `sendMessage` takes it. */
export const encodeHonor = (
  certificate: HonorCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  send: HonorSend,
): EncodeResult => {
  const { ext } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  // A token named twice would be pushed to twice, or refused.
  const token = [...new Set(tokens)].filter(isPlainToken)
  if (token.length === 0)
    return refused('MALFORMED_TOKEN', 'no token can be sent: they are empty, too long, or have spaces')
  const bytesWith = (texts: Texts): number =>
    utf8Bytes(JSON.stringify(messageOf(certificate, notification, texts, send)))
  const maxBytes = knownNumber(certificate, 'maxPayloadBytes') ?? honorMaxMessageBytes
  const texts = fitTexts(notification, maxBytes, minTextBytes, bytesWith)
  if (texts === undefined) {
    const used = bytesWith({ title: '', body: '' })
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; Honor takes ${maxBytes} bytes in all, of which ${used} are used before title and text, and these need up to ${minTextBytes}`,
    )
  }
  return {
    kind: 'request',
    request: {
      method: 'POST',
      url: `${certificate.baseURL}/api/v1/${certificate.appID}/sendMessage`,
      headers: {
        authorization: `Bearer ${send.accessToken}`,
        'content-type': 'application/json; charset=UTF-8',
        timestamp: String(send.nowMs),
      },
      body: JSON.stringify({ token, ...messageOf(certificate, notification, texts, send) }),
    },
  }
}

/** The message without its tokens. Fields without a value are left out: an empty one means something to Honor. */
const messageOf = (
  certificate: HonorCertificate,
  notification: PushNotification,
  texts: Texts,
  { nowMs, targetUserType }: HonorSend,
): Record<string, unknown> => {
  const { msgID, ext, collapseKey, deadlineMs, badgeCount, options, isCover } = notification
  const { click, badgeClass } = certificate
  const group = groupOf(notification)
  const carried: Record<string, string> = ext === '' ? { msgID } : { ext, msgID }
  const importance = importanceOf(certificate, options.androidHonorImportance)
  const badge = badgeWithin(badgeCount, 0, 99)
  const image = importance === 'NORMAL' ? httpsImage(options.androidHonorImage) : undefined
  return {
    // The opened page reads the intent's extras; an app that is only opened reads the data.
    ...(click.kind === 'intent' ? {} : { data: JSON.stringify(carried) }),
    android: {
      ttl: `${secondsUntil(deadlineMs, nowMs, maxTTLSeconds)}s`,
      // What is reported of a cover would be taken for the message.
      ...(utf8Bytes(msgID) > maxBiTagBytes || isCover === true ? {} : { biTag: msgID }),
      targetUserType,
      notification: {
        ...texts,
        importance,
        clickAction: wireClick(click, carried),
        tag: collapseKey,
        notifyId: slotNumber(collapseKey),
        ...(badge === undefined || badgeClass === undefined ? {} : { badge: { setNum: badge, badgeClass } }),
        ...(image === undefined ? {} : { image }),
        ...(group === undefined ? {} : { group }),
      },
    },
  }
}

const importanceOf = (certificate: HonorCertificate, option: string | undefined): HonorImportance =>
  oneOf(honorImportances, option) ?? certificate.importance

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
