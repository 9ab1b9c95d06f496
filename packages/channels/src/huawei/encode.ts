import { hasLoneSurrogate, utf8Bytes } from '@carillon/protocol'

import type { EncodeResult, PushNotification, VendorRequest } from '../channel.ts'
import { fitTexts, type Texts } from '../fit-texts.ts'
import { isPlainToken } from '../push-values.ts'
import { words } from '../words.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { maxMessageBytes } from './limits.ts'
import { alertPushType, harmonyMessage } from './message-harmony.ts'
import { hmsMessage } from './message-hms.ts'

/** What is left for title and body must hold them, or at least this much of them. */
const minTextBytes = 256

/** What one request is made from. */
export interface HuaweiSend {
  nowMs: number
  accessToken: string
  /** v1 and v2: Huawei checks the message's form and sends nothing. */
  validateOnly: boolean
}

/** One of Huawei's two worlds: where it is asked, with which headers and which body. */
interface Road {
  url: string
  headers: Readonly<Record<string, string>>
  bodyWith(texts: Texts, tokens: readonly string[]): string
}

/** One notification for up to 1000 tokens, as v3 takes it for HarmonyOS NEXT, or as v1 and v2 for others. */
export const encodeHuawei = (
  certificate: HuaweiCertificate,
  notification: PushNotification,
  tokens: readonly string[],
  send: HuaweiSend,
): EncodeResult => {
  const { ext } = notification
  if (hasLoneSurrogate(ext))
    return refused('INVALID_TEXT', 'ext holds half of a surrogate pair: not valid Unicode text')
  const target = plainTokens(tokens)
  if (target.length === 0) return malformedTokens
  const road = isForHarmony(certificate, notification)
    ? harmonyRoad(certificate, notification, send)
    : hmsRoad(certificate, notification, send)
  if (road === undefined) return noServiceAccount
  const bytesWith = (texts: Texts): number => utf8Bytes(road.bodyWith(texts, []))
  const texts = fitTexts(notification, maxMessageBytes, minTextBytes, bytesWith)
  if (texts === undefined) {
    const used = bytesWith({ title: '', body: '' })
    return refused(
      'PAYLOAD_TOO_LARGE',
      `ext has ${utf8Bytes(ext)} bytes; Huawei takes ${maxMessageBytes} bytes in all, of which ${used} are used before title and text, and these need up to ${minTextBytes}`,
    )
  }
  return {
    kind: 'request',
    request: huaweiRequest(road.url, send.accessToken, road.headers, road.bodyWith(texts, target)),
  }
}

/** A POST with the access token as the bearer's. */
export const huaweiRequest = (
  url: string,
  accessToken: string,
  headers: VendorRequest['headers'],
  body: string,
): VendorRequest => ({
  method: 'POST',
  url,
  headers: { authorization: `Bearer ${accessToken}`, ...headers },
  body,
})

/** Whether it goes by v3: as the certificate says for all its tokens, else as the device does. */
export const isForHarmony = (
  { phones }: HuaweiCertificate,
  { isHarmonyOS }: Pick<PushNotification, 'isHarmonyOS'>,
): boolean => (phones === undefined ? isHarmonyOS === true : phones === 'harmony')

/** Tokens that can be sent, each once: Huawei refuses a request that names one twice. */
export const plainTokens = (tokens: readonly string[]): string[] => [...new Set(tokens)].filter(isPlainToken)

const hmsRoad = (
  certificate: HuaweiCertificate,
  notification: PushNotification,
  { nowMs, validateOnly }: HuaweiSend,
): Road => ({
  url: certificate.sendURL,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  bodyWith: (texts, token) =>
    JSON.stringify({
      validate_only: validateOnly,
      message: { token, ...hmsMessage(certificate, notification, texts, nowMs) },
    }),
})

const harmonyRoad = (
  certificate: HuaweiCertificate,
  notification: PushNotification,
  { nowMs }: HuaweiSend,
): Road | undefined =>
  certificate.harmonyURL === undefined
    ? undefined
    : {
        url: certificate.harmonyURL,
        headers: { 'content-type': 'application/json', 'push-type': alertPushType },
        bodyWith: (texts, token) => {
          const { payload, pushOptions } = harmonyMessage(certificate, notification, texts, nowMs)
          return JSON.stringify({ payload, target: { token }, pushOptions })
        },
      }

const refused = (code: string, text: string): EncodeResult => ({
  kind: 'refused',
  outcome: { kind: 'refused', cause: 'payload', words: words(code, text) },
})

/** No token of the request is one. */
export const malformedTokens = refused(
  'MALFORMED_TOKEN',
  'no token can be sent: they are empty, too long, or have spaces',
)

// For this phone alone: the certificate goes on reaching those with HMS.
const noServiceAccount = refused(
  'NO_SERVICE_ACCOUNT',
  'HarmonyOS NEXT is reached by service account only: add serviceAccount to the certificate',
)
