import type { Receipt, ReceiptKind } from '@carillon/channels'
import type { ReasonCode, Stage } from '@carillon/protocol'

import type { LoadedCertificate } from '../../tenants/types.ts'
import type { JournalRow } from '../journal/row.ts'

/** What a receipt says, as the journal says it. */
export const entryOf: Readonly<Record<ReceiptKind, { stage: Stage; reason: ReasonCode }>> = {
  delivered: { stage: 'delivered', reason: 'delivered' },
  clicked: { stage: 'tapped', reason: 'tapped' },
  'click-failed': { stage: 'tapped', reason: 'tap-failed' },
  held: { stage: 'waiting', reason: 'held-by-phone' },
  'token-dead': { stage: 'dropped', reason: 'token-dead-on-phone' },
  'push-disabled': { stage: 'dropped', reason: 'notifications-off' },
  inactive: { stage: 'dropped', reason: 'phone-inactive' },
  'over-quota': { stage: 'dropped', reason: 'dropped-for-quota' },
  filtered: { stage: 'dropped', reason: 'dropped-by-rule' },
  replaced: { stage: 'dropped', reason: 'replaced-by-newer' },
  expired: { stage: 'dropped', reason: 'expired-at-vendor' },
  'not-shown': { stage: 'dropped', reason: 'not-shown' },
}

/** Which certificate a receipt came in under. */
export type ReceiptSource = Pick<LoadedCertificate, 'certificateID' | 'sdkAppID' | 'vendor'>

/** The push a receipt is about. */
export interface ReceiptSubject {
  userID: string
  deviceID: string
  /** When its first request went out. */
  sentAtMs: number
  /** The vendor's class it went out in. */
  class: string | null
}

/** A receipt's journal row. */
export const receiptRow = (
  { sdkAppID, certificateID, vendor }: ReceiptSource,
  receipt: Receipt & { msgID: string },
  { userID, deviceID, sentAtMs, class: ofClass }: ReceiptSubject,
  nowMs: number,
): JournalRow => ({
  // The vendor's clock may be off: nothing is heard of before it was sent, or after now.
  atMs: Math.min(Math.max(receipt.atMs ?? nowMs, sentAtMs), nowMs),
  sdkAppID,
  msgID: receipt.msgID,
  userID,
  deviceID,
  ...entryOf[receipt.kind],
  certificateID,
  vendor,
  ...(receipt.vendorRequestID === undefined ? {} : { vendorRequestID: receipt.vendorRequestID }),
  vendorWords: receipt.words,
  ...(ofClass === null ? {} : { detail: { class: ofClass } }),
})
