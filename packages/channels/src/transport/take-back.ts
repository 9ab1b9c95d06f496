import type { Outcome } from '@carillon/protocol'

import type { AnyChannel, PushNotification } from '../channel.ts'
import type { ClearOutcome, ClearRequest, RecallOutcome, SendRequest } from '../client.ts'
import { words } from '../words.ts'
import type { Question } from './question.ts'

/** Asks a question for some tokens: one outcome a token. */
export type Ask = (tokens: readonly string[], question: Question) => Promise<readonly Outcome[]>

/** What is asked of a vendor, whatever it is. */
export type AskRequest = Omit<SendRequest, 'notification'>

/** Withdraws a notification where the vendor can, else covers it; what the vendor does not withdraw is covered too. */
export const recallNotification = async (
  channel: AnyChannel | undefined,
  { certificate, notification, tokens }: SendRequest,
  { ask, cover }: { ask: Ask; cover: (tokens: readonly string[]) => Promise<readonly Outcome[]> },
): Promise<readonly RecallOutcome[]> => {
  if (channel?.recaller?.isFor(certificate) !== true)
    return (await cover(tokens)).map((outcome) => ({ how: 'covered', outcome }))
  const outcomes = await ask(tokens, withdrawal(channel, certificate, notification))
  const isLeft = outcomes.map((outcome) => outcome.kind === 'refused' && outcome.cause !== 'quota')
  const left = tokens.filter((_, index) => isLeft[index])
  const covers = left.length === 0 ? [] : await cover(left)
  const rest = covers[Symbol.iterator]()
  return outcomes.map((outcome, index) => {
    const covered = isLeft[index] === true ? rest.next().value : undefined
    return covered === undefined ? { how: 'withdrawn', outcome } : { how: 'covered', outcome: covered }
  })
}

/** Takes notifications away one by one where the vendor withdraws, else by telling the app all of them at once. */
export const clearNotifications = async (
  channel: AnyChannel | undefined,
  { certificate, tokens, order }: ClearRequest,
  ask: Ask,
): Promise<readonly ClearOutcome[]> => {
  if (channel?.recaller?.isFor(certificate) === true) {
    let worst: readonly Outcome[] = []
    for (const shown of order.shown) {
      const outcomes = await ask(tokens, withdrawal(channel, certificate, shown))
      worst = outcomes.map((outcome, index) => worse(worst[index], outcome))
    }
    return worst.map((outcome) => ({ how: 'withdrawn', outcome }))
  }
  if (channel?.encodeClear === undefined)
    return tokens.map(() => ({ how: 'told', outcome: notClearable(channel?.vendor) }))
  const encodeClear = channel.encodeClear.bind(channel)
  const outcomes = await ask(tokens, {
    tokensPerRequest: 1,
    encode: ([token = ''], context) => encodeClear(certificate, order, token, context),
    decode: (answer, some, nowMs) => channel.decode(answer, some, nowMs),
  })
  return outcomes.map((outcome) => ({ how: 'told', outcome }))
}

const withdrawal = (
  { recaller }: AnyChannel,
  certificate: unknown,
  sent: Pick<PushNotification, 'msgID' | 'collapseKey' | 'isHarmonyOS'>,
): Question => {
  if (recaller === undefined) throw new TypeError('this vendor withdraws nothing')
  return {
    tokensPerRequest: recaller.tokensPerRequest,
    encode: (some, context) => recaller.encode(certificate, sent, some, context),
    decode: (answer, some, nowMs) => recaller.decode(answer, some, nowMs),
  }
}

const badness: Readonly<Record<Outcome['kind'], number>> = {
  accepted: 0,
  refused: 1,
  unknown: 2,
  retry: 3,
  'token-dead': 4,
}

const worse = (one: Outcome | undefined, other: Outcome): Outcome =>
  one !== undefined && badness[one.kind] >= badness[other.kind] ? one : other

const notClearable = (vendor = 'this vendor'): Outcome => ({
  kind: 'refused',
  cause: 'payload',
  words: words('NOT_CLEARABLE', `${vendor} takes no notification away`),
})
