import type { Outcome } from '@carillon/protocol'

import { nextChinaMidnightMs } from '../china-midnight.ts'
import type { VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { parseObject, textOf, type JsonObject } from '../json.ts'
import { isPlainToken } from '../push-values.ts'
import { words } from '../words.ts'
import { huaweiAnswers, huaweiCodeOf, huaweiUnknownCode } from './answers.ts'

/**
 * Huawei's answer to one request, one outcome a token. Which HTTP status goes with which code is not
 * documented: the code decides whatever the status, and only without one the status.
 */
export const decodeHuawei = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
): readonly Outcome[] => {
  const body = parseObject(answer.body)
  const code = huaweiCodeOf(body)
  const illegal = code === '80100000' ? illegalTokens(body) : undefined
  const whole = outcomeOf(answer, code, body, illegal, nowMs)
  return tokens.map((token): Outcome => {
    if (!isPlainToken(token))
      return {
        kind: 'token-dead',
        words: words('MALFORMED_TOKEN', 'not a token: empty, too long, or with spaces'),
      }
    return illegal?.has(token) === true
      ? { kind: 'token-dead', words: words('illegal_tokens', 'refused for this token only') }
      : whole
  })
}

const outcomeOf = (
  answer: VendorAnswer,
  code: string | undefined,
  body: JsonObject | undefined,
  illegal: ReadonlySet<string> | undefined,
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
      return illegal === undefined ? { kind: 'unknown', words: said } : acceptedOf(body)
    case 'token-dead':
      return { kind: 'token-dead', words: said }
    case 'retry':
      return retryOf(answer, nowMs, said)
    case 'refused':
      return reaction.cause === 'quota'
        ? { kind: 'refused', cause: 'quota', resetsAtMs: nextChinaMidnightMs(nowMs), words: said }
        : { kind: 'refused', cause: reaction.cause, words: said }
    default:
      return reaction satisfies never
  }
}

const acceptedOf = (body: JsonObject | undefined): Outcome => {
  const requestID = textOf(body?.['requestId'])
  return requestID === undefined
    ? { kind: 'accepted' }
    : { kind: 'accepted', requestID: requestID.slice(0, 500) }
}

/** `msg` of a partial success is JSON text: {success, failure, illegal_tokens}. Undefined when it is not. */
const illegalTokens = (body: JsonObject | undefined): ReadonlySet<string> | undefined => {
  const msg = body?.['msg']
  const list = (typeof msg === 'string' ? parseObject(msg) : undefined)?.['illegal_tokens']
  return Array.isArray(list)
    ? new Set(list.filter((token): token is string => typeof token === 'string'))
    : undefined
}
