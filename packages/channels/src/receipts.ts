import { createHash, timingSafeEqual } from 'node:crypto'

import { utf8Bytes } from '@carillon/protocol'

import type { PushNotification } from './channel.ts'
import type { Receipt, ReceiptsResult } from './receipt.ts'

/** Largest request with receipts that is read, bytes. Vendors gather up to some hundred. */
export const maxReceiptBodyBytes = 1024 * 1024

/** Most receipts of one request; what is beyond is dropped. */
export const maxReceipts = 10_000

/** vivo's and Meizu's limit for the address of receipts, the tightest there is. */
export const maxReceiptURLUnits = 128

const maxIDUnits = 200
const maxTokenUnits = 4096
/** Earliest time a receipt can be of: what lies before is not a time in milliseconds. */
const earliestMs = Date.UTC(2020, 0)

/** What is taken: the receipts, within the limit. */
export const receiptsResult = (
  receipts: readonly Receipt[],
  answer: { contentType: string; body: string },
): ReceiptsResult => ({
  kind: 'receipts',
  receipts: receipts.length > maxReceipts ? receipts.slice(0, maxReceipts) : receipts,
  answer,
})

/** A request that is not of the vendor's form. */
export const malformedReceipts = (text: string): ReceiptsResult => ({ kind: 'refused', status: 400, text })

/** An ID or token the vendor says back: text within bounds, or undefined. */
export const receiptID = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= maxIDUnits ? value : undefined

/** Tokens as a list, or joined by commas. */
export const receiptTokens = (value: unknown): string[] => {
  const parts: readonly unknown[] =
    typeof value === 'string' ? value.split(',') : Array.isArray(value) ? (value as unknown[]) : []
  return parts.flatMap((part) => {
    const token = typeof part === 'string' ? part.trim() : ''
    return token === '' || token.length > maxTokenUnits ? [] : [token]
  })
}

/** A vendor's time in epoch milliseconds, as number or text; undefined for what is none. */
export const receiptTime = (value: unknown, nowMs: number): number | undefined => {
  const atMs =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{13}$/.test(value)
        ? Number(value)
        : 0
  // A clock of theirs that goes wrong must not move the story about.
  return Number.isFinite(atMs) && atMs >= earliestMs && atMs <= nowMs + 60_000 ? Math.trunc(atMs) : undefined
}

/** Where and with what the vendor is to report; undefined for a notification it is not to report about. */
export const receiptsOf = (
  { msgID, isCover }: Pick<PushNotification, 'msgID' | 'isCover'>,
  own: string | undefined,
  receiptURL: string | undefined,
  limits: { urlUnits: number; paramBytes: number },
): { url: string; param: string | undefined } | undefined => {
  const url = own ?? receiptURL
  // What is reported of a cover would be taken for the message. A longer URL would cost the push itself.
  if (isCover === true || url === undefined || url.length > limits.urlUnits) return undefined
  return { url, param: utf8Bytes(msgID) > limits.paramBytes ? undefined : msgID }
}

/** Compares without telling by its time how much of a secret was right. */
export const isSameSecret = (given: string, secret: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** A receipt without the fields that are undefined. */
export const receiptOf = ({
  msgID,
  vendorRequestID,
  atMs,
  ...rest
}: Pick<Receipt, 'kind' | 'token' | 'words'> & {
  [Field in 'msgID' | 'vendorRequestID' | 'atMs']?: Receipt[Field] | undefined
}): Receipt => ({
  ...rest,
  ...(msgID === undefined ? {} : { msgID }),
  ...(vendorRequestID === undefined ? {} : { vendorRequestID }),
  ...(atMs === undefined ? {} : { atMs }),
})
