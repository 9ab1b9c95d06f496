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
): Question => new PushQuestion(channel, certificate, notification)

/** A class, for there is one to every push: methods of its own would be five more objects. */
class PushQuestion implements Question {
  readonly #channel: AnyChannel
  readonly #certificate: unknown
  readonly #notification: PushNotification

  constructor(channel: AnyChannel, certificate: unknown, notification: PushNotification) {
    this.#channel = channel
    this.#certificate = certificate
    this.#notification = notification
  }

  get tokensPerRequest(): number {
    return this.#channel.limits.tokensPerRequest
  }

  encode(tokens: readonly string[], context: EncodeContext): EncodeResult {
    return this.#channel.encode(this.#certificate, this.#notification, tokens, context)
  }

  decode(answer: VendorAnswer, tokens: readonly string[], nowMs: number): readonly Outcome[] {
    return this.#channel.decode(answer, tokens, nowMs, this.#notification)
  }

  refusesBatchForOneToken(answer: VendorAnswer): boolean {
    return this.#channel.refusesBatchForOneToken?.(answer) === true
  }

  withoutRefusedPart(answer: VendorAnswer): Question | undefined {
    const simpler = this.#channel.withoutRefusedPart?.(answer, this.#notification)
    return simpler === undefined ? undefined : questionOf(this.#channel, this.#certificate, simpler)
  }
}
