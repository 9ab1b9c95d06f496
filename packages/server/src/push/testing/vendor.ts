import type { ClearOutcome, ClearRequest, RecallOutcome, SendRequest, VendorClient } from '@carillon/channels'
import type { Outcome, VendorId } from '@carillon/protocol'

/** A request as the fake vendor got it. */
export interface SeenRequest {
  vendor: VendorId
  certificateKey: string
  tokens: readonly string[]
  title: string
  body: string
  collapseKey: string
  badgeCount?: number
  requestDeadlineMs: number
  notification: SendRequest['notification']
}

/** A request to take notifications away, as the fake vendor got it. */
export interface SeenClear extends Pick<ClearRequest, 'tokens' | 'order'> {
  vendor: VendorId
}

/** A vendor client without a vendor: its answer is one replaceable function. */
export interface FakeVendor extends VendorClient {
  readonly requests: SeenRequest[]
  /** Requests to take notifications back. */
  readonly recalls: SeenRequest[]
  /** Requests to take notifications away. */
  readonly clears: SeenClear[]
  probes: number
  /** One outcome for all tokens, or one each; may wait. */
  answer(request: SeenRequest): Outcome | readonly Outcome[] | Promise<Outcome | readonly Outcome[]>
  /** One outcome for all tokens. */
  recallAnswer(request: SeenRequest): RecallOutcome | Promise<RecallOutcome>
  /** One outcome for all tokens. */
  clearAnswer(request: SeenClear): ClearOutcome | Promise<ClearOutcome>
  probeAnswer(): Outcome | undefined
}

export const accepted: Outcome = { kind: 'accepted', requestID: 'r-1' }
export const retry = (code: string, afterMs?: number): Outcome => ({
  kind: 'retry',
  words: { code },
  ...(afterMs === undefined ? {} : { afterMs }),
})
export const refused = (
  cause: 'config' | 'payload' | 'quota',
  code: string = cause,
  resetsAtMs?: number,
): Outcome => ({
  kind: 'refused',
  cause,
  words: { code, text: `${code} refused` },
  ...(resetsAtMs === undefined ? {} : { resetsAtMs }),
})
export const tokenDead = (sinceMs?: number): Outcome => ({
  kind: 'token-dead',
  words: { code: 'UNREGISTERED' },
  ...(sinceMs === undefined ? {} : { sinceMs }),
})
export const unknown: Outcome = { kind: 'unknown', words: { code: 'NO_ANSWER' } }

/** A vendor that accepts everything until told otherwise, and cannot be probed. */
export const createFakeVendor = (): FakeVendor => {
  const vendor: FakeVendor = {
    requests: [],
    recalls: [],
    clears: [],
    probes: 0,
    answer: () => accepted,
    recallAnswer: () => ({ how: 'withdrawn', outcome: accepted }),
    clearAnswer: () => ({ how: 'told', outcome: accepted }),
    probeAnswer: () => undefined,
    async send(vendorID, sent) {
      const request = seenRequest(vendorID, sent)
      vendor.requests.push(request)
      const answer = await vendor.answer(request)
      return Array.isArray(answer) ? (answer as readonly Outcome[]) : sent.tokens.map(() => answer as Outcome)
    },
    async recall(vendorID, sent) {
      const request = seenRequest(vendorID, sent)
      vendor.recalls.push(request)
      const answer = await vendor.recallAnswer(request)
      return sent.tokens.map(() => answer)
    },
    async clear(vendorID, { tokens, order }) {
      const request = { vendor: vendorID, tokens, order }
      vendor.clears.push(request)
      const answer = await vendor.clearAnswer(request)
      return tokens.map(() => answer)
    },
    async probe() {
      vendor.probes += 1
      return await Promise.resolve(vendor.probeAnswer())
    },
    async [Symbol.asyncDispose]() {},
  }
  return vendor
}

const seenRequest = (
  vendor: VendorId,
  { certificateKey, notification, tokens, requestDeadlineMs }: SendRequest,
): SeenRequest => {
  const { title, body, collapseKey, badgeCount } = notification
  return {
    vendor,
    certificateKey,
    tokens,
    title,
    body,
    collapseKey,
    ...(badgeCount === undefined ? {} : { badgeCount }),
    requestDeadlineMs,
    notification,
  }
}
