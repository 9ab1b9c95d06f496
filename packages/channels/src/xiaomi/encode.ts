import { createHash } from 'node:crypto'

import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { EncodeContext, EncodeResult, PushNotification } from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { receiptsOf } from '../receipts.ts'
import { visibleWithin } from '../text.ts'
import { words } from '../words.ts'
import type { XiaomiCertificate, XiaomiClick } from './certificate.ts'
import { fillTemplate, xiaomiMaxBodyUnits, xiaomiMaxTitleUnits } from './texts.ts'
import { isRegID } from './tokens.ts'

/** Xiaomi's page names no limit for `payload`; 4 KiB is what integrators found. */
const xiaomiMaxPayloadBytes = 4096
const maxExtraValueUnits = 1024
/** "Total of extra < 2048": counted here over all extras, in bytes, which is the strictest reading. */
const maxExtrasBytes = 2047
const receiptLimits = { urlUnits: 1024, paramBytes: 256 }
/** Delivered 1, clicked 2, target not found 16, push disabled 32, filtered out 64, over quota 128. */
const allReceipts = '243'
const dayMs = 24 * 3600 * 1000
const maxTTLMs = { private: 10 * dayMs, public: dayMs }

/** One notification for up to 1000 tokens as `/v3/message/regid` takes it. */
export const encodeXiaomi = (
  certificate: XiaomiCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  { nowMs, receiptURL }: Pick<EncodeContext, 'nowMs' | 'receiptURL'>,
): EncodeResult => {
  const { ext, msgID } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  const regIDs = tokens.filter(isRegID)
  if (regIDs.length === 0)
    return refused(
      'MALFORMED_TOKEN',
      'no token is a regId: they are empty, too long, or have spaces or commas',
    )
  const payload = JSON.stringify(ext === '' ? { msgID } : { ext, msgID })
  const maxPayloadBytes = knownNumber(certificate, 'maxPayloadBytes') ?? xiaomiMaxPayloadBytes
  if (utf8Bytes(payload) > maxPayloadBytes)
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; with its wrapping the payload is ${utf8Bytes(payload)} bytes, of at most ${maxPayloadBytes}`,
    )
  const fields: Record<string, string> = {
    registration_id: regIDs.join(','),
    restricted_package_name: certificate.packageName,
    title: visibleWithin(notification.title, xiaomiMaxTitleUnits),
    description: visibleWithin(notification.body, xiaomiMaxBodyUnits),
    payload,
    pass_through: '0',
    // All of sound, vibration and light; a cover has nothing to ring for.
    notify_type: notification.isCover === true ? '0' : '-1',
    notify_id: String(xiaomiNotifyID(notification.collapseKey)),
    time_to_live: String(
      Math.min(Math.max(Math.floor(notification.deadlineMs - nowMs), 1), maxTTLMsOf(certificate)),
    ),
    ...withExt(extras(certificate, notification, receiptURL), ext),
  }
  return {
    kind: 'request',
    request: {
      method: 'POST',
      url: `${certificate.baseURL}/v3/message/regid`,
      headers: {
        // "key" must be in lower case.
        authorization: `key=${certificate.appSecret}`,
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      },
      body: new URLSearchParams(fields).toString(),
    },
  }
}

const maxTTLMsOf = (certificate: XiaomiCertificate): number => {
  const seconds = knownNumber(certificate, 'maxTTLSeconds')
  return seconds === undefined ? maxTTLMs[certificate.channelClass] : seconds * 1000
}

/** The slot of the notification on the phone, 0 to 2^31 - 1: the same for the same collapse key. */
export const xiaomiNotifyID = (collapseKey: string): number =>
  createHash('sha256').update(collapseKey).digest().readUInt32BE(0) & 0x7fffffff

const extras = (
  certificate: XiaomiCertificate,
  notification: PushNotification,
  receiptURL: string | undefined,
): Record<string, string> => {
  const channelID = notification.options.androidXiaoMiChannelID || certificate.channelID
  const { template, soundURI, callbackURL } = certificate
  const receipts = receiptsOf(notification, callbackURL, receiptURL, receiptLimits)
  return {
    ...(channelID === undefined ? {} : { 'extra.channel_id': channelID }),
    ...(template === undefined
      ? {}
      : {
          'extra.template_id': template.id,
          'extra.template_param': JSON.stringify(fillTemplate(template.params, notification)),
        }),
    ...clickExtras(certificate.click),
    // The live connection shows it while the app is in front.
    'extra.notify_foreground': '0',
    ...(soundURI === undefined ? {} : { 'extra.sound_uri': soundURI }),
    ...(receipts === undefined
      ? {}
      : {
          'extra.callback': receipts.url,
          ...(receipts.param === undefined ? {} : { 'extra.callback.param': receipts.param }),
          'extra.callback.type': allReceipts,
        }),
  }
}

const clickExtras = (click: XiaomiClick): Record<string, string> => {
  switch (click.kind) {
    case 'app':
      return { 'extra.notify_effect': '1' }
    case 'activity':
      return { 'extra.notify_effect': '2', 'extra.intent_uri': click.intentURI }
    case 'url':
      return { 'extra.notify_effect': '3', 'extra.web_uri': click.url }
    default:
      return click satisfies never
  }
}

/**
 * Apps of the original read `ext` from the extra map. It stands there when it fits Xiaomi's limits for
 * extras, and always in `payload`, which Carillon's plugin reads.
 */
const withExt = (fields: Record<string, string>, ext: string): Record<string, string> => {
  if (ext === '' || ext.length > maxExtraValueUnits) return fields
  const full = { ...fields, 'extra.ext': ext }
  const bytes = Object.entries(full).reduce((sum, [key, value]) => sum + utf8Bytes(key) + utf8Bytes(value), 0)
  return bytes > maxExtrasBytes ? fields : full
}

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
