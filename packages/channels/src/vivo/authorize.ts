import { createHash } from 'node:crypto'

import type { Authorizer, VendorAnswer, VendorRequest } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { textOf } from '../json.ts'
import { words } from '../words.ts'
import { vivoAnswerOf, vivoAnswers } from './answers.ts'
import type { VivoCertificate } from './certificate.ts'

/** The token lives 24 h; vivo advises to renew it every 1 to 2 h, and several are valid at once. */
const tokenLifeMs = 2 * 3600 * 1000
const refusedTokenCodes: readonly number[] = [10000, 10094]

/** vivo's `/message/auth`: an MD5 of credential and time is changed for an `authToken`. */
export const vivoAuthorizer: Authorizer<VivoCertificate> = {
  cacheKey: (certificate) => certificate.credentialID,
  request: authRequest,
  decode: decodeAuth,
  isTokenRefused: (answer) => refusedTokenCodes.includes(vivoAnswerOf(answer)?.result ?? 0),
}

function authRequest(certificate: VivoCertificate, nowMs: number): VendorRequest {
  const { appID, appKey, appSecret } = certificate
  const timestamp = Math.floor(nowMs)
  const sign = createHash('md5').update(`${appID}${appKey}${timestamp}${appSecret}`).digest('hex')
  return {
    method: 'POST',
    url: `${certificate.baseURL}/message/auth`,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ appId: appID, appKey, timestamp, sign }),
  }
}

/** Every refusal is one of the certificate (or of this machine's clock), unless vivo asks to wait. */
function decodeAuth(answer: VendorAnswer, nowMs: number): ReturnType<Authorizer<VivoCertificate>['decode']> {
  const read = vivoAnswerOf(answer)
  if (read === undefined || (read.result === 0 && answer.status !== 200)) {
    const outcome = outcomeOfStatus(answer, nowMs)
    // Whatever became of the token request, the push itself was not sent.
    if (outcome.kind === 'unknown') return { kind: 'outcome', outcome: retryOf(answer, nowMs, outcome.words) }
    if (outcome.kind === 'refused') return { kind: 'outcome', outcome: { ...outcome, cause: 'config' } }
    return { kind: 'outcome', outcome }
  }
  if (read.result === 0) {
    const value = textOf(read.body['authToken'])
    if (value !== undefined && /^[\x21-\x7e]{1,1024}$/.test(value))
      return { kind: 'token', token: { value, expiresAtMs: nowMs + tokenLifeMs } }
    return {
      kind: 'outcome',
      outcome: retryOf(answer, nowMs, words('BAD_ANSWER', 'no authToken in the answer')),
    }
  }
  const said = words(String(read.result), read.desc)
  const reaction = vivoAnswers.get(read.result)
  return {
    kind: 'outcome',
    outcome:
      reaction?.kind === 'retry'
        ? retryOf(answer, nowMs, said, reaction.afterMs)
        : { kind: 'refused', cause: 'config', words: said },
  }
}
