import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, parseObject, textOf, type JsonObject } from '../json.ts'
import { acceptedAs, refusedFor } from '../outcomes.ts'
import { words } from '../words.ts'
import { meizuAnswers, meizuTokenAnswers, meizuUnknownCode, type MeizuReaction } from './answers.ts'
import { isPushID } from './tokens.ts'

const success = 200

/** Meizu's answer to one request, one outcome a token. Business refusals come with HTTP 200. */
export const decodeMeizu = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
): readonly Outcome[] => {
  const body = parseObject(answer.body)
  const code = codeOf(body?.['code'])
  const bad = code === success ? badTokens(body) : new Map<string, number>()
  const whole = wholeOutcome(answer, body, code, nowMs)
  return tokens.map((token) => {
    if (!isPushID(token))
      return {
        kind: 'token-dead',
        words: words('MALFORMED_TOKEN', 'not a pushId: empty, too long, or with spaces or commas'),
      }
    const tokenCode = bad.get(token)
    if (tokenCode === undefined) return whole
    const reaction = meizuTokenAnswers.get(tokenCode) ?? meizuUnknownCode
    return outcomeOf(reaction, answer, nowMs, words(String(tokenCode), textOf(body?.['message'])))
  })
}

/** Whether a batch was refused for one token that the answer does not name. */
export const refusesMeizuBatchForOneToken = (answer: VendorAnswer): boolean => {
  const code = codeOf(parseObject(answer.body)?.['code'])
  return code !== undefined && meizuAnswers.get(code)?.kind === 'token-dead'
}

const wholeOutcome = (
  answer: VendorAnswer,
  body: JsonObject | undefined,
  code: number | undefined,
  nowMs: number,
): Outcome => {
  if (body === undefined || code === undefined || (code === success && answer.status !== 200))
    return outcomeOfStatus(answer, nowMs)
  if (code === success) return acceptedAs(textOf(body['msgId']))
  const texts = [textOf(body['message']), textOf(body['redirect'])].filter((text) => text !== undefined)
  const said = words(String(code), texts.join('; '))
  return outcomeOf(meizuAnswers.get(code) ?? meizuUnknownCode, answer, nowMs, said)
}

const outcomeOf = (
  reaction: MeizuReaction,
  answer: VendorAnswer,
  nowMs: number,
  said: Outcome['words'] & object,
): Outcome => {
  switch (reaction.kind) {
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

const codeOf = (code: unknown): number | undefined => {
  if (typeof code === 'string' ? !/^\d{1,9}$/.test(code) : typeof code !== 'number') return undefined
  return Number(code)
}

/**
 * `value` maps a code to the tokens it befell; tokens that are not named were taken. The other way round,
 * token to code, is taken as well.
 */
const badTokens = (body: JsonObject | undefined): ReadonlyMap<string, number> => {
  const value = body?.['value']
  const bad = new Map<string, number>()
  if (!isObject(value)) return bad
  for (const [key, entry] of Object.entries(value)) {
    const listCode = codeOf(key)
    if (Array.isArray(entry) && listCode !== undefined) {
      for (const token of entry as unknown[]) if (typeof token === 'string') bad.set(token, listCode)
      continue
    }
    const ownCode = codeOf(entry)
    if (ownCode !== undefined && ownCode !== success) bad.set(key, ownCode)
  }
  return bad
}
