import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { decodeHuawei } from './decode.ts'
import { encodeHuawei } from './encode.ts'

const probeToken = 'carillon-certificate-check'

/** `validate_only` with a token that cannot exist: nothing is sent, and a refusal of the token is as good. */
export const probeHuawei = (
  certificate: HuaweiCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeHuawei(certificate, probeNotification(nowMs), [probeToken], {
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
      return outcome.kind === 'token-dead'
        ? {
            kind: 'accepted',
            words: words('OK', 'The credential works: only the made-up token was refused.'),
          }
        : outcome
    },
  }
}
