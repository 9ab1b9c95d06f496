import type { Outcome } from '@carillon/protocol'

import type { ListSender, VendorAnswer } from '../channel.ts'
import { isObject, type JsonObject } from '../json.ts'
import { words } from '../words.ts'
import { vivoAnswerOf } from './answers.ts'
import type { VivoCertificate } from './certificate.ts'
import { decodeVivo, vivoUserOutcome } from './decode.ts'
import { encodeVivo, vivoRequest, vivoRequestID } from './encode.ts'

/** What was saved is not there any more: without an ID, with a wrong one, or too old. It is saved again. */
const lostMessage: ReadonlySet<number> = new Set([10151, 10152, 10155])

/** `saveListPayload`, then `pushToList` (dev.vivo.com.cn, document 362): 2 to 1000 phones a request. */
export const vivoListSender: ListSender<VivoCertificate> = {
  isFor: ({ groups }) => groups === 'list',
  leastTokens: 2,
  tokensPerRequest: 1000,
  encodeMessage: (certificate, notification, { accessToken = '', ...context }) =>
    encodeVivo(certificate, notification, undefined, { ...context, accessToken }),
  decodeMessage: decodeVivo,
  encodeTokens: (certificate, taskId, tokens, { accessToken = '', nowMs }) => ({
    kind: 'request',
    request: vivoRequest(certificate, '/message/pushToList', accessToken, {
      appId: certificate.appID,
      regIds: tokens,
      taskId,
      requestId: vivoRequestID([taskId, tokens[0] ?? '', String(nowMs)]),
    }),
  }),
  decodeTokens: (answer, tokens, nowMs, notification) => {
    const whole = wholeOf(answer, decodeVivo(answer, nowMs, notification))
    if (whole.kind !== 'accepted') return tokens.map(() => whole)
    const invalid = invalidUsers(vivoAnswerOf(answer)?.body)
    return tokens.map((token) => {
      const status = invalid.get(token)
      return status === undefined
        ? whole
        : vivoUserOutcome(status, words(`invalidUsers ${status}`, 'refused for this token only'))
    })
  },
}

const wholeOf = (answer: VendorAnswer, outcome: Outcome): Outcome =>
  outcome.kind === 'refused' && lostMessage.has(vivoAnswerOf(answer)?.result ?? 0)
    ? { kind: 'retry', words: outcome.words }
    : outcome

/** Status by token. */
const invalidUsers = (body: JsonObject | undefined): ReadonlyMap<unknown, number> => {
  const users: readonly unknown[] = Array.isArray(body?.['invalidUsers']) ? body['invalidUsers'] : []
  return new Map(users.filter(isObject).map((user) => [user['userid'], Number(user['status'])]))
}
