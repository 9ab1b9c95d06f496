import { createHmac, timingSafeEqual } from 'node:crypto'

import { isObject, parseObject, type JsonObject } from '../json.ts'
import type { Receipt, ReceiptKind, ReceiptRequest, ReceiptsResult } from '../receipt.ts'
import { malformedReceipts, receiptID, receiptsResult, receiptTime, receiptTokens } from '../receipts.ts'
import { words } from '../words.ts'
import type { HuaweiCertificate } from './certificate.ts'

/** How old a signature may be, and how far the clocks may differ. */
const maxAgeMs = 15 * 60_000

/** Results of both forms (msg-receipt-guide; harmonyos-guides, push-msg-receipt). Others are `not-shown`. */
const results: ReadonlyMap<number, readonly [ReceiptKind, string]> = new Map([
  [0, ['delivered', 'delivered']],
  [2, ['token-dead', 'the app was uninstalled']],
  [5, ['token-dead', 'the token is not the phone’s any more']],
  [6, ['push-disabled', 'notifications are switched off']],
  [10, ['inactive', 'the phone was not seen for 30 days']],
  [15, ['replaced', 'a newer one took its place while the phone was away']],
  [22, ['not-shown', 'another user of the phone is in front']],
  [27, ['not-shown', 'a background message, and the app did not run']],
  [31, ['click-failed', 'the page a tap opens is missing']],
  [51, ['held', 'the phone was not unlocked since it was started']],
  [102, ['over-quota', 'too many for this phone and app']],
  [144, ['not-shown', 'the profile is not on the phone']],
  [151, ['not-shown', 'not shown']],
  [188, ['click-failed', 'the app could not be started']],
  [191, ['delivered', 'delivered, but the badge was not set']],
  [201, ['over-quota', 'sending is controlled']],
  [256, ['over-quota', 'too many of marketing or test messages']],
  [259, ['filtered', 'the content was refused']],
  [264, ['filtered', 'the user has not subscribed']],
])

/**
 * JSON `{statuses: [...]}`: V1 with `status` and `timestamp` in each entry, V2 with both in
 * `deliveryStatus`. With a callback user and secret in the certificate only signed requests are taken. The
 * signature covers time and nonce, not the body: an address that holds a secret is needed all the same.
 */
export const decodeHuaweiReceipts = (
  { receiptSigner }: HuaweiCertificate,
  { headers, body }: ReceiptRequest,
  nowMs: number,
): ReceiptsResult => {
  if (receiptSigner !== undefined) {
    const problem = problemOf(receiptSigner, headers['x-huawei-callback-id'], nowMs)
    if (problem !== undefined) return { kind: 'refused', status: 403, text: problem }
  }
  const statuses = parseObject(body)?.['statuses']
  if (!Array.isArray(statuses)) return malformedReceipts('a JSON object with a list "statuses" is expected')
  const receipts = statuses.filter(isObject).flatMap((entry) => receiptsOf(entry, nowMs))
  return receiptsResult(receipts, {
    contentType: 'application/json',
    body: '{"code":"0","message":"success"}',
  })
}

const receiptsOf = (entry: JsonObject, nowMs: number): Receipt[] => {
  const delivery = isObject(entry['deliveryStatus']) ? entry['deliveryStatus'] : undefined
  const given = delivery === undefined ? entry['status'] : delivery['result']
  const result = given === null || given === '' ? Number.NaN : Number(given)
  const [token] = receiptTokens([entry['token']])
  if (token === undefined || !Number.isInteger(result)) return []
  const [kind, text] = results.get(result) ?? ['not-shown']
  const msgID = receiptID(entry['biTag'])
  const vendorRequestID = receiptID(entry['requestId'])
  const atMs = receiptTime((delivery ?? entry)['timestamp'], nowMs)
  return [
    {
      kind,
      token,
      ...(msgID === undefined ? {} : { msgID }),
      ...(vendorRequestID === undefined ? {} : { vendorRequestID }),
      ...(atMs === undefined ? {} : { atMs }),
      words: words(String(result), text),
    },
  ]
}

/** Why a request does not prove that Huawei sent it; undefined when it does. */
const problemOf = (
  { user, secret }: NonNullable<HuaweiCertificate['receiptSigner']>,
  header: string | undefined,
  nowMs: number,
): string | undefined => {
  if (header === undefined)
    return 'X-HUAWEI-CALLBACK-ID is missing: set user and secret of the receipts at Huawei'
  const parts = new Map(
    header.split(';').map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const
    }),
  )
  const [timestamp = '', nonce = '', value = ''] = ['timestamp', 'nonce', 'value'].map((name) =>
    parts.get(name),
  )
  if (!/^\d{13}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > maxAgeMs)
    return 'the timestamp of X-HUAWEI-CALLBACK-ID is more than 15 minutes away'
  const given = Buffer.from(value, 'base64')
  // The secret's bytes in base64; configurations from before that used the text itself.
  const isSigned = [Buffer.from(secret, 'base64'), Buffer.from(secret)].map((key) => {
    const expected = createHmac('sha256', key).update(`${timestamp}${nonce}${user}`).digest()
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return isSigned.includes(true)
    ? undefined
    : 'the value of X-HUAWEI-CALLBACK-ID is not right: check user and secret'
}
