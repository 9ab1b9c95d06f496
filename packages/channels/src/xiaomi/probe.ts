import { probeNotification, probeOf, probeToken, type Probe } from '../probe.ts'
import type { XiaomiCertificate } from './certificate.ts'
import { decodeXiaomi } from './decode.ts'
import { encodeXiaomi } from './encode.ts'

/**
 * A push to a regId that cannot exist: "no valid target", said after secret, package and channel were checked,
 * proves that the credential works.
 */
export const probeXiaomi = (certificate: XiaomiCertificate, nowMs: number): Probe =>
  probeOf(
    encodeXiaomi(certificate, probeNotification(nowMs), [probeToken], { nowMs }),
    (answer) => decodeXiaomi(answer, [probeToken], nowMs),
    ({ words }) => words?.code === '20301',
  )
