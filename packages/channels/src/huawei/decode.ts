import type { Outcome } from '@carillon/protocol'

import type { PushNotification, VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { parseObject, textOf, type JsonObject } from '../json.ts'
import { isPlainToken } from '../push-values.ts'
import { acceptedAs, refusedFor } from '../outcomes.ts'
import { words } from '../words.ts'
import { huaweiAnswers, huaweiCodeOf, huaweiUnknownCode } from './answers.ts'
import { outcomeOfReason, refusedTokensOf, type RefusedTokens } from './partial.ts'

/**
 * Huawei's answer to one request, one outcome a token, the same for all its APIs. Which HTTP status goes
 * with which code is not documented: the code decides whatever the status, and only without one the status.
 */
export const decodeHuawei = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
): readonly Outcome[] => {
  const body = parseObject(answer.body)
  const code = huaweiCodeOf(body)
  const isPartial = code === '80100000'
  const refused = isPartial || code === '80300007' ? refusedTokensOf(body) : undefined
  const whole = outcomeOf(answer, code, body, refused, nowMs)
  return tokens.map((token): Outcome => {
    if (!isPlainToken(token))
      return {
        kind: 'token-dead',
        words: words('MALFORMED_TOKEN', 'not a token: empty, too long, or with spaces'),
      }
    const reason = refused?.get(token)
    return reason === undefined ? whole : outcomeOfReason(reason, !isPartial)
  })
}

const outcomeOf = (
  answer: VendorAnswer,
  code: string | undefined,
  body: JsonObject | undefined,
  refused: RefusedTokens | undefined,
  nowMs: number,
): Outcome => {
  if (code === undefined) return outcomeOfStatus(answer, nowMs)
  const said = words(code, textOf(body?.['msg']))
  const reaction = huaweiAnswers.get(code) ?? huaweiUnknownCode
  switch (reaction.kind) {
    case 'accepted':
      return answer.status === 200 ? acceptedOf(body) : outcomeOfStatus(answer, nowMs, said)
    case 'partial':
      // Not to know which were refused is not to know of any that it was taken.
      return refused === undefined ? { kind: 'unknown', words: said } : acceptedOf(body)
    case 'token-dead':
      return { kind: 'token-dead', words: said }
    case 'retry':
      return retryOf(answer, nowMs, said)
    case 'refused':
      return refusedFor(reaction.cause, said, nowMs)
    default:
      return reaction satisfies never
  }
}

const acceptedOf = (body: JsonObject | undefined): Outcome => acceptedAs(textOf(body?.['requestId']))

/**
 * v3 refuses a notification for a picture that `images:verify` has not seen (80100022): one without its
 * picture is better than none.
 */
export const withoutRefusedImage = (
  answer: VendorAnswer,
  notification: PushNotification,
): PushNotification | undefined => {
  const { harmonyImage, ...options } = notification.options
  return harmonyImage === undefined || huaweiCodeOf(parseObject(answer.body)) !== '80100022'
    ? undefined
    : { ...notification, options }
}
