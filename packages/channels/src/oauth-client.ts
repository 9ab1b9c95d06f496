import { createHash } from 'node:crypto'

import type { AccessToken, Authorizer, VendorAnswer, VendorRequest } from './channel.ts'
import { outcomeOfStatus, retryOf } from './http-status.ts'
import { parseObject, textOf, type JsonObject } from './json.ts'
import { words } from './words.ts'

const defaultSeconds = 3600
const maxSeconds = 24 * 3600

/** A client's name and secret, as OAuth 2.0 knows them. */
export interface ClientCredentials {
  clientID: string
  clientSecret: string
  /** Absolute. */
  tokenURL: string
}

/** A key for the credential that shows nothing of it. */
export const credentialKey = ({ clientID, clientSecret, tokenURL }: ClientCredentials): string =>
  createHash('sha256')
    .update(JSON.stringify([tokenURL, clientID, clientSecret]))
    .digest('hex')

/** `grant_type=client_credentials` (RFC 6749, 4.4), with the credential in the form, percent-encoded. */
export const clientCredentialsRequest = ({
  clientID,
  clientSecret,
  tokenURL,
}: ClientCredentials): VendorRequest => ({
  method: 'POST',
  url: tokenURL,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientID,
    client_secret: clientSecret,
  }).toString(),
})

/**
 * The access token, or what becomes of those who wait for it: `refused` for the configuration where the
 * server refuses, `retry` where it is in trouble itself, for the push was certainly not sent.
 * @param errorCode the vendor's code in a refusal's body
 */
export const decodeClientCredentials = (
  answer: VendorAnswer,
  nowMs: number,
  errorCode: (body: JsonObject) => string | undefined,
): ReturnType<Authorizer<unknown>['decode']> => {
  const body = parseObject(answer.body)
  const token = answer.status === 200 ? accessTokenOf(body, nowMs) : undefined
  if (token !== undefined) return { kind: 'token', token }
  const code = body === undefined ? undefined : errorCode(body)
  if (code === undefined && answer.status === 200)
    return {
      kind: 'outcome',
      outcome: retryOf(answer, nowMs, words('BAD_ANSWER', 'no access token in the answer')),
    }
  const said = code === undefined ? undefined : words(code, textOf(body?.['error_description']))
  if (said !== undefined && answer.status < 429)
    return { kind: 'outcome', outcome: { kind: 'refused', cause: 'config', words: said } }
  const outcome = outcomeOfStatus(answer, nowMs, said)
  if (outcome.kind === 'unknown') return { kind: 'outcome', outcome: retryOf(answer, nowMs, outcome.words) }
  if (outcome.kind === 'refused') return { kind: 'outcome', outcome: { ...outcome, cause: 'config' } }
  return { kind: 'outcome', outcome }
}

const accessTokenOf = (body: JsonObject | undefined, nowMs: number): AccessToken | undefined => {
  const value = textOf(body?.['access_token'])
  if (value === undefined || !/^[\x21-\x7e]{1,4096}$/.test(value)) return undefined
  const given = Number(body?.['expires_in'])
  const seconds = given > 0 ? Math.min(given, maxSeconds) : defaultSeconds
  return { value, expiresAtMs: nowMs + seconds * 1000 }
}
