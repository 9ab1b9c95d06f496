import { sign } from 'node:crypto'

import type { AccessToken, Authorizer, VendorAnswer, VendorRequest } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { parseObject, textOf } from '../json.ts'
import { words } from '../words.ts'
import type { FcmCertificate } from './certificate.ts'
import { fcmErrorOf } from './answers.ts'

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
const assertionSeconds = 3600
const maxTokenSeconds = 24 * 3600

/** OAuth 2.0 for a service account: a JWT signed with its key is changed for an access token (RFC 7523). */
export const fcmAuthorizer: Authorizer<FcmCertificate> = {
  cacheKey: (certificate) => certificate.credentialID,
  request: tokenRequest,
  decode: decodeToken,
  // THIRD_PARTY_AUTH_ERROR is a 401 about APNs or web credentials: a new access token would not help.
  isTokenRefused: (answer) => answer.status === 401 && fcmErrorOf(answer).errorCode === undefined,
}

function tokenRequest(certificate: FcmCertificate, nowMs: number): VendorRequest {
  const issuedAt = Math.floor(nowMs / 1000)
  const header = {
    alg: 'RS256',
    typ: 'JWT',
    ...(certificate.privateKeyID === undefined ? {} : { kid: certificate.privateKeyID }),
  }
  const claims = {
    iss: certificate.clientEmail,
    scope,
    aud: certificate.tokenURL,
    iat: issuedAt,
    exp: issuedAt + assertionSeconds,
  }
  const signed = `${base64url(header)}.${base64url(claims)}`
  const signature = sign('RSA-SHA256', Buffer.from(signed), certificate.privateKey).toString('base64url')
  return {
    method: 'POST',
    url: certificate.tokenURL,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${signed}.${signature}`,
    }).toString(),
  }
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Every refusal ends in `refused` for the configuration (a deleted key, a foreign account, a clock that is
 * wrong), unless the token server itself is in trouble: then `retry`, for the push was certainly not sent.
 */
function decodeToken(answer: VendorAnswer, nowMs: number): ReturnType<Authorizer<FcmCertificate>['decode']> {
  const body = parseObject(answer.body)
  if (answer.status === 200) {
    const token = accessTokenOf(body, nowMs)
    if (token !== undefined) return { kind: 'token', token }
    return {
      kind: 'outcome',
      outcome: retryOf(answer, nowMs, words('BAD_ANSWER', 'no access token in the answer')),
    }
  }
  const code = textOf(body?.['error'])
  const said = code === undefined ? undefined : words(code, textOf(body?.['error_description']))
  if (said !== undefined && (answer.status === 400 || answer.status === 401 || answer.status === 403))
    return { kind: 'outcome', outcome: { kind: 'refused', cause: 'config', words: said } }
  const outcome = outcomeOfStatus(answer, nowMs, said)
  if (outcome.kind === 'unknown') return { kind: 'outcome', outcome: retryOf(answer, nowMs, outcome.words) }
  if (outcome.kind === 'refused') return { kind: 'outcome', outcome: { ...outcome, cause: 'config' } }
  return { kind: 'outcome', outcome }
}

const accessTokenOf = (body: ReturnType<typeof parseObject>, nowMs: number): AccessToken | undefined => {
  const value = textOf(body?.['access_token'])
  const seconds = Number(body?.['expires_in'])
  if (value === undefined || !/^[\x21-\x7e]{1,4096}$/.test(value) || !(seconds > 0)) return undefined
  return { value, expiresAtMs: nowMs + Math.min(seconds, maxTokenSeconds) * 1000 }
}
