import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { isObject, parseObject } from '../json.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { HonorCertificate } from './certificate.ts'
import { decodeHonor } from './decode.ts'
import { encodeHonor } from './encode.ts'

/** No phone has it: Honor looks for the device after it has taken the access token. */
const probeToken = 'carillon-certificate-check'

/** A test push to a token that cannot exist: a refusal of the token proves that the credential works. */
export const probeHonor = (
  certificate: HonorCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeHonor(certificate, probeNotification(nowMs), [probeToken], {
    nowMs,
    accessToken,
    targetUserType: 1,
  })
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const [outcome = { kind: 'unknown', words: words('BAD_ANSWER') }] = decodeHonor(
        answer,
        [probeToken],
        nowMs,
      )
      return isTokenRefused(answer, outcome)
        ? {
            kind: 'accepted',
            words: words('OK', 'The credential works: only the made-up token was refused.'),
          }
        : outcome
    },
  }
}

const isTokenRefused = (answer: VendorAnswer, outcome: Outcome): boolean => {
  if (outcome.kind === 'token-dead' || outcome.words?.code === 'failTokens') return true
  if (outcome.words?.code === '80300007') return true
  // Taken as a request, refused for its only token.
  const data = parseObject(answer.body)?.['data']
  return outcome.words?.code === '200' && isObject(data) && data['sendResult'] === false
}
