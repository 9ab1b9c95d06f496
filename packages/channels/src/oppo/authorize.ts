import { createHash } from 'node:crypto'

import type { Outcome } from '@carillon/protocol'

import type { Authorizer, VendorAnswer, VendorRequest } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, textOf } from '../json.ts'
import { words } from '../words.ts'
import { oppoTokenRefusals } from './answers.ts'
import type { OppoCertificate } from './certificate.ts'
import { outcomeOfOppoCode } from './decode.ts'
import { envelopeOf } from './envelope.ts'

const tokenLifeMs = 24 * 3600 * 1000
/** A vendor's clock that is far behind must not make every send ask for a token. */
const minTokenLifeMs = 3600 * 1000

/**
 * `POST /server/v1/auth`: key, time and their signature are changed for an auth_token of 24 hours
 * (open.oppomobile.com, documentation 11234). Each host has tokens of its own.
 */
export const oppoAuthorizer: Authorizer<OppoCertificate> = {
  cacheKey: ({ baseURL, appKey, masterSecret }) => sha256(`${baseURL}\n${appKey}\n${masterSecret}`),
  request: authRequest,
  decode: decodeAuth,
  isTokenRefused: (answer) => {
    const envelope = envelopeOf(answer)
    return envelope !== undefined && oppoTokenRefusals.has(envelope.code)
  },
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function authRequest({ baseURL, appKey, masterSecret }: OppoCertificate, nowMs: number): VendorRequest {
  const timestamp = String(Math.trunc(nowMs))
  return {
    method: 'POST',
    url: `${baseURL}/server/v1/auth`,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: new URLSearchParams({
      app_key: appKey,
      timestamp,
      sign: sha256(appKey + timestamp + masterSecret),
    }).toString(),
  }
}

/** A refusal is the configuration's; trouble of the server is a `retry`, for the push was certainly not sent. */
function decodeAuth(answer: VendorAnswer, nowMs: number): ReturnType<Authorizer<OppoCertificate>['decode']> {
  const envelope = envelopeOf(answer)
  // The broken half of an answer may hold the token: none of it goes into the story.
  if (envelope === undefined && answer.status === 200) return noToken(answer, nowMs)
  if (envelope === undefined || (envelope.code === 0 && answer.status !== 200)) {
    const outcome = outcomeOfStatus(answer, nowMs, words(`HTTP ${answer.status}`))
    if (outcome.kind === 'unknown') return { kind: 'outcome', outcome: retryOf(answer, nowMs, outcome.words) }
    if (outcome.kind === 'refused') return { kind: 'outcome', outcome: { ...outcome, cause: 'config' } }
    return { kind: 'outcome', outcome }
  }
  if (envelope.code !== 0) {
    const outcome = outcomeOfOppoCode(envelope, answer, nowMs)
    return {
      kind: 'outcome',
      outcome:
        outcome.kind === 'retry'
          ? outcome
          : { kind: 'refused', cause: 'config', words: words(String(envelope.code), envelope.message) },
    }
  }
  const data = isObject(envelope.data) ? envelope.data : {}
  const value = textOf(data['auth_token'])
  if (value === undefined || !/^[\x21-\x7e]{1,1024}$/.test(value)) return noToken(answer, nowMs)
  const createdMs = Number(data['create_time'])
  const startMs = createdMs > 0 ? Math.min(createdMs, nowMs) : nowMs
  return {
    kind: 'token',
    token: { value, expiresAtMs: Math.max(startMs + tokenLifeMs, nowMs + minTokenLifeMs) },
  }
}

const noToken = (answer: VendorAnswer, nowMs: number): { kind: 'outcome'; outcome: Outcome } => ({
  kind: 'outcome',
  outcome: retryOf(answer, nowMs, words('BAD_ANSWER', 'no auth_token in the answer')),
})
