import { isObject, parseObject, type JsonObject } from '../json.ts'
import type { Receipt, ReceiptKind, ReceiptRequest, ReceiptsResult } from '../receipt.ts'
import {
  isSameSecret,
  malformedReceipts,
  receiptID,
  receiptOf,
  receiptsResult,
  receiptTokens,
} from '../receipts.ts'
import { words } from '../words.ts'
import type { MeizuCertificate } from './certificate.ts'

/** `type` of a receipt (github.com/MEIZUPUSH/PushAPI, "Receipts"). */
const kinds: ReadonlyMap<number, ReceiptKind> = new Map([
  [1, 'delivered'],
  [2, 'clicked'],
])

/**
 * A form with `cb`, a JSON object of receipts by `<msgId>-<type>`, and `access_token`, which is compared
 * where the certificate has it. Meizu posts a receipt once, and gives no time with it.
 */
export const decodeMeizuReceipts = (
  { receiptToken }: Pick<MeizuCertificate, 'receiptToken'>,
  { body }: ReceiptRequest,
): ReceiptsResult => {
  const form = new URLSearchParams(body)
  if (receiptToken !== undefined && !isSameSecret(form.get('access_token') ?? '', receiptToken))
    return { kind: 'refused', status: 403, text: 'access_token is not the receipt token of the certificate' }
  const data = parseObject(form.get('cb') ?? '')
  if (data === undefined) return malformedReceipts('a form with a JSON object in "cb" is expected')
  const receipts = Object.entries(data).flatMap(([key, entry]) =>
    isObject(entry) ? receiptsOfEntry(key, entry) : [],
  )
  return receiptsResult(receipts, { contentType: 'application/json', body: '{"code":"200"}' })
}

const receiptsOfEntry = (key: string, entry: JsonObject): Receipt[] => {
  const [, requestID, typeInKey] = /^(.*)-(\d{1,3})$/.exec(key) ?? []
  const type = Number(entry['type'] ?? typeInKey)
  if (!Number.isInteger(type)) return []
  const said = {
    kind: kinds.get(type) ?? ('not-shown' as const),
    msgID: receiptID(entry['param']),
    vendorRequestID: receiptID(requestID ?? key),
    words: words(`type ${type}`),
  }
  return receiptTokens(entry['targets']).map((token) => receiptOf({ ...said, token }))
}
