import type { MessageAddress, ReasonCode, Stage, VendorId, VendorWords } from '@carillon/protocol'

/** What a journal row carries beside its columns. */
export interface JournalDetail {
  notification?: { title: string; body: string }
  retryAtMs?: number
  /** The vendor's class or category of the notification, on `queued` and on what comes after the vendor's answer. */
  class?: string
  /** Acknowledged while a push goes on: this ends nothing. */
  pushGoesOn?: true
  /** Of an online-only message, which is stored nowhere else. */
  message?: MessageAddress & { sender: string; sentAtMs: number }
}

/** One stage of one device of one message. */
export interface JournalRow {
  atMs: number
  sdkAppID: number
  msgID: string
  userID: string
  /** '' when the recipient has no device. */
  deviceID: string
  stage: Stage
  reason: ReasonCode
  certificateID?: number
  vendor?: VendorId
  vendorRequestID?: string
  vendorWords?: VendorWords
  detail?: JournalDetail
}

const maxTextLength = 500

// With the u flag a complete surrogate pair is one code point, so only a lone half matches.
const unstorable = /[\uD800-\uDFFF]/gu

/** Text as PostgreSQL takes it (no NUL, no half surrogate pairs), cut to what a story shows. */
export const journalText = (text: string): string =>
  text.slice(0, maxTextLength).replace(unstorable, '\u{FFFD}').replaceAll('\0', '\u{FFFD}')
