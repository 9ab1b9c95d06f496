import { probeNotification, probeOf, probeToken, type Probe } from '../probe.ts'
import type { HuaweiCertificate } from './certificate.ts'
import { decodeHuawei } from './decode.ts'
import { encodeHuawei, isForHarmony } from './encode.ts'

/**
 * A token that cannot exist, by v1 and v2 with `validate_only`, by v3 as a test message: nothing is sent, and
 * a refusal of the token is as good.
 */
export const probeHuawei = (
  certificate: HuaweiCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): Probe => {
  const notification = probeNotification(nowMs)
  const isTest = isForHarmony(certificate, notification)
  return probeOf(
    encodeHuawei({ ...certificate, isTest }, notification, [probeToken], {
      nowMs,
      accessToken,
      validateOnly: true,
    }),
    (answer) => decodeHuawei(answer, [probeToken], nowMs),
    // Of a made-up token v3 may also say that it is not of this project.
    ({ words }) => words?.code === 'noRight',
  )
}
