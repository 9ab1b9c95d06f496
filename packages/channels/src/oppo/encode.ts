import { createHash } from 'node:crypto'

import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type {
  EncodeContext as AnyContext,
  EncodeResult,
  PushNotification,
  VendorRequest,
} from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { parseObject } from '../json.ts'
import { receiptsOf } from '../receipts.ts'
import { visibleWithin } from '../text.ts'
import { vendorParamsOf } from '../vendor-params.ts'
import { words } from '../words.ts'
import type { OppoCertificate, OppoClick } from './certificate.ts'
import { oppoNotifyLevels } from './fields.ts'
import { templateFields } from './template.ts'
import { isRegistrationID } from './tokens.ts'

/** "1 to 50 characters"; counted in UTF-16 units, which is the strictest reading. */
const oppoMaxTitleUnits = 50
/** Of style 1 (standard). */
const oppoMaxContentUnits = 50
/** Of style 2 (long text). */
const oppoMaxLongContentUnits = 128
const oppoMaxActionParametersUnits = 4000
const receiptLimits = { urlUnits: 200, paramBytes: 100 }
/** Notification bar only. */
const quietNotifyLevel = 1
const maxOfflineSeconds = 10 * 24 * 3600
const maxBadge = 2 ** 31 - 1

type EncodeContext = AnyContext & { accessToken: string }

/** One notification for one token (`unicast`), or for up to 1000 (`unicast_batch`). */
export const encodeOppo = (
  certificate: OppoCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  { nowMs, accessToken, receiptURL }: EncodeContext,
): EncodeResult => {
  const { ext } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  const registrationIDs = tokens.filter(isRegistrationID)
  if (registrationIDs.length === 0)
    return refused(
      'MALFORMED_TOKEN',
      'no token is a registration_id: they are empty, too long, or have other signs',
    )
  const smallest = JSON.stringify({ ext })
  if (ext !== '' && certificate.click.type !== 2 && smallest.length > oppoMaxActionParametersUnits)
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; as JSON, action_parameters has ${smallest.length} characters, of at most ${oppoMaxActionParametersUnits}`,
    )
  const fields = oppoNotification(certificate, notification, nowMs, receiptURL)
  const messages = registrationIDs.map(messageFor(fields))
  return {
    kind: 'request',
    request:
      tokens.length === 1
        ? formRequest(certificate, 'unicast', accessToken, `message=${messages.join('')}`)
        : formRequest(certificate, 'unicast_batch', accessToken, `messages=%5B${messages.join('%2C')}%5D`),
  }
}

/**
 * Makes the message for one registration_id, encoded for a form. A batch says the same to each, so all but
 * the id is encoded once; the signs an id may have stand for themselves in JSON and in a form.
 */
const messageFor = (notification: Record<string, unknown>): ((registrationID: string) => string) => {
  const before = formEncoded('{"target_type":2,"target_value":"')
  const after = formEncoded(`","verify_registration_id":true,"notification":${JSON.stringify(notification)}}`)
  return (registrationID) => before + registrationID + after
}

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)

/** The slot of the notification on the phone, 1 to 2^31 - 1: the same for the same collapse key. */
export const oppoNotifyID = (collapseKey: string): number =>
  Math.max(createHash('sha256').update(collapseKey).digest().readUInt32BE(0) & 0x7fffffff, 1)

/**
 * OPPO pushes the same id to the same target once. A copy of the same notification is therefore dropped
 * by the vendor; one with other words, which is to cover the first, is not.
 */
export const oppoMessageID = ({ msgID, collapseKey, title, body, ext }: PushNotification): string =>
  createHash('sha256')
    .update(JSON.stringify([msgID, collapseKey, title, body, ext]))
    .digest('hex')
    .slice(0, 32)

