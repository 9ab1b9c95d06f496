import type { Channel } from '../channel.ts'
import { honorAuthorizer } from './authorize.ts'
import { parseHonorCertificate, type HonorCertificate } from './certificate.ts'
import { decodeHonor } from './decode.ts'
import { encodeHonor } from './encode.ts'
import { honorCertificateFields } from './fields.ts'
import { probeHonor } from './probe.ts'
import { decodeHonorReceipts, honorReceiptKinds } from './receipts.ts'

const tokensPerRequest = 1000

/** Honor Push: OAuth access token, JSON, up to 1000 tokens a request. */
export const honor: Channel<HonorCertificate> = {
  vendor: 'honor',
  // 3000 messages a second for one app, which cannot be raised.
  limits: { tokensPerRequest, requestsInFlight: 20, notificationsPerSecond: 3000 },
  capabilities: {
    replacesBy: 'android.notification.notifyId',
    recall: 'cover',
    clears: 'none',
    tokensPerRequest,
    receipts: honorReceiptKinds,
    receiptURL: 'console',
    setsBadge: true,
  },
  certificateFields: honorCertificateFields,
  parseCertificate: parseHonorCertificate,
  authorizer: honorAuthorizer,
  encode: (certificate, notification, tokens, { nowMs, accessToken }) => {
    if (tokens.length === 0 || tokens.length > tokensPerRequest)
      throw new RangeError(`Honor takes 1 to ${tokensPerRequest} tokens a request`)
    if (accessToken === undefined) throw new TypeError('Honor needs an access token')
    return encodeHonor(certificate, notification, tokens, { nowMs, accessToken, targetUserType: 0 })
  },
  decode: decodeHonor,
  decodeReceipts: (_certificate, request, { nowMs }) => decodeHonorReceipts(request, nowMs),
  probe: probeHonor,
}
