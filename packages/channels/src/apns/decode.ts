import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { parseObject, textOf, type JsonObject } from '../json.ts'
import { acceptedAs } from '../outcomes.ts'
import { words } from '../words.ts'
import { apnsAnswers } from './answers.ts'

/** APNs' answer for the one token of a request: by `reason` first, by HTTP status second. */
export const decodeApns = (answer: VendorAnswer, nowMs: number): Outcome => {
  if (answer.status === 200) return decodeSuccess(answer, nowMs)
  const body = parseObject(answer.body)
  const reason = textOf(body?.['reason'])
  if (body === undefined || reason === undefined) return outcomeOfStatus(answer, nowMs)
  const said = words(reason)
  const reaction = apnsAnswers.get(reason)
  if (reaction === undefined) return outcomeOfStatus(answer, nowMs, said)
  switch (reaction.kind) {
    case 'token-dead':
      return { kind: 'token-dead', ...sinceOf(body, nowMs), words: said }
    case 'refused':
      return { kind: 'refused', cause: reaction.cause, words: said }
    case 'retry':
      return retryOf(answer, nowMs, said, reaction.elseMs)
    default:
      return reaction satisfies never
  }
}

/** `reason` of an answer that refuses. */
export const apnsReasonOf = (answer: VendorAnswer): string | undefined =>
  textOf(parseObject(answer.body)?.['reason'])

/** Success has no body and names the notification; anything else with a 200 was not Apple. */
const decodeSuccess = (answer: VendorAnswer, nowMs: number): Outcome => {
  const requestID = textOf(answer.headers['apns-id'])
  return requestID === undefined ? outcomeOfStatus(answer, nowMs) : acceptedAs(requestID)
}

/** `timestamp` of a 410: when Apple found the token dead, in milliseconds. One from the future says nothing. */
const sinceOf = (body: JsonObject, nowMs: number): { sinceMs?: number } => {
  const { timestamp } = body
  return typeof timestamp === 'number' && Number.isSafeInteger(timestamp) && timestamp > 0
    ? { sinceMs: Math.min(timestamp, nowMs) }
    : {}
}
