import { utf8Bytes, type OfflinePushInfo } from '@carillon/protocol'

import { authorizationOf } from '../authorization.ts'
import type { EncodeContext, EncodeResult, PushNotification } from '../channel.ts'
import type { ClearOrder } from '../clear-order.ts'
import { fitTitleAndBody } from '../text.ts'
import { vendorParamsOf } from '../vendor-params.ts'
import { words } from '../words.ts'
import type { FcmCertificate } from './certificate.ts'

/** Bytes of keys and values of `data` and `notification` (firebase.google.com/docs/cloud-messaging). */
const fcmMaxPayloadBytes = 4096
const maxTTLSeconds = 28 * 24 * 3600
/** What is left for title and body must hold them, or at least this much of them. */
const minTextBytes = 256
const maxBadge = 2 ** 31 - 1
const maxImageURL = 2000

/** Fields by name, as FCM counts them; what is undefined is left out. */
type Fields = Readonly<Record<string, string | number | undefined>>

/** One notification for one token as `messages:send` takes it. */
export const encodeFcm = (
  certificate: FcmCertificate,
  notification: PushNotification,
  token: string,
  context: { nowMs: number; accessToken: string },
): EncodeResult => {
  const ext = notification.ext === '' ? undefined : notification.ext
  const data = { ext, msgID: notification.msgID }
  const shown = androidNotification(certificate, notification)
  const image = imageOf(notification.options)
  const fields: Fields = { ...shown, ext, msgID: notification.msgID, image }
  for (const name in fields)
    if (isBroken(fields[name]))
      return refused('INVALID_TEXT', `${name} holds half of a surrogate pair: not valid Unicode text`)

  const fixedBytes = bytesOf(fields) + 'titlebody'.length
  const room = fcmMaxPayloadBytes - fixedBytes
  const wanted = utf8Bytes(notification.title) + utf8Bytes(notification.body)
  if (room < Math.min(wanted, minTextBytes)) return refused('PAYLOAD_TOO_LARGE', tooLarge(fields, fixedBytes))

  const { title, body } = fitTitleAndBody(notification.title, notification.body, room)
  const message = {
    token,
    notification: { title, body, image },
    data,
    android: {
      priority: vendorParamsOf(notification.options)['fcmPriority'] === 'normal' ? 'NORMAL' : 'HIGH',
      ttl: `${ttlSeconds(notification.deadlineMs, context.nowMs)}s`,
      restricted_package_name: certificate.packageName,
      notification: shown,
    },
  }
  return { kind: 'request', request: fcmRequest(certificate, context.accessToken, { message }) }
}

/**
 * Takes notifications away: a message of data alone, which the plugin on the phone reads. Of normal priority,
 * for FCM lowers apps whose urgent messages show nothing.
 */
export const encodeFcmClear = (
  certificate: FcmCertificate,
  { shown, badgeCount, deadlineMs }: ClearOrder,
  token: string,
  { nowMs, accessToken }: EncodeContext,
): EncodeResult => {
  if (accessToken === undefined) throw new TypeError('FCM needs an access token')
  const badge = badgeOf(badgeCount)
  const message = {
    token,
    data: {
      clearedMsgIDs: shown.map(({ msgID }) => msgID).join(','),
      // What FCM put into the tray itself says nothing of the message but its tag.
      clearedTags: shown.map(({ collapseKey }) => collapseKey).join(','),
      ...(badge === undefined ? {} : { badgeNum: String(badge) }),
    },
    android: {
      priority: 'NORMAL',
      ttl: `${ttlSeconds(deadlineMs, nowMs)}s`,
      ...(certificate.packageName === undefined ? {} : { restricted_package_name: certificate.packageName }),
    },
  }
  return { kind: 'request', request: fcmRequest(certificate, accessToken, { message }) }
}

/** A request to `messages:send` of the certificate's project. */
export const fcmRequest = (certificate: FcmCertificate, accessToken: string, body: object) => ({
  method: 'POST' as const,
  // Of what a project's ID may hold, nothing else must be escaped.
  url: `${certificate.baseURL}/v1/projects/${certificate.projectID.replace(':', '%3A')}/messages:send`,
  headers: {
    authorization: authorizationOf('Bearer', accessToken),
    'content-type': 'application/json; charset=utf-8',
  },
  body: JSON.stringify(body),
})

/**
 * What Android needs to draw it. `tag` replaces a copy on the screen; `collapse_key` is left out, for it
 * would put chat under FCM's throttle for collapsible messages (20 at once, then one in 3 minutes).
 */
const androidNotification = (certificate: FcmCertificate, notification: PushNotification): Fields => {
  const { options, isCover } = notification
  return {
    tag: notification.collapseKey,
    // From Android 8 on the channel decides; older phones stay silent.
    notification_priority: isCover === true ? 'PRIORITY_LOW' : undefined,
    sound: isCover === true ? undefined : options.androidSound || certificate.sound || 'default',
    channel_id: options.androidFCMChannelID || certificate.channelID,
    click_action: certificate.clickAction,
    icon: certificate.icon,
    color: certificate.color,
    notification_count: badgeOf(notification.badgeCount),
  }
}

const badgeOf = (count: number | undefined): number | undefined =>
  count === undefined || !Number.isFinite(count)
    ? undefined
    : Math.min(Math.max(Math.trunc(count), 0), maxBadge)

/** FCM fetches images over https only; a notification without its picture is better than none. */
const imageOf = ({ androidFCMImage: url }: OfflinePushInfo): string | undefined =>
  url !== undefined && url.length <= maxImageURL && URL.parse(url)?.protocol === 'https:' ? url : undefined

/** Rounded down, so that nothing is shown after its deadline; 0 is "now or never". */
const ttlSeconds = (deadlineMs: number, nowMs: number): number =>
  Math.min(Math.max(Math.floor((deadlineMs - nowMs) / 1000), 0), maxTTLSeconds)

/** Keys and values in UTF-8. Which of Android's fields Google counts is not documented: all of them here. */
const bytesOf = (fields: Fields): number => {
  let bytes = 0
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) bytes += name.length + utf8Bytes(String(value))
  }
  return bytes
}

const isBroken = (value: unknown): boolean => typeof value === 'string' && !value.isWellFormed()

const tooLarge = (fields: Fields, fixedBytes: number): string => {
  const [name, bytes] = Object.entries(fields)
    .map(([key, value]) => [key, value === undefined ? 0 : utf8Bytes(String(value))] as const)
    .reduce((a, b) => (b[1] > a[1] ? b : a))
  return (
    `${name} has ${bytes} bytes; FCM takes ${fcmMaxPayloadBytes} bytes in all, of which ${fixedBytes} are ` +
    `used before title and text, and these need up to ${minTextBytes}`
  )
}

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
