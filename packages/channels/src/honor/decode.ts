import type { Outcome, VendorWords } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, parseObject, textOf, type JsonObject } from '../json.ts'
import { isPlainToken } from '../push-values.ts'
import { acceptedAs } from '../outcomes.ts'
import { words } from '../words.ts'
import { honorAnswers, honorCodeOf, honorUnknownCode } from './answers.ts'

/** Honor's answer to one request, one outcome a token. */
export const decodeHonor = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
): readonly Outcome[] => {
  const body = parseObject(answer.body)
  const code = honorCodeOf(body)
  const data = isObject(body?.['data']) ? body['data'] : {}
  const whole = outcomeOf(answer, code, body, data, nowMs)
  const expired = tokensIn(data['expireTokens'])
  const failed = tokensIn(data['failTokens'])
  const text = textOf(body?.['message'])
  return tokens.map((token): Outcome => {
    if (!isPlainToken(token))
      return {
        kind: 'token-dead',
        words: words('MALFORMED_TOKEN', 'not a token: empty, too long, or with spaces'),
      }
    if (expired.has(token)) return { kind: 'token-dead', words: words('expireTokens', text) }
    // Honor does not say why, so the token stays: a receipt tells when it is dead.
    if (failed.has(token)) return { kind: 'refused', cause: 'payload', words: words('failTokens', text) }
    return whole
  })
}

const outcomeOf = (
  answer: VendorAnswer,
  code: number | undefined,
  body: JsonObject | undefined,
  data: JsonObject,
  nowMs: number,
): Outcome => {
  if (code === undefined) return outcomeOfStatus(answer, nowMs)
  const said = words(String(code), textOf(body?.['message']))
  // Honor's front end puts HTTP's own numbers into the body.
  if (code >= 400 && code < 600) return outcomeOfStatus({ ...answer, status: code }, nowMs, said)
  const reaction = honorAnswers.get(code) ?? honorUnknownCode
  switch (reaction.kind) {
    case 'accepted':
    case 'partial':
      return answer.status === 200 ? takenOf(reaction.kind, data, said) : outcomeOfStatus(answer, nowMs, said)
    case 'retry':
      return retryOf(answer, nowMs, said)
    case 'refused':
      return { ...reaction, words: said }
    default:
      return reaction satisfies never
  }
}

/** What became of the tokens that no list names. */
const takenOf = (kind: 'accepted' | 'partial', data: JsonObject, said: VendorWords): Outcome => {
  const requestID = textOf(data['requestId'])
  const namesTokens = tokensIn(data['failTokens']).size + tokensIn(data['expireTokens']).size > 0
  if (data['sendResult'] === false && !namesTokens) return { kind: 'refused', cause: 'payload', words: said }
  const wasTaken =
    namesTokens || (kind === 'accepted' && (data['sendResult'] === true || requestID !== undefined))
  if (!wasTaken) return { kind: 'unknown', words: said }
  return acceptedAs(requestID)
}

const tokensIn = (list: unknown): ReadonlySet<string> =>
  new Set(Array.isArray(list) ? list.filter((token): token is string => typeof token === 'string') : [])
