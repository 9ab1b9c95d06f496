import { credentialWorks, type Probe } from '../probe.ts'
import type { ApnsCertificate } from './certificate.ts'
import { apnsReasonOf, decodeApns } from './decode.ts'
import { apnsID, apnsRequest } from './encode.ts'

/** No device has it: Apple refuses the token after it has taken credential and topic. */
const probeToken = '0'.repeat(64)
/** Any of these means that Apple got as far as the token. */
const tokenReasons = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'])

/** A push to a token that cannot exist: a refusal of the token proves that credential and topic work. */
export const probeApns = (
  certificate: ApnsCertificate,
  { nowMs, accessToken }: { nowMs: number; accessToken?: string },
): Probe => ({
  request: apnsRequest(
    certificate,
    probeToken,
    {
      ...(accessToken === undefined ? {} : { authorization: `bearer ${accessToken}` }),
      'apns-topic': certificate.topic,
      'apns-push-type': certificate.isVoIP ? 'voip' : 'alert',
      'apns-priority': '10',
      'apns-expiration': '0',
      'apns-id': apnsID('certificate-check', probeToken),
    },
    JSON.stringify({ aps: { alert: { title: 'Carillon', body: 'Certificate check' } } }),
  ),
  decode: (answer) =>
    tokenReasons.has(apnsReasonOf(answer) ?? '') ? credentialWorks : decodeApns(answer, nowMs),
})
