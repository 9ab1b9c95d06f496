import type { Outcome } from '@carillon/protocol'

import type { VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { parseObject, textOf } from '../json.ts'
import { acceptedAs } from '../outcomes.ts'
import { words } from '../words.ts'
import { fcmAnswers, fcmErrorOf, type FcmError } from './answers.ts'

/** FCM's answer for the one token of a request: by `errorCode` first, by HTTP status second. */
export const decodeFcm = (answer: VendorAnswer, nowMs: number): Outcome => {
  if (answer.status === 200) return decodeSuccess(answer, nowMs)
  const error = fcmErrorOf(answer)
  const code = error.errorCode ?? error.status ?? `HTTP ${answer.status}`
  const said = error.isGoogle ? words(code, error.message) : undefined
  const reaction = error.errorCode === undefined ? undefined : fcmAnswers[error.errorCode]
  if (said === undefined || reaction === undefined || reaction.kind === 'status')
    return outcomeOfStatus(answer, nowMs, said)
  if (isAboutTheToken(error)) return { kind: 'token-dead', words: said }
  switch (reaction.kind) {
    case 'token-dead':
      return { kind: 'token-dead', words: said }
    case 'refused':
      return { kind: 'refused', cause: reaction.cause, words: said }
    case 'retry':
      return retryOf(answer, nowMs, said, reaction.elseMs)
    default:
      return reaction satisfies never
  }
}

/**
 * INVALID_ARGUMENT means a bad token or a bad payload. Only when Google names the field is it the token:
 * one bad payload must never cost the tokens of a whole group.
 */
const isAboutTheToken = (error: FcmError): boolean =>
  error.errorCode === 'INVALID_ARGUMENT' && error.violatedFields.includes('message.token')

const decodeSuccess = (answer: VendorAnswer, nowMs: number): Outcome => {
  const name = textOf(parseObject(answer.body)?.['name'])
  return name === undefined ? outcomeOfStatus(answer, nowMs) : acceptedAs(name)
}
