import type { Channel } from '../channel.ts'
import { parseMeizuCertificate, type MeizuCertificate } from './certificate.ts'
import { decodeMeizu, refusesMeizuBatchForOneToken } from './decode.ts'
import { encodeMeizu } from './encode.ts'
import { meizuCertificateFields } from './fields.ts'
import { probeMeizu } from './probe.ts'
import { decodeMeizuReceipts } from './receipts.ts'

/** 1000 until August 2023. */
const tokensPerRequest = 100

/** Meizu's Flyme push: a signed form, up to 100 tokens a request. */
export const meizu: Channel<MeizuCertificate> = {
  vendor: 'meizu',
  // The vendor's ceiling is not published: a guess that serves most apps, with 110010 to slow it down.
  limits: { tokensPerRequest, requestsInFlight: 20, notificationsPerSecond: 1000 },
  capabilities: {
    replacesBy: 'advanceInfo.notifyKey',
    recall: 'cover',
    clears: 'none',
    tokensPerRequest,
    receipts: ['delivered', 'clicked'],
    receiptURL: 'both',
    setsBadge: false,
  },
  certificateFields: meizuCertificateFields,
  parseCertificate: parseMeizuCertificate,
  encode: (certificate, notification, tokens, context) => {
    if (tokens.length === 0 || tokens.length > tokensPerRequest)
      throw new RangeError(`Meizu takes 1 to ${tokensPerRequest} tokens a request`)
    return encodeMeizu(certificate, notification, tokens, context)
  },
  decode: decodeMeizu,
  refusesBatchForOneToken: refusesMeizuBatchForOneToken,
  decodeReceipts: (certificate, request) => decodeMeizuReceipts(certificate, request),
  probe: (certificate, { nowMs }) => probeMeizu(certificate, nowMs),
}
