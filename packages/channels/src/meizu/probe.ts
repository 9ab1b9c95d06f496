import { probeNotification, probeOf, probeToken, type Probe } from '../probe.ts'
import type { MeizuCertificate } from './certificate.ts'
import { decodeMeizu } from './decode.ts'
import { encodeMeizu } from './encode.ts'

/** A push to a pushId that cannot exist: its refusal, said after AppID and signature were checked, proves that the credential works. */
export const probeMeizu = (certificate: MeizuCertificate, nowMs: number): Probe =>
  probeOf(encodeMeizu(certificate, probeNotification(nowMs), [probeToken], { nowMs }), (answer) =>
    decodeMeizu(answer, [probeToken], nowMs),
  )
