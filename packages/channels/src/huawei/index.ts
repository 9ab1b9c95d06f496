import type { Channel } from '../channel.ts'
import { huaweiAuthorizer } from './authorize.ts'
import { parseHuaweiCertificate, type HuaweiCertificate } from './certificate.ts'
import { decodeHuawei } from './decode.ts'
import { encodeHuawei } from './encode.ts'
import { huaweiCertificateFields } from './fields.ts'
import { probeHuawei } from './probe.ts'

const tokensPerRequest = 1000

/** Huawei Push Kit for phones with HMS (v1 and v2): OAuth access token, JSON, up to 1000 tokens a request. */
export const huawei: Channel<HuaweiCertificate> = {
  vendor: 'huawei',
  // Devices a second; AppGallery Connect shows an app's own, by its active users, and 6000 is the least.
  limits: { tokensPerRequest, requestsInFlight: 20, notificationsPerSecond: 6000 },
  capabilities: {
    replacesBy: 'message.android.notification.notify_id',
    recall: 'cover',
    tokensPerRequest,
    receipts: ['delivered', 'token-dead', 'push-disabled', 'filtered', 'over-quota'],
    setsBadge: true,
  },
  certificateFields: huaweiCertificateFields,
  parseCertificate: parseHuaweiCertificate,
  authorizer: huaweiAuthorizer,
  encode: (certificate, notification, tokens, { nowMs, accessToken }) => {
    if (tokens.length === 0 || tokens.length > tokensPerRequest)
      throw new RangeError(`Huawei takes 1 to ${tokensPerRequest} tokens a request`)
    if (accessToken === undefined) throw new TypeError('Huawei needs an access token')
    return encodeHuawei(certificate, notification, tokens, { nowMs, accessToken, validateOnly: false })
  },
  decode: decodeHuawei,
  probe: probeHuawei,
}
