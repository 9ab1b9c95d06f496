import { isObject, parseObject, type JsonObject } from '../json.ts'
import type { Receipt, ReceiptKind, ReceiptRequest, ReceiptsResult } from '../receipt.ts'
import {
  malformedReceipts,
  receiptID,
  receiptOf,
  receiptsResult,
  receiptTime,
  receiptTokens,
} from '../receipts.ts'
import { words } from '../words.ts'

/** `status` of a receipt (developer.honor.com, "应用回执"; confirmed by two public integrations). */
const kinds: ReadonlyMap<number, readonly [ReceiptKind, string]> = new Map([
  [40000001, ['delivered', 'handed to the app']],
  [40000002, ['delivered', 'taken to be shown']],
  [40000003, ['token-dead', 'app not installed']],
  [40000004, ['token-dead', 'token not on the phone']],
  [40000005, ['push-disabled', 'notifications are off']],
  [40000006, ['push-disabled', 'app disabled']],
  [40000007, ['clicked', 'tapped']],
  [40000009, ['over-quota', 'discarded by the system, mostly for quota']],
  [40000011, ['click-failed', 'the page could not be opened']],
  [40000013, ['held', 'held while the screen is off']],
  [40000014, ['not-shown', 'another user of the phone']],
  [40000015, ['not-shown', 'could not be shown']],
  [50000003, ['held', 'the app does not run']],
])

/** What Honor reports. */
export const honorReceiptKinds: readonly ReceiptKind[] = [
  ...new Set([...kinds.values()].map(([kind]) => kind)),
]

/**
 * A JSON object with `statuses`. Whether Honor signs them is not known: the address itself is the secret.
 * A status that is not known is `not-shown`.
 */
export const decodeHonorReceipts = ({ body }: ReceiptRequest, nowMs: number): ReceiptsResult => {
  const statuses = parseObject(body)?.['statuses']
  if (!Array.isArray(statuses)) return malformedReceipts('a JSON object with an array "statuses" is expected')
  const receipts = (statuses as unknown[]).flatMap((status) =>
    isObject(status) ? receiptsOfStatus(status, nowMs) : [],
  )
  return receiptsResult(receipts, {
    contentType: 'application/json',
    body: '{"code":"0","message":"success"}',
  })
}

const receiptsOfStatus = (entry: JsonObject, nowMs: number): Receipt[] => {
  const status = Number(entry['status'])
  const [token] = receiptTokens([entry['token']])
  if (!Number.isInteger(status) || token === undefined) return []
  const [kind, text] = kinds.get(status) ?? (['not-shown', undefined] as const)
  return [
    receiptOf({
      kind,
      token,
      msgID: receiptID(entry['biTag']),
      vendorRequestID: receiptID(entry['requestId']),
      atMs: receiptTime(entry['timestamp'], nowMs),
      words: words(String(status), text),
    }),
  ]
}
