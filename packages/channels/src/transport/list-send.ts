import type { Outcome } from '@carillon/protocol'

import type { AnyChannel, ListSender } from '../channel.ts'
import type { SendRequest } from '../client.ts'
import { questionOf, type Question } from './question.ts'

/** Asks a question for some tokens: one outcome a token. */
type Ask = (tokens: readonly string[], question: Question) => Promise<readonly Outcome[]>

/** Stands for the one outcome of a message that is saved. */
const noToken = ['']

/** The vendor's list form, where this certificate uses it and there are enough tokens. */
export const listSenderFor = (
  { listSender }: AnyChannel,
  { certificate, tokens }: Pick<SendRequest, 'certificate' | 'tokens'>,
): ListSender<unknown> | undefined =>
  listSender !== undefined && tokens.length >= listSender.leastTokens && listSender.isFor(certificate)
    ? listSender
    : undefined

/**
 * Saves the message at the vendor and names the tokens for it. Where the day's share of saved messages is
 * used up, and for what is too few for a list, each token is asked for by itself.
 */
export const sendByList = async (
  ask: Ask,
  channel: AnyChannel,
  list: ListSender<unknown>,
  { certificate, notification, tokens }: Pick<SendRequest, 'certificate' | 'notification' | 'tokens'>,
): Promise<readonly Outcome[]> => {
  const single = questionOf(channel, certificate, notification)
  const [saved] = await ask(noToken, {
    tokensPerRequest: 1,
    encode: (_, context) => list.encodeMessage(certificate, notification, context),
    decode: (answer, _, nowMs) => [list.decodeMessage(answer, nowMs, notification)],
  })
  if (saved === undefined || (saved.kind === 'refused' && saved.cause === 'quota')) return ask(tokens, single)
  if (saved.kind !== 'accepted' || saved.requestID === undefined) {
    const outcome = withoutDoubt(saved)
    return tokens.map(() => outcome)
  }
  const { requestID } = saved
  const left = tokens.length % list.tokensPerRequest
  const listed = left < list.leastTokens ? tokens.slice(0, tokens.length - left) : tokens
  const outcomes = await ask(listed, {
    tokensPerRequest: list.tokensPerRequest,
    encode: (some, context) => list.encodeTokens(certificate, requestID, some, context),
    decode: (answer, some, nowMs) => list.decodeTokens(answer, some, nowMs, notification),
  })
  const rest = tokens.slice(listed.length)
  return rest.length === 0 ? outcomes : [...outcomes, ...(await ask(rest, single))]
}

/** Whether or not the message was saved, it was pushed to nobody. */
const withoutDoubt = (saved: Outcome): Outcome =>
  saved.kind === 'unknown' || saved.kind === 'accepted'
    ? { kind: 'retry', words: saved.words ?? { code: 'BAD_ANSWER', text: 'saved without an ID' } }
    : saved
