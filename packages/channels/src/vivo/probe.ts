import { probeNotification, probeOf, probeToken, type Probe } from '../probe.ts'
import type { VivoCertificate } from './certificate.ts'
import { decodeVivo } from './decode.ts'
import { encodeVivo } from './encode.ts'

/** A push to a regId that cannot exist: 10302 proves that the credential works. */
export const probeVivo = (
  certificate: VivoCertificate,
  { nowMs, accessToken = '' }: { nowMs: number; accessToken?: string },
): Probe =>
  probeOf(
    encodeVivo(
      certificate,
      { ...probeNotification(nowMs), title: '铃声 Carillon', body: '证书检查 certificate check' },
      probeToken,
      { nowMs, accessToken },
    ),
    (answer) => [decodeVivo(answer, nowMs)],
    // In test mode 10302 says "not a test device", which the made-up token is not either.
    ({ words }) => words?.code === '10302',
  )
