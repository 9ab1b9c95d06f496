import type { Outcome, ReasonCode, VendorWords } from '@carillon/protocol'

import type { LaneOptions, LanePush, LaneStep } from './types.ts'

/** What a step depends on beside the outcome. */
export interface StepContext {
  push: Pick<LanePush, 'attempts' | 'unknowns' | 'configRefusals'> & { notification: { deadlineMs: number } }
  /** When the request went out. */
  sentAtMs: number
  nowMs: number
  options: Pick<LaneOptions, 'backoffBaseMs' | 'backoffMaxMs' | 'maxUnknowns' | 'maxConfigRefusals'>
  /** Random number from 0 to 1, exclusive. */
  random: number
}

/** Full jitter: anything from nothing to the exponential bound, so that retries never come in step. */
export const backoffMs = (
  attempts: number,
  { backoffBaseMs, backoffMaxMs }: Pick<LaneOptions, 'backoffBaseMs' | 'backoffMaxMs'>,
  random: number,
): number => random * Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(attempts, 30))

/**
 * What becomes of a push after an answer, when a refused certificate is not to blame for the whole lane.
 * `push.attempts` and `push.unknowns` count this one already. Pure.
 */
export const nextStep = (outcome: Outcome, context: StepContext): LaneStep => {
  const { push, sentAtMs, nowMs, options, random } = context
  switch (outcome.kind) {
    case 'accepted':
      return {
        kind: 'final',
        stage: 'accepted',
        reason: 'vendor-accepted',
        ...(outcome.words === undefined ? {} : { words: outcome.words }),
        ...(outcome.requestID === undefined ? {} : { requestID: outcome.requestID }),
      }
    case 'token-dead':
      return { kind: 'token-dead', sinceMs: outcome.sinceMs ?? sentAtMs, words: outcome.words }
    case 'retry': {
      const jitterMs = backoffMs(push.attempts, options, random)
      // What the vendor asks for is obeyed in full; the jitter after it keeps retries from coming together.
      const pauseMs = outcome.afterMs === undefined ? jitterMs : outcome.afterMs + Math.min(jitterMs, 1_000)
      const reason = outcome.words.code === 'UNREACHABLE' ? 'vendor-unreachable' : 'vendor-busy'
      return waitUntil(nowMs + pauseMs, reason, outcome.words, context)
    }
    case 'unknown':
      return push.unknowns >= options.maxUnknowns
        ? { kind: 'final', stage: 'expired', reason: 'no-answer', words: outcome.words }
        : waitUntil(
            nowMs + backoffMs(push.attempts, options, random),
            'outcome-unknown',
            outcome.words,
            context,
          )
    case 'refused':
      if (outcome.cause === 'payload')
        return { kind: 'final', stage: 'refused', reason: 'refused-payload', words: outcome.words }
      if (outcome.cause === 'config') return afterConfigRefusal(outcome.words, context)
      return outcome.resetsAtMs !== undefined && outcome.resetsAtMs < push.notification.deadlineMs
        ? waitUntil(
            Math.max(nowMs, outcome.resetsAtMs) + random * options.backoffBaseMs,
            'quota-exhausted',
            outcome.words,
            context,
          )
        : { kind: 'final', stage: 'refused', reason: 'refused-quota', words: outcome.words }
    default:
      return outcome satisfies never
  }
}

/**
 * What becomes of a push that was refused for the sake of a certificate which works, as the vendor says when
 * asked. Such words may be of the moment (an access token that had just ended, a key not known everywhere
 * yet), so it is tried again a few times. `push.configRefusals` counts this one already. Pure.
 */
export const afterConfigRefusal = (words: VendorWords, context: StepContext): LaneStep => {
  const { push, nowMs, options, random } = context
  return (push.configRefusals ?? 1) >= options.maxConfigRefusals
    ? { kind: 'final', stage: 'refused', reason: 'refused-config', words }
    : waitUntil(nowMs + backoffMs(push.attempts, options, random), 'certificate-rechecked', words, context)
}

/** A wait, or the end when it would last until the push is of no use. */
const waitUntil = (
  untilMs: number,
  reason: ReasonCode,
  words: VendorWords,
  { push }: StepContext,
): LaneStep =>
  untilMs >= push.notification.deadlineMs
    ? { kind: 'final', stage: 'expired', reason: 'deadline-passed', words }
    : { kind: 'wait', reason, untilMs: Math.ceil(untilMs), gated: false, words }
