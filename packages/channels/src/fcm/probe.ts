import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { words } from '../words.ts'
import { fcmErrorOf } from './answers.ts'
import type { FcmCertificate } from './certificate.ts'
import { decodeFcm } from './decode.ts'
import { fcmRequest } from './encode.ts'

/** No device has it: FCM refuses the token after it has taken the credential. */
const probeToken = 'carillon-certificate-check'

/** `validate_only` with a token that cannot exist: a refusal of the token proves that the key works. */
export const probeFcm = (
  certificate: FcmCertificate,
  context: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => ({
  request: fcmRequest(certificate, context.accessToken ?? '', {
    validate_only: true,
    message: {
      token: probeToken,
      notification: { title: 'Carillon', body: 'Certificate check' },
      ...(certificate.packageName === undefined
        ? {}
        : { android: { restricted_package_name: certificate.packageName } }),
    },
  }),
  decode: (answer) => {
    const outcome = decodeFcm(answer, context.nowMs)
    if (outcome.kind === 'token-dead' || isTokenText(answer))
      return { kind: 'accepted', words: words('OK', 'The key works: only the made-up token was refused.') }
    return outcome
  },
})

const isTokenText = (answer: VendorAnswer): boolean => {
  const error = fcmErrorOf(answer)
  return error.errorCode === 'INVALID_ARGUMENT' && /registration token/i.test(error.message ?? '')
}