const formRequest = (
  { baseURL }: OppoCertificate,
  endpoint: string,
  accessToken: string,
  field: string,
): VendorRequest => ({
  method: 'POST',
  url: `${baseURL}/server/v1/message/notification/${endpoint}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  body: `auth_token=${formEncoded(accessToken)}&${field}`,
})

const oppoNotification = (
  certificate: OppoCertificate,
  notification: PushNotification,
  nowMs: number,
  receiptURL: string | undefined,
): Record<string, unknown> => {
  const { options, badgeCount } = notification
  const { click, callbackURL } = certificate
  const receipts = receiptsOf(notification, callbackURL, receiptURL, receiptLimits)
  const standardUnits = knownNumber(certificate, 'maxBodyLength') ?? oppoMaxContentUnits
  const content = visibleWithin(notification.body, Math.max(oppoMaxLongContentUnits, standardUnits))
  const channelID = options.androidOPPOChannelID || certificate.channelID
  // A web page would get it as a part of its address.
  const parameters = click.type === 2 ? undefined : actionParameters(notification)
  return {
    app_message_id: oppoMessageID(notification),
    title: visibleWithin(notification.title, oppoMaxTitleUnits),
    content,
    style: content.length > standardUnits ? 2 : 1,
    ...clickFields(click),
    ...(parameters === undefined ? {} : { action_parameters: parameters }),
    ...(channelID === undefined ? {} : { channel_id: channelID }),
    ...classFields(certificate, notification),
    ...templateFields(certificate.template, vendorParamsOf(options), notification),
    ...offlineFields(notification.deadlineMs, nowMs),
    notify_id: oppoNotifyID(notification.collapseKey),
    ...(badgeCount === undefined || !Number.isFinite(badgeCount)
      ? {}
      : {
          badge_operation_type: 0,
          badge_message_count: Math.min(Math.max(Math.trunc(badgeCount), 0), maxBadge),
        }),
    ...(receipts === undefined
      ? {}
      : {
          call_back_url: receipts.url,
          ...(receipts.param === undefined ? {} : { call_back_parameter: receipts.param }),
        }),
  }
}

const clickFields = (click: OppoClick): Record<string, unknown> => {
  switch (click.type) {
    case 0:
      return { click_action_type: 0 }
    case 1:
    case 4:
      return { click_action_type: click.type, click_action_activity: click.activity }
    case 2:
    case 5:
      return { click_action_type: click.type, click_action_url: click.url }
    default:
      return click satisfies never
  }
}

/**
 * A JSON object as text, whose keys become the opened intent's extras. Carillon's plugin reads `ext`,
 * byte for byte; activities written for the original read the top-level keys of ext itself, which go along
 * where they fit; so does the message ID, by which the plugin reports the tap.
 */
const actionParameters = ({ ext, msgID }: PushNotification): string | undefined => {
  if (ext === '') return JSON.stringify({ msgID })
  const opened = Object.entries(parseObject(ext) ?? {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const forms = [{ msgID, ...Object.fromEntries(opened), ext }, { msgID, ext }, { ext }].map((form) =>
    JSON.stringify(form),
  )
  return forms.find((form) => form.length <= oppoMaxActionParametersUnits) ?? forms.at(-1)
}

/** `notify_level` is taken only with a category. */
const classFields = (
  certificate: OppoCertificate,
  { options, isCover }: PushNotification,
): { category?: string; notify_level?: number } => {
  const category = options.androidOPPOCategory || certificate.category
  if (category === undefined) return {}
  if (isCover === true) return { category, notify_level: quietNotifyLevel }
  const own = options.androidOPPONotifyLevel
  const isLevel = own !== undefined && oppoNotifyLevels.some((level) => Number(level) === own)
  return { category, notify_level: isLevel ? own : certificate.notifyLevel }
}

/** Less than a second left: now or never. */
const offlineFields = (deadlineMs: number, nowMs: number): { off_line: boolean; off_line_ttl?: number } => {
  const seconds = Math.min(Math.floor((deadlineMs - nowMs) / 1000), maxOfflineSeconds)
  return seconds < 1 ? { off_line: false } : { off_line: true, off_line_ttl: seconds }
}

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
