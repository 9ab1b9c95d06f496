import type { Receipt, ReceiptKind, ReceiptRequest, ReceiptsResult } from '../receipt.ts'
import { isObject, parseObject, type JsonObject } from '../json.ts'
import {
  malformedReceipts,
  receiptID,
  receiptOf,
  receiptsResult,
  receiptTime,
  receiptTokens,
} from '../receipts.ts'
import { words } from '../words.ts'

/** `type` of a receipt, one bit of `extra.callback.type` (dev.mi.com, "消息回执"). */
const kinds: ReadonlyMap<number, ReceiptKind> = new Map([
  [1, 'delivered'],
  [2, 'clicked'],
  [16, 'token-dead'],
  [32, 'push-disabled'],
  [64, 'filtered'],
  [128, 'over-quota'],
])

const texts: Readonly<Partial<Record<ReceiptKind, string>>> = {
  'token-dead': 'target not found',
  'push-disabled': 'push disabled by the client',
  filtered: 'filtered out',
  'over-quota': 'daily quota or per-device limit',
}

/**
 * A form with `data`, a JSON object of receipts by Xiaomi's message ID. Xiaomi signs nothing: the address
 * itself is the secret. A type that is not known is `not-shown`.
 */
export const decodeXiaomiReceipts = ({ body }: ReceiptRequest, nowMs: number): ReceiptsResult => {
  const data = parseObject(new URLSearchParams(body).get('data') ?? '')
  if (data === undefined) return malformedReceipts('a form with a JSON object in "data" is expected')
  const receipts = Object.entries(data).flatMap(([id, entry]) =>
    isObject(entry) ? receiptsOf(id, entry, nowMs) : [],
  )
  return receiptsResult(receipts, { contentType: 'application/json', body: '{"code":0}' })
}

const receiptsOf = (id: string, entry: JsonObject, nowMs: number): Receipt[] => {
  const type = Number(entry['type'])
  if (!Number.isInteger(type)) return []
  const kind = kinds.get(type) ?? 'not-shown'
  const errorCode = Number(entry['errorCode'])
  const code = type === 16 && Number.isInteger(errorCode) ? `type 16, errorCode ${errorCode}` : `type ${type}`
  const said = {
    kind,
    msgID: receiptID(entry['param']),
    vendorRequestID: receiptID(id),
    atMs: receiptTime(entry['timestamp'], nowMs),
    words: words(code, texts[kind]),
  }
  return receiptTokens(entry['targets']).map((token) => receiptOf({ ...said, token }))
}
