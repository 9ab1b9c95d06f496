import type { Outcome, VendorWords } from '@carillon/protocol'

import type { PushNotification, VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, parseObject, textOf, type JsonObject } from '../json.ts'
import { acceptedAs, refusedFor } from '../outcomes.ts'
import { words } from '../words.ts'
import { xiaomiAnswers, xiaomiUnknownCode } from './answers.ts'
import { isRegID } from './tokens.ts'

/** Xiaomi's answer to one request, one outcome a token. Business errors come with HTTP 200. */
export const decodeXiaomi = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
  notification?: PushNotification,
): readonly Outcome[] => {
  const body = parseObject(answer.body)
  const code = codeOf(body)
  const whole =
    body === undefined || code === undefined || (code === 0 && answer.status !== 200)
      ? outcomeOfStatus(answer, nowMs)
      : code === 0
        ? acceptedOf(body)
        : outcomeOfCode(code, body, answer, nowMs, notification)
  const bad = badRegIDs(body)
  return tokens.map((token) => {
    if (!isRegID(token))
      return deadToken('MALFORMED_TOKEN', 'not a regId: empty, too long, or with spaces or commas')
    return bad.has(token) ? deadToken('bad_regids', textOf(body?.['info']) ?? reasonOf(body)) : whole
  })
}

/** Whether a batch was refused for one token that the answer does not name. */
export const refusesXiaomiBatchForOneToken = (answer: VendorAnswer): boolean => {
  const body = parseObject(answer.body)
  const code = codeOf(body)
  return code !== undefined && xiaomiAnswers.get(code)?.kind === 'token-dead' && badRegIDs(body).size === 0
}

const outcomeOfCode = (
  code: number,
  body: JsonObject,
  answer: VendorAnswer,
  nowMs: number,
  notification: PushNotification | undefined,
): Outcome => {
  const said = wordsOf(code, body)
  const reaction = xiaomiAnswers.get(code) ?? xiaomiUnknownCode
  switch (reaction.kind) {
    case 'token-dead':
      return { kind: 'token-dead', words: said }
    case 'retry':
      return retryOf(answer, nowMs, said, reaction.afterMs)
    case 'refused':
      return refusedFor(reaction.cause, said, nowMs)
    case 'no-target':
      // 20301 is also said of a passing fault: only with a reason that names the targets are they dead.
      return noValidTarget.test(reasonOf(body) ?? '')
        ? { kind: 'token-dead', words: said }
        : retryOf(answer, nowMs, said)
    case 'channel':
      // A channel ID that one sender made up must not stop the certificate's lane for all.
      return {
        kind: 'refused',
        cause: notification?.options.androidXiaoMiChannelID ? 'payload' : 'config',
        words: said,
      }
    default:
      return reaction satisfies never
  }
}

const noValidTarget =
  /(?:no|non-?existent|invalid|without)\b.{0,40}\btargets?\b|invalid reg|没有有效|无有效|无效的?目标/i

const acceptedOf = (body: JsonObject): Outcome => {
  const data = body['data']
  const id = isObject(data) ? textOf(data['id']) : undefined
  return acceptedAs(id)
}

const codeOf = (body: JsonObject | undefined): number | undefined => {
  const code = body?.['code']
  if (typeof code === 'string' ? !/^-?\d{1,9}$/.test(code) : typeof code !== 'number') return undefined
  return Number(code)
}

/** `data.bad_regids`, a list joined by commas; an array is taken as well. */
const badRegIDs = (body: JsonObject | undefined): ReadonlySet<string> => {
  const data = body?.['data']
  const listed = isObject(data) ? data['bad_regids'] : undefined
  const parts: readonly unknown[] =
    typeof listed === 'string' ? listed.split(',') : Array.isArray(listed) ? listed : []
  return new Set(
    parts.flatMap((part) => (typeof part === 'string' && part.trim() !== '' ? [part.trim()] : [])),
  )
}

const reasonOf = (body: JsonObject | undefined): string | undefined => {
  const texts = [textOf(body?.['reason']), textOf(body?.['description'])].filter((text) => text !== undefined)
  return texts.length === 0 ? undefined : [...new Set(texts)].join('; ')
}

const wordsOf = (code: number, body: JsonObject): VendorWords => words(String(code), reasonOf(body))

const deadToken = (code: string, text: string | undefined): Outcome => ({
  kind: 'token-dead',
  words: words(code, text),
})
