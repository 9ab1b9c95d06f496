import type { Channel } from '../channel.ts'
import { oppoAuthorizer } from './authorize.ts'
import { parseOppoCertificate, type OppoCertificate } from './certificate.ts'
import { decodeOppo, refusesOppoBatchForOneToken } from './decode.ts'
import { encodeOppo } from './encode.ts'
import { oppoCertificateFields } from './fields.ts'
import { probeOppo } from './probe.ts'
import { decodeOppoReceipts } from './receipts.ts'

const tokensPerRequest = 1000
/** OPPO's example of a grant; it depends on the app's users and the message class. */
const notificationsPerSecond = 30_000

/** OPPO Push (OPPO, OnePlus, realme): form with an auth_token, one token or up to 1000 a request. */
export const oppo: Channel<OppoCertificate> = {
  vendor: 'oppo',
  limits: { tokensPerRequest, requestsInFlight: 50, notificationsPerSecond },
  capabilities: {
    replacesBy: 'notify_id',
    recall: 'cover',
    clears: 'none',
    tokensPerRequest,
    receipts: ['delivered', 'token-dead', 'over-quota', 'not-shown'],
    receiptURL: 'request',
    setsBadge: true,
  },
  certificateFields: oppoCertificateFields,
  parseCertificate: parseOppoCertificate,
  authorizer: oppoAuthorizer,
  encode: (certificate, notification, tokens, { accessToken, ...context }) => {
    if (tokens.length === 0 || tokens.length > tokensPerRequest)
      throw new RangeError(`OPPO takes 1 to ${tokensPerRequest} tokens a request`)
    if (accessToken === undefined) throw new TypeError('OPPO needs an access token')
    return encodeOppo(certificate, notification, tokens, { ...context, accessToken })
  },
  decode: decodeOppo,
  refusesBatchForOneToken: refusesOppoBatchForOneToken,
  decodeReceipts: (_certificate, request, { nowMs }) => decodeOppoReceipts(request, nowMs),
  probe: probeOppo,
}
