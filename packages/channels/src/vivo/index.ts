import type { Channel } from '../channel.ts'
import { vivoAuthorizer } from './authorize.ts'
import { parseVivoCertificate, type VivoCertificate } from './certificate.ts'
import { decodeVivo } from './decode.ts'
import { encodeVivo } from './encode.ts'
import { vivoCertificateFields } from './fields.ts'
import { vivoListSender } from './list.ts'
import { probeVivo } from './probe.ts'
import { decodeVivoReceipts, vivoReceiptKinds } from './receipts.ts'

/** vivo push: an `authToken` header, one token a request. */
export const vivo: Channel<VivoCertificate> = {
  vendor: 'vivo',
  // The list form is another matter: it has a daily share of saved messages and gives no receipts.
  limits: { tokensPerRequest: 1, requestsInFlight: 50, notificationsPerSecond: 3000 },
  capabilities: {
    replacesBy: 'notifyId',
    recall: 'cover',
    clears: 'none',
    tokensPerRequest: 1,
    receipts: vivoReceiptKinds,
    receiptURL: 'request',
    setsBadge: false,
  },
  certificateFields: vivoCertificateFields,
  parseCertificate: parseVivoCertificate,
  authorizer: vivoAuthorizer,
  encode: (certificate, notification, tokens, { accessToken, ...context }) => {
    const [token] = tokens
    if (token === undefined || tokens.length > 1) throw new RangeError('vivo takes one token a request')
    if (accessToken === undefined) throw new TypeError('vivo needs an access token')
    return encodeVivo(certificate, notification, token, { ...context, accessToken })
  },
  decode: (answer, tokens, nowMs, notification) => tokens.map(() => decodeVivo(answer, nowMs, notification)),
  listSender: vivoListSender,
  decodeReceipts: (_certificate, request, { nowMs }) => decodeVivoReceipts(request, nowMs),
  probe: probeVivo,
}
