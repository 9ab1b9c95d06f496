import { probeNotification, probeOf, type Probe } from '../probe.ts'
import type { OppoCertificate } from './certificate.ts'
import { decodeOppo } from './decode.ts'
import { encodeOppo } from './encode.ts'

/** No phone has it: OPPO makes its ids of random digits. */
const probeRegistrationID = 'CN_00000000000000000000000000000000'

/** A push to a registration_id that cannot exist: "invalid registration_id" proves that the credential works. */
export const probeOppo = (
  certificate: OppoCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): Probe => {
  // A copy would be refused as a duplicate before anything else is looked at.
  const notification = { ...probeNotification(nowMs), collapseKey: `certificate-check-${nowMs}` }
  return probeOf(
    encodeOppo(certificate, notification, [probeRegistrationID], { nowMs, accessToken }),
    (answer) => decodeOppo(answer, [probeRegistrationID], nowMs),
  )
}
