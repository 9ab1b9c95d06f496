import type { Authorizer } from '../channel.ts'
import { parseObject } from '../json.ts'
import { clientCredentialsRequest, credentialKey, decodeClientCredentials } from '../oauth-client.ts'
import { huaweiCodeOf, refusesHuaweiToken } from './answers.ts'
import type { HuaweiCertificate } from './certificate.ts'

/** Access tokens from Huawei's account server, an hour each. Its words for what is wrong are numbers. */
export const huaweiAuthorizer: Authorizer<HuaweiCertificate> = {
  cacheKey: credentialKey,
  request: clientCredentialsRequest,
  decode: (answer, nowMs) =>
    decodeClientCredentials(answer, nowMs, ({ error, sub_error: subError }) => {
      const parts = [error, subError].filter((part) => typeof part === 'number' || typeof part === 'string')
      return parts.length === 0 ? undefined : parts.join('/')
    }),
  isTokenRefused: (answer) => {
    const code = huaweiCodeOf(parseObject(answer.body))
    return code === undefined ? answer.status === 401 : refusesHuaweiToken(code)
  },
}
