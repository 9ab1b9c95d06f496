import { isObject, type JsonObject } from '../json.ts'
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

/** `eventType` of a receipt (OPPO's document 11239). Newer feeds have more, of names that are not published. */
const kinds: ReadonlyMap<string, ReceiptKind> = new Map([
  ['push_arrive', 'delivered'],
  ['regid_invalid', 'token-dead'],
  ['user_daily_limit', 'over-quota'],
])

/**
 * A JSON array of events. OPPO signs nothing: the address itself is the secret. An event that is not known
 * is `not-shown`.
 */
export const decodeOppoReceipts = ({ body }: ReceiptRequest, nowMs: number): ReceiptsResult => {
  const events = parseArray(body)
  if (events === undefined) return malformedReceipts('a JSON array of events is expected')
  const receipts = events.flatMap((event) => (isObject(event) ? receiptsOfEvent(event, nowMs) : []))
  return receiptsResult(receipts, { contentType: 'application/json', body: '{"code":0}' })
}

const receiptsOfEvent = (event: JsonObject, nowMs: number): Receipt[] => {
  const type = receiptID(event['eventType'])
  if (type === undefined) return []
  const said = {
    kind: kinds.get(type) ?? ('not-shown' as const),
    msgID: receiptID(event['param']),
    vendorRequestID: receiptID(event['messageId']),
    atMs: receiptTime(event['eventTime'], nowMs),
    words: words(type),
  }
  return receiptTokens(event['registrationIds']).map((token) => receiptOf({ ...said, token }))
}

const parseArray = (text: string): readonly unknown[] | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as readonly unknown[]) : undefined
  } catch {
    return undefined
  }
}
