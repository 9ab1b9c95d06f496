import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { isObject, parseObject } from '../json.ts'
import { probeNotification, probeOf, probeToken, type Probe } from '../probe.ts'
import type { HonorCertificate } from './certificate.ts'
import { decodeHonor } from './decode.ts'
import { encodeHonor } from './encode.ts'

/** A test push to a token that cannot exist: a refusal of the token proves that the credential works. */
export const probeHonor = (
  certificate: HonorCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): Probe =>
  probeOf(
    encodeHonor(certificate, probeNotification(nowMs), [probeToken], {
      nowMs,
      accessToken,
      targetUserType: 1,
    }),
    (answer) => decodeHonor(answer, [probeToken], nowMs),
    saysDead,
  )

const saysDead = ({ words }: Outcome, answer: VendorAnswer): boolean => {
  if (words?.code === 'failTokens' || words?.code === '80300007') return true
  // Taken as a request, refused for its only token.
  const data = parseObject(answer.body)?.['data']
  return words?.code === '200' && isObject(data) && data['sendResult'] === false
}
