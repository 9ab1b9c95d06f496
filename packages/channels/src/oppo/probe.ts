import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { OppoCertificate } from './certificate.ts'
import { decodeOppo } from './decode.ts'
import { encodeOppo } from './encode.ts'

/** No phone has it: OPPO makes its ids of random digits. */
const probeRegistrationID = 'CN_00000000000000000000000000000000'

/** A push to a registration_id that cannot exist: "invalid registration_id" proves that the credential works. */
export const probeOppo = (
  certificate: OppoCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeOppo(
    certificate,
    {
      ...probeNotification(nowMs),
      // A copy would be refused as a duplicate before anything else is looked at.
      collapseKey: `certificate-check-${nowMs}`,
    },
    [probeRegistrationID],
    { nowMs, accessToken },
  )
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decodeOppo(
        answer,
        [probeRegistrationID],
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
