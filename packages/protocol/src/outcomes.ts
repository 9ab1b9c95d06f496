/**
 * What became of one token in one request to a vendor. A refusal is a value; an exception means the
 * vendor was never reached.
 */
export type Outcome =
  /** The vendor took it. `requestID` is the vendor's own id for it. */
  | { kind: 'accepted'; requestID?: string; words?: VendorWords }
  /** The token will never work again. Only a token registered before `sinceMs` is meant. */
  | { kind: 'token-dead'; sinceMs?: number; words: VendorWords }
  /** Not taken; the same request may succeed later. Provably not delivered. */
  | { kind: 'retry'; afterMs?: number; words: VendorWords }
  /** Not taken and trying again would not help until someone or time changes something. */
  | { kind: 'refused'; cause: 'config' | 'payload' | 'quota'; resetsAtMs?: number; words: VendorWords }
  /** The request went out and no answer came: it may have been delivered. */
  | { kind: 'unknown'; words: VendorWords }

/** The vendor's own words, for the story. */
export interface VendorWords {
  /** The vendor's code, as text: "UNREGISTERED", "20301", "HTTP 503". */
  code: string
  /** The vendor's message, unchanged but cut to 500 characters. */
  text?: string
}
