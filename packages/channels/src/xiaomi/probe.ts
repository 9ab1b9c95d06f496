import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { XiaomiCertificate } from './certificate.ts'
import { decodeXiaomi } from './decode.ts'
import { encodeXiaomi } from './encode.ts'

/** No phone has it: Xiaomi looks for the device after it has checked secret, package and channel. */
const probeRegID = 'carillon-certificate-check'

/** A push to a regId that cannot exist: "no valid target" proves that the credential works. */
export const probeXiaomi = (
  certificate: XiaomiCertificate,
  nowMs: number,
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeXiaomi(certificate, probeNotification(nowMs), [probeRegID], { nowMs })
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decodeXiaomi(
        answer,
        [probeRegID],
        nowMs,
      )
      const isTokenRefused = outcome.kind === 'token-dead' || outcome.words?.code === '20301'
      return isTokenRefused
        ? {
            kind: 'accepted',
            words: words('OK', 'The credential works: only the made-up token was refused.'),
          }
        : outcome
    },
  }
}
