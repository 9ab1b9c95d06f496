import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { MeizuCertificate } from './certificate.ts'
import { decodeMeizu } from './decode.ts'
import { encodeMeizu } from './encode.ts'

/** No phone has it: Meizu looks for the phone after it has checked AppID and signature. */
const probePushID = 'carillon-certificate-check'

/** A push to a pushId that cannot exist: a refusal of the pushId proves that the credential works. */
export const probeMeizu = (
  certificate: MeizuCertificate,
  nowMs: number,
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeMeizu(certificate, probeNotification(nowMs), [probePushID], { nowMs })
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decodeMeizu(
        answer,
        [probePushID],
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
