import { createHash } from 'node:crypto'

import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { EncodeContext, EncodeResult, PushNotification } from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { receiptsOf } from '../receipts.ts'
import { visibleWithin } from '../text.ts'
import { words } from '../words.ts'
import type { MeizuCertificate, MeizuClick } from './certificate.ts'
import { meizuSign } from './sign.ts'
import { isPushID } from './tokens.ts'

/** Meizu's page names no limit for `parameters`; this is the one of its pass-through messages. */
const maxParametersBytes = 2000
const maxTitleUnits = 32
const maxContentUnits = 100
const receiptLimits = { urlUnits: 128, paramBytes: 64 }
const hourMs = 3600 * 1000
const maxValidHours = 72
const notifyKeyChars = 8
/** Delivered and clicked. */
const allReceipts = '3'

/** One notification for up to 100 tokens as `varnished/pushByPushId` takes it. */
export const encodeMeizu = (
  certificate: MeizuCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  context: Pick<EncodeContext, 'nowMs' | 'receiptURL'>,
): EncodeResult => {
  const { ext, msgID } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  const pushIDs = tokens.filter(isPushID)
  if (pushIDs.length === 0)
    return refused(
      'MALFORMED_TOKEN',
      'no token is a pushId: they are empty, too long, or have spaces or commas',
    )
  const parameters = ext === '' ? { msgID } : { ext, msgID }
  const bytes = utf8Bytes(JSON.stringify(parameters))
  const maxBytes = knownNumber(certificate, 'maxPayloadBytes') ?? maxParametersBytes
  if (bytes > maxBytes)
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; with its wrapping the parameters are ${bytes} bytes, of at most ${maxBytes}`,
    )
  const fields = {
    appId: certificate.appID,
    pushIds: pushIDs.join(','),
    // Signed as it is sent: serialised once.
    messageJson: JSON.stringify(messageOf(certificate, notification, parameters, context)),
    ...(certificate.packageName === undefined ? {} : { restrictedPackageNames: certificate.packageName }),
  }
  return {
    kind: 'request',
    request: {
      method: 'POST',
      url: `${certificate.baseURL}/garcia/api/server/push/varnished/pushByPushId`,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams({ ...fields, sign: meizuSign(fields, certificate.appSecret) }).toString(),
    },
  }
}

/** The notification's slot on the phone, 8 characters: the same for the same collapse key. */
export const meizuNotifyKey = (collapseKey: string): string =>
  createHash('sha256').update(collapseKey).digest('base64url').slice(0, notifyKeyChars)

const messageOf = (
  certificate: MeizuCertificate,
  notification: PushNotification,
  parameters: Readonly<Record<string, string>>,
  { nowMs, receiptURL }: Pick<EncodeContext, 'nowMs' | 'receiptURL'>,
): object => ({
  noticeBarInfo: {
    // Meizu's default is public: 3 a day.
    noticeMsgType: noticeMsgTypeOf(certificate, notification),
    noticeBarType: 0,
    title: visibleWithin(notification.title, maxTitleUnits),
    content: visibleWithin(notification.body, maxContentUnits),
  },
  noticeExpandInfo: { noticeExpandType: 0 },
  clickTypeInfo: { ...clickOf(certificate.click), parameters },
  pushTimeInfo: { offLine: 1, validTime: validHours(notification.deadlineMs - nowMs) },
  advanceInfo: {
    suspend: notification.isCover === true ? 0 : 1,
    clearNoticeBar: 1,
    notificationType:
      notification.isCover === true
        ? { vibrate: 0, lights: 0, sound: 0 }
        : { vibrate: 1, lights: 1, sound: 1 },
    notifyKey: meizuNotifyKey(notification.collapseKey),
  },
  ...receiptOf(certificate, notification, receiptURL),
})

const noticeMsgTypeOf = (
  { messageClass }: MeizuCertificate,
  { options: { androidMeizuNotifyType: asked } }: PushNotification,
): 0 | 1 => {
  if (asked === 0 || asked === 1) return asked
  return messageClass === 'private' ? 1 : 0
}

/** Whole hours, as Meizu counts. */
const validHours = (leftMs: number): number =>
  Math.min(Math.max(Math.ceil(leftMs / hourMs), 1), maxValidHours)

const clickOf = (click: MeizuClick): Record<string, string | number> => {
  switch (click.kind) {
    case 'app':
      return { clickType: 0 }
    case 'activity':
      return { clickType: 1, activity: click.activity }
    case 'url':
      return { clickType: 2, url: click.url }
    default:
      return click satisfies never
  }
}

const receiptOf = (
  { callbackURL }: MeizuCertificate,
  notification: PushNotification,
  receiptURL: string | undefined,
): { extra?: Record<string, string> } => {
  const receipts = receiptsOf(notification, callbackURL, receiptURL, receiptLimits)
  if (receipts === undefined) return {}
  return {
    extra: {
      callback: receipts.url,
      ...(receipts.param === undefined ? {} : { 'callback.param': receipts.param }),
      'callback.type': allReceipts,
    },
  }
}

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
