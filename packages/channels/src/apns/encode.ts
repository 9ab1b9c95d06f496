import { createHash, hash } from 'node:crypto'

import { authorizationOf } from '../authorization.ts'
import type { EncodeResult, PushNotification, VendorConnection, VendorRequest } from '../channel.ts'
import type { ClearOrder } from '../clear-order.ts'
import { words } from '../words.ts'
import type { ApnsCertificate } from './certificate.ts'
import { apnsPayload, badgeOf } from './payload.ts'
import { uuidOf } from './uuid.ts'

/** Apple stores no longer (developer.apple.com, "Sending notification requests to APNs"). */
const maxStoredMs = 30 * 24 * 3600 * 1000

/** Apple: of variable length, at most 100 bytes; in hex. */
const isDeviceToken = (token: string): boolean =>
  token.length % 2 === 0 && token.length >= 16 && token.length <= 200 && /^[0-9A-Fa-f]+$/.test(token)

/** One notification for one token. */
export const encodeApns = (
  certificate: ApnsCertificate,
  notification: PushNotification,
  token: string,
  context: { nowMs: number; accessToken?: string },
): EncodeResult => {
  const refusal = expiredCertificate(certificate, context.nowMs) ?? malformedToken(token)
  if (refusal !== undefined) return refusal
  if (certificate.isVoIP && notification.isCover === true)
    return refused('NOT_COVERABLE', 'a VoIP push is handed to the app: nothing on the screen can be covered')
  const payload = apnsPayload(certificate, notification)
  if (!payload.ok) return refused(payload.code, payload.text)
  const headers: Record<string, string> = {
    'apns-topic': certificate.topic,
    'apns-push-type': certificate.isVoIP ? 'voip' : 'alert',
    'apns-priority': '10',
    // A call rings now or never: stored, it would ring after it is over.
    'apns-expiration': certificate.isVoIP ? '0' : String(expiration(notification.deadlineMs, context.nowMs)),
    'apns-id': apnsID(notification.msgID, token),
  }
  if (context.accessToken !== undefined)
    headers['authorization'] = authorizationOf('bearer', context.accessToken)
  // VoIP notifications are handed to the app: there is nothing on the screen to replace.
  if (!certificate.isVoIP) headers['apns-collapse-id'] = collapseID(notification.collapseKey)
  return { kind: 'request', request: apnsRequest(certificate, token, headers, payload.body) }
}

/** What the plugin on the phone reads. */
const clearedKey = 'clearedMsgIDs'

/**
 * Takes notifications away: the number on the icon is set by iOS, whatever became of the app; the
 * notifications are removed by the app, which `content-available` wakes unless the user has ended it.
 */
export const encodeApnsClear = (
  certificate: ApnsCertificate,
  { shown, badgeCount, deadlineMs }: ClearOrder,
  token: string,
  context: { nowMs: number; accessToken?: string },
): EncodeResult => {
  const refusal = expiredCertificate(certificate, context.nowMs) ?? malformedToken(token)
  if (refusal !== undefined) return refusal
  if (certificate.isVoIP) return refused('NOT_CLEARABLE', 'a VoIP push leaves no notification')
  const badge = badgeOf(badgeCount)
  const msgIDs = shown.map(({ msgID }) => msgID).join(',')
  const aps = { ...(badge === undefined ? {} : { badge }), 'content-available': 1 }
  const headers = {
    ...(context.accessToken === undefined ? {} : { authorization: `bearer ${context.accessToken}` }),
    'apns-topic': certificate.topic,
    // One that sets a number is no `background` one.
    'apns-push-type': badge === undefined ? 'background' : 'alert',
    'apns-priority': '5',
    'apns-expiration': String(expiration(deadlineMs, context.nowMs)),
  }
  const body = JSON.stringify({ aps, [clearedKey]: msgIDs })
  return { kind: 'request', request: apnsRequest(certificate, token, headers, body) }
}

/** A request to `/3/device/`, on connections of this credential alone. */
export const apnsRequest = (
  certificate: ApnsCertificate,
  token: string,
  headers: VendorRequest['headers'],
  body: string,
): VendorRequest => ({
  method: 'POST',
  url: `${certificate.baseURL}/3/device/${token.toLowerCase()}`,
  headers,
  body,
  connection: connectionOf(certificate),
})

/** Apple takes the tokens of one team and one key on a connection, and a certificate belongs to one by nature. */
const connectionOf = ({ credential, credentialID }: ApnsCertificate): VendorConnection =>
  credential.kind === 'certificate'
    ? { key: credentialID, clientCertificate: credential.clientCertificate }
    : { key: credentialID }

/** The same for every attempt at one message for one token: a canonical UUID (RFC 9562, version 8). */
export const apnsID = (msgID: string, token: string): string =>
  uuidOf(hash('sha256', `${token.toLowerCase()} ${msgID}`, 'hex'))

/** `apns-collapse-id`: at most 64 bytes that a header can carry. What is not, goes by its hash. */
export const collapseID = (collapseKey: string): string =>
  /^[\x21-\x7e]{1,64}$/.test(collapseKey)
    ? collapseKey
    : createHash('sha256').update(collapseKey).digest('base64url')

/** Seconds, rounded down, so that nothing is shown after its deadline; 0 is "now or never". */
const expiration = (deadlineMs: number, nowMs: number): number => {
  const endMs = Math.min(deadlineMs, nowMs + maxStoredMs)
  return endMs <= nowMs ? 0 : Math.floor(endMs / 1000)
}

const expiredCertificate = ({ credential }: ApnsCertificate, nowMs: number): EncodeResult | undefined => {
  if (credential.kind !== 'certificate' || credential.notAfterMs > nowMs) return undefined
  const day = new Date(credential.notAfterMs).toISOString().slice(0, 10)
  const said = words('CERTIFICATE_EXPIRED', `it ran out on ${day}: make a new one at Apple`)
  return { kind: 'refused', outcome: { kind: 'refused', cause: 'config', words: said } }
}

const malformedToken = (token: string): EncodeResult | undefined =>
  isDeviceToken(token)
    ? undefined
    : refused('MALFORMED_TOKEN', 'no APNs device token looks like this: hexadecimal digits are expected')

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})
