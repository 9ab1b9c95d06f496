import type { VendorAnswer } from '../channel.ts'
import { credentialWorks, probeToken, type Probe } from '../probe.ts'
import { fcmErrorOf } from './answers.ts'
import type { FcmCertificate } from './certificate.ts'
import { decodeFcm } from './decode.ts'
import { fcmRequest } from './encode.ts'

/** `validate_only` with a token that cannot exist: a refusal of the token proves that the key works. */
export const probeFcm = (
  certificate: FcmCertificate,
  context: { nowMs: number; accessToken?: string },
): Probe => ({
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
    return outcome.kind === 'token-dead' || isTokenText(answer) ? credentialWorks : outcome
  },
})

const isTokenText = (answer: VendorAnswer): boolean => {
  const error = fcmErrorOf(answer)
  return error.errorCode === 'INVALID_ARGUMENT' && /registration token/i.test(error.message ?? '')
}
