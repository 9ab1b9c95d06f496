import type { Channel } from '../channel.ts'
import { parseObject } from '../json.ts'
import { huaweiCodeOf } from './answers.ts'
import { huaweiAuthorizer, huaweiTokenMint } from './authorize.ts'
import { parseHuaweiCertificate, type HuaweiCertificate } from './certificate.ts'
import { decodeHuawei, withoutRefusedImage } from './decode.ts'
import { encodeHuawei } from './encode.ts'
import { huaweiCertificateFields } from './fields.ts'
import { maxTokens } from './limits.ts'
import { probeHuawei } from './probe.ts'
import { huaweiRecaller } from './recall.ts'
import { decodeHuaweiReceipts } from './receipts.ts'

/**
 * Huawei Push Kit: JSON, up to 1000 tokens a request. Phones with HMS by v1 and v2, with an OAuth access
 * token or a service account's own; HarmonyOS NEXT by v3, with a service account's.
 */
export const huawei: Channel<HuaweiCertificate> = {
  vendor: 'huawei',
  // Devices a second; AppGallery Connect shows an app's own, by its active users, and 6000 is the least.
  limits: { tokensPerRequest: maxTokens, requestsInFlight: 20, notificationsPerSecond: 6000 },
  capabilities: {
    replacesBy: 'message.android.notification.notify_id, payload.notification.notifyId',
    // HarmonyOS NEXT; phones with HMS are covered.
    recall: 'request',
    clears: 'request',
    tokensPerRequest: maxTokens,
    receipts: [
      'delivered',
      'click-failed',
      'held',
      'token-dead',
      'push-disabled',
      'inactive',
      'over-quota',
      'filtered',
      'replaced',
      'not-shown',
    ],
    receiptURL: 'console',
    setsBadge: true,
  },
  certificateFields: huaweiCertificateFields,
  parseCertificate: parseHuaweiCertificate,
  authorizer: huaweiAuthorizer,
  tokenMint: huaweiTokenMint,
  encode: (certificate, notification, tokens, { nowMs, accessToken }) => {
    if (tokens.length === 0 || tokens.length > maxTokens)
      throw new RangeError(`Huawei takes 1 to ${maxTokens} tokens a request`)
    if (accessToken === undefined) throw new TypeError('Huawei needs an access token')
    return encodeHuawei(certificate, notification, tokens, { nowMs, accessToken, validateOnly: false })
  },
  decode: decodeHuawei,
  // v3 takes 10 tokens a request of test messages, and delivers to none when there are more.
  refusesBatchForOneToken: (answer) => huaweiCodeOf(parseObject(answer.body)) === '80300030',
  decodeReceipts: (certificate, request, { nowMs }) => decodeHuaweiReceipts(certificate, request, nowMs),
  recaller: huaweiRecaller,
  withoutRefusedPart: withoutRefusedImage,
  probe: probeHuawei,
}
