import type { Outcome, VendorWords } from '@carillon/protocol'

import type { PushNotification, VendorAnswer } from '../channel.ts'
import { outcomeOfStatus, retryOf } from '../http-status.ts'
import { isObject, textOf, type JsonObject } from '../json.ts'
import { acceptedAs } from '../outcomes.ts'
import { words } from '../words.ts'
import { vivoAnswerOf, vivoAnswers, vivoResetMs, vivoUnknownCode } from './answers.ts'

/** `invalidUser.status` of a phone that is not entered in the console, in test mode. */
const notATestDevice = 4

/** vivo's answer for the one token of a request. Business refusals come with HTTP 200. */
export const decodeVivo = (answer: VendorAnswer, nowMs: number, notification?: PushNotification): Outcome => {
  const read = vivoAnswerOf(answer)
  if (read === undefined) return outcomeOfStatus(answer, nowMs)
  const { body, result, desc } = read
  if (result === 0) {
    if (answer.status !== 200) return outcomeOfStatus(answer, nowMs)
    const taskID = textOf(body['taskId'])
    return acceptedAs(taskID)
  }
  const said = words(String(result), desc)
  const reaction = vivoAnswers.get(result) ?? vivoUnknownCode
  switch (reaction.kind) {
    case 'retry':
      return retryOf(answer, nowMs, said, reaction.afterMs)
    case 'refused':
      return { kind: 'refused', cause: reaction.cause, words: said }
    case 'quota':
      return {
        kind: 'refused',
        cause: 'quota',
        resetsAtMs: vivoResetMs(nowMs, reaction.resetHour),
        words: said,
      }
    case 'invalid-user':
      return vivoUserOutcome(invalidUserStatus(body), said)
    case 'class':
      // A class that one sender made up must not stop the certificate's lane for all.
      return { kind: 'refused', cause: choseClass(notification) ? 'payload' : 'config', words: said }
    default:
      return reaction satisfies never
  }
}

/** What becomes of a token by the status of an invalid user. */
export const vivoUserOutcome = (status: number | undefined, said: VendorWords): Outcome =>
  status === notATestDevice
    ? { kind: 'refused', cause: 'config', words: said }
    : { kind: 'token-dead', words: said }

const choseClass = (notification: PushNotification | undefined): boolean => {
  const { androidVIVOCategory, androidVIVOClassification } = notification?.options ?? {}
  return Boolean(androidVIVOCategory) || !['', undefined].includes(androidVIVOClassification?.toString())
}

const invalidUserStatus = (body: JsonObject): number | undefined => {
  const user = body['invalidUser']
  return isObject(user) ? Number(user['status']) : undefined
}
