import type { Authorizer } from '../channel.ts'
import { parseObject, textOf } from '../json.ts'
import { clientCredentialsRequest, credentialKey, decodeClientCredentials } from '../oauth-client.ts'
import { honorCodeOf, refusesHonorToken } from './answers.ts'
import type { HonorCertificate } from './certificate.ts'

/** Access tokens from Honor's account server, an hour each. */
export const honorAuthorizer: Authorizer<HonorCertificate> = {
  cacheKey: credentialKey,
  request: clientCredentialsRequest,
  decode: (answer, nowMs) => decodeClientCredentials(answer, nowMs, (body) => textOf(body['error'])),
  isTokenRefused: (answer) => {
    const code = honorCodeOf(parseObject(answer.body))
    return code === undefined ? answer.status === 401 : refusesHonorToken(code)
  },
}
