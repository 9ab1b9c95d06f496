import { constants, sign } from 'node:crypto'

import type { Authorizer, TokenMint, VendorAnswer } from '../channel.ts'
import { parseObject } from '../json.ts'
import { clientCredentialsRequest, credentialKey, decodeClientCredentials } from '../oauth-client.ts'
import { huaweiCodeOf, refusesHuaweiToken } from './answers.ts'
import type { HuaweiCertificate, HuaweiCredential } from './certificate.ts'

/** Huawei takes a signed token for a day at most (80300036) and recommends an hour. */
const tokenSeconds = 3600
/** PS256 (RFC 7518, 3.5): the salt is as long as the hash. */
const saltLength = 32

const isTokenRefused = (answer: VendorAnswer): boolean => {
  const code = huaweiCodeOf(parseObject(answer.body))
  return code === undefined ? answer.status === 401 : refusesHuaweiToken(code)
}

const clientOf = ({ credential }: HuaweiCertificate): Extract<HuaweiCredential, { kind: 'client' }> => {
  if (credential.kind !== 'client') throw new TypeError('a service account signs its own access tokens')
  return credential
}

/** Access tokens from Huawei's account server, an hour each. Its words for what is wrong are numbers. */
export const huaweiAuthorizer: Authorizer<HuaweiCertificate> = {
  cacheKey: (certificate) => credentialKey(clientOf(certificate)),
  request: (certificate) => clientCredentialsRequest(clientOf(certificate)),
  decode: (answer, nowMs) =>
    decodeClientCredentials(answer, nowMs, ({ error, sub_error: subError }) => {
      const parts = [error, subError].filter((part) => typeof part === 'number' || typeof part === 'string')
      return parts.length === 0 ? undefined : parts.join('/')
    }),
  isTokenRefused,
}

/**
 * Access tokens of a service account: a JWT that it signs itself, without asking anybody
 * (developer.huawei.com, harmonyos-guides, push-jwt-token).
 */
export const huaweiTokenMint: TokenMint<HuaweiCertificate> = {
  mints: ({ credential }) => credential.kind === 'service-account',
  cacheKey: ({ credential }) => (credential.kind === 'service-account' ? credential.credentialID : ''),
  mint: ({ credential }, nowMs) => {
    if (credential.kind !== 'service-account') return undefined
    const { keyID: kid, subAccount: iss, audience: aud, privateKey: key } = credential
    const iat = Math.floor(nowMs / 1000)
    const header = base64url({ kid, typ: 'JWT', alg: 'PS256' })
    const signed = `${header}.${base64url({ iss, aud, iat, exp: iat + tokenSeconds })}`
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const signature = sign('sha256', Buffer.from(signed), { key, padding, saltLength })
    return {
      value: `${signed}.${signature.toString('base64url')}`,
      expiresAtMs: (iat + tokenSeconds) * 1000,
    }
  },
  // Huawei does not count replacements.
  minAgeMs: 0,
  isTokenRefused,
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
