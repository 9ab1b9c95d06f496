import type { Outcome } from '@carillon/protocol'

import type { PushNotification, VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, textOf, type JsonObject } from '../json.ts'
import { vendorParamsOf } from '../vendor-params.ts'
import { acceptedAs, refusedFor } from '../outcomes.ts'
import { words } from '../words.ts'
import { oppoAnswers, oppoUnknownCode } from './answers.ts'
import { codeOf, envelopeOf, type OppoEnvelope } from './envelope.ts'
import { choosesTemplate } from './template.ts'
import { isRegistrationID } from './tokens.ts'

/** OPPO's answer to one request, one outcome a token. */
export const decodeOppo = (
  answer: VendorAnswer,
  tokens: readonly string[],
  nowMs: number,
  notification?: PushNotification,
): readonly Outcome[] => {
  const envelope = envelopeOf(answer)
  const outcomeOf = outcomesBy(answer, envelope, nowMs, notification)
  return tokens.map((token) =>
    isRegistrationID(token)
      ? outcomeOf(token)
      : {
          kind: 'token-dead',
          words: words('MALFORMED_TOKEN', 'not a registration_id: empty, too long, or with other signs'),
        },
  )
}

/** Whether a whole batch was refused for one token that the answer does not name. */
export const refusesOppoBatchForOneToken = (answer: VendorAnswer): boolean => {
  const envelope = envelopeOf(answer)
  if (envelope === undefined || Array.isArray(envelope.data)) return false
  const { code, message } = envelope
  return code === 10000 || (code === 41 && namesToken.test(message ?? ''))
}

/** What one code with its words means. */
export const outcomeOfOppoCode = (
  { code, message }: Pick<OppoEnvelope, 'code' | 'message'>,
  answer: VendorAnswer,
  nowMs: number,
  notification?: PushNotification,
): Outcome => {
  const said = words(String(code), message)
  const reaction = oppoAnswers.get(code) ?? oppoUnknownCode
  switch (reaction.kind) {
    case 'token-dead':
      return { kind: 'token-dead', words: said }
    case 'retry':
      return retryOf(answer, nowMs, said)
    case 'refused':
      return refusedFor(reaction.cause, said, nowMs)
    case 'already-sent':
      return { kind: 'accepted', words: said }
    case 'argument':
      return namesToken.test(message ?? '')
        ? { kind: 'token-dead', words: said }
        : { kind: 'refused', cause: 'payload', words: said }
    // What one sender made up must not stop the certificate's lane for all.
    case 'category':
      return { kind: 'refused', cause: choosesClass(notification) ? 'payload' : 'config', words: said }
    case 'template':
      return {
        kind: 'refused',
        cause: choosesTemplate(vendorParamsOf(notification?.options ?? {})) ? 'payload' : 'config',
        words: said,
      }
    default:
      return reaction satisfies never
  }
}

/** Not `verify_registration_id`, a field beside the token. */
const namesToken = /(?<!verify_)registration[ _-]?id|\breg[ _-]?ids?\b/i

const choosesClass = (notification: PushNotification | undefined): boolean => {
  const { androidOPPOCategory, androidOPPONotifyLevel } = notification?.options ?? {}
  return Boolean(androidOPPOCategory) || Boolean(androidOPPONotifyLevel)
}

const outcomesBy = (
  answer: VendorAnswer,
  envelope: OppoEnvelope | undefined,
  nowMs: number,
  notification: PushNotification | undefined,
): ((token: string) => Outcome) => {
  if (envelope === undefined || (envelope.code === 0 && answer.status !== 200)) {
    const outcome = outcomeOfStatus(answer, nowMs)
    return () => outcome
  }
  const { code, data } = envelope
  if (code !== 0) {
    const outcome = outcomeOfOppoCode(envelope, answer, nowMs, notification)
    return () => outcome
  }
  if (!Array.isArray(data)) {
    const outcome = acceptedOf(isObject(data) ? data : {})
    return () => outcome
  }
  const items = new Map((data as unknown[]).filter(isObject).map((item) => [item['registrationId'], item]))
  return (token) => {
    const item = items.get(token)
    if (item === undefined)
      return { kind: 'unknown', words: words('BAD_ANSWER', 'the answer does not name this token') }
    const itemCode = codeOf(item['errorCode']) ?? 0
    if (itemCode === 0) return acceptedOf(item)
    const message = textOf(item['errorMessage'])
    const failed = { code: itemCode, ...(message === undefined ? {} : { message }) }
    return outcomeOfOppoCode(failed, answer, nowMs, notification)
  }
}

const acceptedOf = (data: JsonObject): Outcome =>
  acceptedAs(textOf(data['messageId']) ?? textOf(data['message_id']))
