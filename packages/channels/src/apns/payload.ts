import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { PushNotification } from '../channel.ts'
import { knownNumber } from '../configurable.ts'
import { groupOf } from '../push-values.ts'
import { fitTitleAndBody, wellFormed } from '../text.ts'
import type { ApnsCertificate } from './certificate.ts'

/** Bytes of JSON (developer.apple.com, "Generating a remote notification"). */
const apnsMaxPayloadBytes = 4096
const apnsMaxVoIPPayloadBytes = 5120
/** What is left for title and body must hold them, or at least this much of them. */
const minTextBytes = 256
const maxBadge = 2 ** 31 - 1
const maxImageURL = 2000
const maxSoundName = 200
const interruptionLevels = new Set(['passive', 'active', 'time-sensitive', 'critical'])
/** The original's constant and the literal one of its SDKs sends. */
const silentSounds = new Set(['push.no_sound', 'kIOSOfflinePushNoSound'])

/** The JSON of a notification, or why there is none. */
export type PayloadResult = { ok: true; body: string } | { ok: false; code: string; text: string }

/** One notification as JSON that fits. */
export const apnsPayload = (certificate: ApnsCertificate, notification: PushNotification): PayloadResult => {
  const { ext, msgID } = notification
  const image = imageOf(notification)
  if (!ext.isWellFormed()) return brokenText('ext')
  if (!msgID.isWellFormed()) return brokenText('msgID')
  if (image?.isWellFormed() === false) return brokenText('image')
  const alert = { title: wellFormed(notification.title), body: wellFormed(notification.body) }
  const aps = certificate.isVoIP ? { alert } : apsOf(certificate, notification, alert)
  const payload: Payload = { aps, ext: ext === '' ? undefined : ext, msgID, image }
  const maxBytes =
    knownNumber(certificate, 'maxPayloadBytes') ??
    (certificate.isVoIP ? apnsMaxVoIPPayloadBytes : apnsMaxPayloadBytes)
  // Nearly all fit whole: what is written once need not be measured in parts.
  const whole = JSON.stringify(payload)
  return isFitting(whole, maxBytes) ? { ok: true, body: whole } : shortened(payload, notification, maxBytes)
}

const brokenText = (name: string): PayloadResult => ({
  ok: false,
  code: 'INVALID_TEXT',
  text: `${name} holds half of a surrogate pair: not valid Unicode text`,
})

interface Alert {
  title: string
  body: string
}

interface Aps extends Record<string, unknown> {
  alert: Alert
}

/** What is undefined is left out of the JSON. */
interface Payload {
  aps: Aps
  ext: string | undefined
  msgID: string
  image: string | undefined
}

// A UTF-16 unit is at most three bytes.
const isFitting = (json: string, maxBytes: number): boolean =>
  json.length * 3 <= maxBytes || (json.length <= maxBytes && utf8Bytes(json) <= maxBytes)

/** Title and body cut, if enough is left for them. */
const shortened = (payload: Payload, notification: PushNotification, maxBytes: number): PayloadResult => {
  const jsonOf = (alert: Alert): string => JSON.stringify({ ...payload, aps: { ...payload.aps, alert } })
  const fixedBytes = utf8Bytes(jsonOf({ title: '', body: '' }))
  const room = maxBytes - fixedBytes
  const wanted = utf8Bytes(notification.title) + utf8Bytes(notification.body)
  if (room >= Math.min(wanted, minTextBytes))
    return { ok: true, body: fittest(jsonOf, notification, room, maxBytes) }
  const { ext = '', msgID, image = '' } = payload
  return { ok: false, code: 'PAYLOAD_TOO_LARGE', text: tooLarge({ ext, msgID, image }, fixedBytes, maxBytes) }
}

const apsOf = (certificate: ApnsCertificate, notification: PushNotification, alert: Alert): Aps => {
  const { options, badgeCount, isCover } = notification
  const level = isCover === true ? 'passive' : options.iOSInterruptionLevel
  return {
    alert,
    badge: options.ignoreIOSBadge === true ? undefined : badgeOf(badgeCount),
    sound: isCover === true ? undefined : soundOf(options.iOSSound || certificate.sound || 'default'),
    // The app's notification service extension runs: fetches the image, tells of the delivery.
    'mutable-content': 1,
    'interruption-level': level !== undefined && interruptionLevels.has(level) ? level : undefined,
    'content-available': options.enableIOSBackgroundNotification === true ? 1 : undefined,
    // iOS stacks the notifications of one conversation.
    'thread-id': groupOf(notification),
    category: certificate.category,
  }
}

const soundOf = (name: string): string | undefined => {
  if (silentSounds.has(name)) return undefined
  return name.length > maxSoundName || hasLoneSurrogate(name) ? 'default' : name
}

/** A number iOS takes. */
export const badgeOf = (count: number | undefined): number | undefined =>
  count === undefined || !Number.isFinite(count)
    ? undefined
    : Math.min(Math.max(Math.trunc(count), 0), maxBadge)

/** For the app's extension. iOS fetches over https only; a notification without its picture is better than none. */
const imageOf = ({ options: { iOSImage: image } }: PushNotification): string | undefined =>
  image !== undefined && image.length <= maxImageURL && URL.parse(image)?.protocol === 'https:'
    ? image
    : undefined

/**
 * The JSON with as much of title and body as fits. JSON escapes quotes and line breaks, so that the room
 * for the texts themselves is found by halving.
 */
const fittest = (
  jsonOf: (alert: Alert) => string,
  { title, body }: PushNotification,
  room: number,
  maxBytes: number,
): string => {
  const jsonIn = (bytes: number): string => jsonOf(fitTitleAndBody(title, body, bytes))
  let best = jsonIn(room)
  if (isFitting(best, maxBytes)) return best
  let low = 0
  let high = room
  best = jsonIn(0)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const json = jsonIn(middle)
    if (isFitting(json, maxBytes)) {
      low = middle
      best = json
    } else high = middle
  }
  return best
}

const tooLarge = (fields: Readonly<Record<string, string>>, fixedBytes: number, maxBytes: number): string => {
  const [name, bytes] = Object.entries(fields)
    .map(([key, value]) => [key, utf8Bytes(JSON.stringify(value))] as const)
    .reduce((a, b) => (b[1] > a[1] ? b : a))
  return (
    `${name} has ${bytes} bytes as JSON; APNs takes ${maxBytes} bytes in all, of which ${fixedBytes} are ` +
    `used before title and text, and these need up to ${minTextBytes}`
  )
}
