import type { VendorWords } from '@carillon/protocol'

/**
 * What a vendor reports about one push to one token, later than its answer:
 * - `delivered`: the phone has it and shows it, or is about to
 * - `clicked`: the user tapped it
 * - `click-failed`: the user tapped it, and the page it names could not be opened
 * - `held`: the phone has it and shows it later (screen off, not unlocked yet)
 * - `token-dead`: the app is gone from the phone, or the token is not its own any more
 * - `push-disabled`: notifications are switched off for the app
 * - `inactive`: the phone has not been seen for so long that the vendor does not try
 * - `over-quota`: the share of the app or the phone is used up
 * - `filtered`: kept back by a rule of the vendor about content, class or hour
 * - `replaced`: a newer one took its place before it was shown
 * - `expired`: its time to live ran out
 * - `not-shown`: not shown for another reason, see the vendor's words
 */
export type ReceiptKind =
  | 'delivered'
  | 'clicked'
  | 'click-failed'
  | 'held'
  | 'token-dead'
  | 'push-disabled'
  | 'inactive'
  | 'over-quota'
  | 'filtered'
  | 'replaced'
  | 'expired'
  | 'not-shown'

/** A vendor's report about one push to one token. */
export interface Receipt {
  kind: ReceiptKind
  /** The token the push went to: with the message it identifies the device. */
  token: string
  /** As it was given to `encode`; absent when the vendor does not say it back. */
  msgID?: string
  /** The vendor's own ID, as in `accepted`'s `requestID`; a batch has one for all its tokens. */
  vendorRequestID?: string
  /** When it happened, by the vendor's clock, epoch milliseconds; absent when the vendor does not say. */
  atMs?: number
  /** The vendor's code and, where it has them, its words. Never the token. */
  words: VendorWords
}

/** A vendor's HTTP request with receipts. */
export interface ReceiptRequest {
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>
  /** As it came, at most `maxReceiptBodyBytes`. */
  body: string
}

/** The receipts of a request, or why it is not taken. */
export type ReceiptsResult =
  | {
      kind: 'receipts'
      /** At most `maxReceipts`. Items that make no sense are left out. */
      receipts: readonly Receipt[]
      /** What the vendor wants to hear, with status 200. */
      answer: { contentType: string; body: string }
    }
  /** 400: not of the vendor's form. 403: it does not prove that the vendor sent it. */
  | { kind: 'refused'; status: 400 | 403; text: string }
