import type { Channel } from '../channel.ts'
import { parseXiaomiCertificate, type XiaomiCertificate } from './certificate.ts'
import { decodeXiaomi, refusesXiaomiBatchForOneToken } from './decode.ts'
import { encodeXiaomi } from './encode.ts'
import { xiaomiCertificateFields } from './fields.ts'
import { probeXiaomi } from './probe.ts'
import { xiaomiRecaller } from './recall.ts'
import { decodeXiaomiReceipts } from './receipts.ts'

const tokensPerRequest = 1000
/** Requests a second of an app with fewer than 100,000 devices; more are granted to larger ones. */
const requestsPerSecond = 500

/** Xiaomi Mi Push: form with the secret in each request, up to 1000 tokens a request. */
export const xiaomi: Channel<XiaomiCertificate> = {
  vendor: 'xiaomi',
  limits: {
    tokensPerRequest,
    requestsInFlight: 50,
    notificationsPerSecond: requestsPerSecond * tokensPerRequest,
    requestsPerSecond,
  },
  capabilities: {
    replacesBy: 'notify_id',
    recall: 'request',
    clears: 'request',
    tokensPerRequest,
    receipts: ['delivered', 'clicked', 'token-dead', 'push-disabled', 'filtered', 'over-quota', 'not-shown'],
    receiptURL: 'request',
    setsBadge: false,
  },
  certificateFields: xiaomiCertificateFields,
  parseCertificate: parseXiaomiCertificate,
  encode: (certificate, notification, tokens, context) => {
    if (tokens.length === 0 || tokens.length > tokensPerRequest)
      throw new RangeError(`Xiaomi takes 1 to ${tokensPerRequest} tokens a request`)
    return encodeXiaomi(certificate, notification, tokens, context)
  },
  decode: decodeXiaomi,
  refusesBatchForOneToken: refusesXiaomiBatchForOneToken,
  decodeReceipts: (_certificate, request, { nowMs }) => decodeXiaomiReceipts(request, nowMs),
  recaller: xiaomiRecaller,
  probe: (certificate, { nowMs }) => probeXiaomi(certificate, nowMs),
}
