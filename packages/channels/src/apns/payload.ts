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
  const around = {
    ...(notification.ext === '' ? {} : { ext: notification.ext }),
    msgID: notification.msgID,
    ...imageOf(notification),
  }
  let name: keyof typeof around
  for (name in around)
    if (hasLoneSurrogate(around[name] ?? ''))
      return {
        ok: false,
        code: 'INVALID_TEXT',
        text: `${name} holds half of a surrogate pair: not valid Unicode text`,
      }
  const aps = certificate.isVoIP ? {} : apsOf(certificate, notification)
  const jsonOf = (alert: { title: string; body: string }): string =>
    JSON.stringify({ aps: { alert, ...aps }, ...around })

  const maxBytes =
    knownNumber(certificate, 'maxPayloadBytes') ??
    (certificate.isVoIP ? apnsMaxVoIPPayloadBytes : apnsMaxPayloadBytes)
  // Nearly all fit whole: what is written once need not be measured in parts.
  const whole = jsonOf({ title: wellFormed(notification.title), body: wellFormed(notification.body) })
  if (whole.length <= maxBytes && utf8Bytes(whole) <= maxBytes) return { ok: true, body: whole }
  const fixedBytes = utf8Bytes(jsonOf({ title: '', body: '' }))
  const room = maxBytes - fixedBytes
  const wanted = utf8Bytes(notification.title) + utf8Bytes(notification.body)
  if (room < Math.min(wanted, minTextBytes))
    return { ok: false, code: 'PAYLOAD_TOO_LARGE', text: tooLarge(around, fixedBytes, maxBytes) }
  return { ok: true, body: fittest(jsonOf, notification, room, maxBytes) }
}

const apsOf = (certificate: ApnsCertificate, notification: PushNotification): object => {
  const { options, badgeCount, isCover } = notification
  const sound = isCover === true ? undefined : soundOf(options.iOSSound || certificate.sound || 'default')
  const level = isCover === true ? 'passive' : options.iOSInterruptionLevel
  const thread = groupOf(notification)
  const badge = options.ignoreIOSBadge === true ? undefined : badgeOf(badgeCount)
  return {
    ...(badge === undefined ? {} : { badge }),
    ...(sound === undefined ? {} : { sound }),
    // The app's notification service extension runs: fetches the image, tells of the delivery.
    'mutable-content': 1,
    ...(level !== undefined && interruptionLevels.has(level) ? { 'interruption-level': level } : {}),
    ...(options.enableIOSBackgroundNotification === true ? { 'content-available': 1 } : {}),
    // iOS stacks the notifications of one conversation.
    ...(thread === undefined ? {} : { 'thread-id': thread }),
    ...(certificate.category === undefined ? {} : { category: certificate.category }),
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
const imageOf = ({ options: { iOSImage: image } }: PushNotification): { image?: string } =>
  image !== undefined && image.length <= maxImageURL && URL.parse(image)?.protocol === 'https:'
    ? { image }
    : {}

/**
 * The JSON with as much of title and body as fits. JSON escapes quotes and line breaks, so that the room
 * for the texts themselves is found by halving.
 */
const fittest = (
  jsonOf: (alert: { title: string; body: string }) => string,
  { title, body }: PushNotification,
  room: number,
  maxBytes: number,
): string => {
  const jsonIn = (bytes: number): string => jsonOf(fitTitleAndBody(title, body, bytes))
  const isFitting = (json: string): boolean => utf8Bytes(json) <= maxBytes
  let best = jsonIn(room)
  if (isFitting(best)) return best
  let low = 0
  let high = room
  best = jsonIn(0)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const json = jsonIn(middle)
    if (isFitting(json)) {
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
