import type { Outcome } from '@carillon/protocol'

import type { AnyChannel, EncodeContext, EncodeResult, PushNotification, VendorAnswer } from '../channel.ts'

/** What a request asks of a vendor: its form and how its answer is read. */
export interface Question {
  tokensPerRequest: number
  encode(tokens: readonly string[], context: EncodeContext): EncodeResult
  decode(answer: VendorAnswer, tokens: readonly string[], nowMs: number): readonly Outcome[]
  refusesBatchForOneToken?(answer: VendorAnswer): boolean
  /** What is asked in its place, when the answer refuses it for a part that can be left out. */
  withoutRefusedPart?(answer: VendorAnswer): Question | undefined
}

/** Message and tokens in one request. */
export const questionOf = (
  channel: AnyChannel,
  certificate: unknown,
  notification: PushNotification,
): Question => ({
  tokensPerRequest: channel.limits.tokensPerRequest,
  encode: (tokens, context) => channel.encode(certificate, notification, tokens, context),
  decode: (answer, tokens, nowMs) => channel.decode(answer, tokens, nowMs, notification),
  refusesBatchForOneToken: (answer) => channel.refusesBatchForOneToken?.(answer) === true,
  withoutRefusedPart: (answer) => {
    const simpler = channel.withoutRefusedPart?.(answer, notification)
    return simpler === undefined ? undefined : questionOf(channel, certificate, simpler)
  },
})
