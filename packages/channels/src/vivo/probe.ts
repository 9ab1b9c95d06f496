import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer, VendorRequest } from '../channel.ts'
import { probeNotification } from '../probe-notification.ts'
import { words } from '../words.ts'
import type { VivoCertificate } from './certificate.ts'
import { decodeVivo } from './decode.ts'
import { encodeVivo } from './encode.ts'

/** No phone has it: vivo looks for the phone after it has taken the credential. */
const probeRegID = 'carillon-certificate-check'

/** A push to a regId that cannot exist: 10302 proves that the credential works. */
export const probeVivo = (
  certificate: VivoCertificate,
  context: { nowMs: number; accessToken?: string },
): { request: VendorRequest; decode(answer: VendorAnswer): Outcome } => {
  const encoded = encodeVivo(
    certificate,
    {
      ...probeNotification(context.nowMs),
      title: '铃声 Carillon',
      body: '证书检查 certificate check',
    },
    probeRegID,
    { nowMs: context.nowMs, accessToken: context.accessToken ?? '' },
  )
  if (encoded.kind !== 'request') throw new Error(encoded.outcome.words.text)
  return {
    request: encoded.request,
    decode: (answer) => {
      const outcome = decodeVivo(answer, context.nowMs)
      // 10302 in test mode says "not a test device", which the made-up token is not either.
      return outcome.kind === 'token-dead' || outcome.words?.code === '10302'
        ? {
            kind: 'accepted',
            words: words('OK', 'The credential works: only the made-up token was refused.'),
          }
        : outcome
    },
  }
}
