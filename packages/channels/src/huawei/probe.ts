import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { decodeHuawei } from './decode.ts'
import { encodeHuawei, isForHarmony } from './encode.ts'

const probeToken = 'carillon-certificate-check'

/**
 * A token that cannot exist, by v1 and v2 with `validate_only`, by v3 as a test message: nothing is sent, and
 * a refusal of the token is as good.
 */
export const probeHuawei = (
  certificate: HuaweiCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const notification = probeNotification(nowMs)
  const isTest = isForHarmony(certificate, notification)
  const encoded = encodeHuawei({ ...certificate, isTest }, notification, [probeToken], {
    nowMs,
    accessToken,
    validateOnly: true,
  })
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decodeHuawei(
        answer,
        [probeToken],
        nowMs,
      )
      // Of a made-up token v3 may also say that it is not of this project.
      return outcome.kind === 'token-dead' || outcome.words?.code === 'noRight'
        ? {
            kind: 'accepted',
            words: words('OK', 'The credential works: only the made-up token was refused.'),
          }
        : outcome
    },
  }
}
