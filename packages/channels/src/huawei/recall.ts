import type { Recaller } from '../channel.ts'
import { slotNumber } from '../slot-number.ts'
import { words } from '../words.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { decodeHuawei } from './decode.ts'
import { huaweiRequest, isForHarmony, malformedTokens, plainTokens } from './encode.ts'
import { maxTokens } from './limits.ts'
import { alertPushType } from './message-harmony.ts'

/**
 * `/v1/{clientId}/messages:revoke` (harmonyos-references, push-msg-revoke): for HarmonyOS NEXT, by the
 * `notifyId` it was sent with. Phones with HMS know no such request.
 */
export const huaweiRecaller: Recaller<HuaweiCertificate> = {
  tokensPerRequest: maxTokens,
  isFor: ({ harmonyURL, phones }) => harmonyURL !== undefined && phones !== 'hms',
  encode: (certificate, sent, tokens, { accessToken }) => {
    if (!isForHarmony(certificate, sent)) {
      const said = words('NO_RECALL', 'Huawei takes nothing back from phones with HMS: it can be covered')
      return { kind: 'refused', outcome: { kind: 'refused', cause: 'payload', words: said } }
    }
    if (accessToken === undefined) throw new TypeError('Huawei needs an access token')
    const token = plainTokens(tokens)
    if (token.length === 0) return malformedTokens
    const request = huaweiRequest(
      `${certificate.baseURL}/v1/${certificate.clientID}/messages:revoke`,
      accessToken,
      { 'content-type': 'application/json', 'push-type': alertPushType },
      JSON.stringify({ notifyId: slotNumber(sent.collapseKey), token }),
    )
    return { kind: 'request', request }
  },
  decode: decodeHuawei,
}
