import type { Channel } from '../channel.ts'
import { fcmAuthorizer } from './authorize.ts'
import { fcmCertificateFields, parseFcmCertificate, type FcmCertificate } from './certificate.ts'
import { decodeFcm } from './decode.ts'
import { encodeFcm, encodeFcmClear } from './encode.ts'
import { probeFcm } from './probe.ts'

/** Google Firebase Cloud Messaging, HTTP v1: OAuth service account, one token a request. */
export const fcm: Channel<FcmCertificate> = {
  vendor: 'fcm',
  http2: true,
  // 600,000 messages a minute for one project.
  limits: { tokensPerRequest: 1, requestsInFlight: 100, notificationsPerSecond: 10_000 },
  capabilities: {
    replacesBy: 'android.notification.tag',
    recall: 'cover',
    clears: 'app',
    tokensPerRequest: 1,
    receipts: [],
    setsBadge: true,
  },
  certificateFields: fcmCertificateFields,
  parseCertificate: parseFcmCertificate,
  authorizer: fcmAuthorizer,
  encode: (certificate, notification, tokens, { nowMs, accessToken }) => {
    const [token] = tokens
    if (token === undefined || tokens.length > 1) throw new RangeError('FCM takes one token a request')
    if (accessToken === undefined) throw new TypeError('FCM needs an access token')
    return encodeFcm(certificate, notification, token, { nowMs, accessToken })
  },
  encodeClear: encodeFcmClear,
  decode: (answer, tokens, nowMs) => tokens.map(() => decodeFcm(answer, nowMs)),
  probe: probeFcm,
}
