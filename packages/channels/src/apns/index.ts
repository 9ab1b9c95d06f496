import type { Channel } from '../channel.ts'
import { parseApnsCertificate, type ApnsCertificate } from './certificate.ts'
import { decodeApns } from './decode.ts'
import { encodeApns, encodeApnsClear } from './encode.ts'
import { apnsCertificateFields } from './fields.ts'
import { probeApns } from './probe.ts'
import { apnsTokenMint } from './provider-token.ts'

/** Apple Push Notification service: HTTP/2 only, signed JWT or client certificate, one token a request. */
export const apns: Channel<ApnsCertificate> = {
  vendor: 'apns',
  http2: true,
  // Apple publishes no rate; a connection takes about 1000 streams at once.
  limits: { tokensPerRequest: 1, requestsInFlight: 500, notificationsPerSecond: 10_000 },
  capabilities: {
    replacesBy: 'apns-collapse-id',
    recall: 'cover',
    clears: 'app',
    tokensPerRequest: 1,
    receipts: [],
    setsBadge: true,
  },
  certificateFields: apnsCertificateFields,
  parseCertificate: parseApnsCertificate,
  tokenMint: apnsTokenMint,
  encode: (certificate, notification, tokens, context) => {
    const [token] = tokens
    if (token === undefined || tokens.length > 1) throw new RangeError('APNs takes one token a request')
    if (certificate.credential.kind === 'key' && context.accessToken === undefined)
      throw new TypeError('APNs needs a provider token')
    return encodeApns(certificate, notification, token, context)
  },
  encodeClear: encodeApnsClear,
  decode: (answer, tokens, nowMs) => tokens.map(() => decodeApns(answer, nowMs)),
  probe: probeApns,
}
