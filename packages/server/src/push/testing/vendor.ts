import type { SendRequest, VendorClient } from '@carillon/channels'
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

/** A vendor client without a vendor: its answer is one replaceable function. */
export interface FakeVendor extends VendorClient {
  readonly requests: SeenRequest[]
  probes: number
  /** One outcome for all tokens, or one each; may wait. */
  answer(request: SeenRequest): Outcome | readonly Outcome[] | Promise<Outcome | readonly Outcome[]>
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
  code = cause,
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
    probes: 0,
    answer: () => accepted,
    probeAnswer: () => undefined,
    async send(vendorID, { certificateKey, notification, tokens, requestDeadlineMs }) {
      const { title, body, collapseKey, badgeCount } = notification
      const request: SeenRequest = {
        vendor: vendorID,
        certificateKey,
        tokens,
        title,
        body,
        collapseKey,
        ...(badgeCount === undefined ? {} : { badgeCount }),
        requestDeadlineMs,
        notification,
      }
      vendor.requests.push(request)
      const answer = await vendor.answer(request)
      return Array.isArray(answer) ? (answer as readonly Outcome[]) : tokens.map(() => answer as Outcome)
    },
    async probe() {
      vendor.probes += 1
      return await Promise.resolve(vendor.probeAnswer())
    },
    async [Symbol.asyncDispose]() {},
  }
  return vendor
}
