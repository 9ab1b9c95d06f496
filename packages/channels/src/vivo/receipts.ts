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

/** The same with and without leading zeros: both are seen. */
const delivered = '0'

/** `ackType` of a receipt. vivo publishes none: inferred from the table of an aggregator (Getui). */
const kinds: ReadonlyMap<string, readonly [ReceiptKind, string]> = new Map([
  [delivered, ['delivered', 'arrived']],
  ['101', ['filtered', 'refused by the audit']],
  ['103', ['replaced', 'covered by a newer one']],
  ['104', ['not-shown', 'not shown']],
  ['1000', ['filtered', 'controlled']],
  ['1017', ['filtered', 'operational, from 23:00 to 07:00']],
  ['1020', ['not-shown', 'the phone does not match']],
  ['1040', ['not-shown', 'not shown']],
  ['2124', ['filtered', 'operational, the same text again']],
  ['2144', ['expired', 'expired']],
  ['10012', ['expired', 'expired']],
  ['2158', ['not-shown', 'bad deep link']],
  ['2161', ['not-shown', 'activity not exported']],
  ['2162', ['not-shown', 'activity not found']],
  ['2183', ['token-dead', 'stale regId']],
  ['20001', ['token-dead', 'not subscribed']],
  ['20002', ['token-dead', 'user unknown']],
  ['11001', ['over-quota', "the app's share"]],
  ['12000', ['over-quota', "the phone's share"]],
  ['20006', ['inactive', 'offline for 14 days']],
])

/** What vivo reports. */
export const vivoReceiptKinds: readonly ReceiptKind[] = [
  ...new Set([...kinds.values()].map(([kind]) => kind)),
]

/**
 * A JSON object of receipts by taskId. The older form names no `ackType`: it is sent for what arrived.
 * vivo signs nothing: the address itself is the secret. A type that is not known is `not-shown`.
 */
export const decodeVivoReceipts = ({ body }: ReceiptRequest, nowMs: number): ReceiptsResult => {
  const data = parseObject(body)
  if (data === undefined) return malformedReceipts('a JSON object by taskId is expected')
  const receipts = Object.entries(data).flatMap(([taskID, entry]) =>
    isObject(entry) ? receiptsOfTask(taskID, entry, nowMs) : [],
  )
  return receiptsResult(receipts, { contentType: 'application/json', body: '{"result":0}' })
}

const receiptsOfTask = (taskID: string, entry: JsonObject, nowMs: number): Receipt[] => {
  const given = entry['ackType']
  const code = given === undefined || given === null ? delivered : codeOf(given)
  if (code === undefined) return []
  const [kind, text] = kinds.get(code) ?? (['not-shown', undefined] as const)
  const said = {
    kind,
    msgID: receiptID(entry['param']),
    vendorRequestID: receiptID(taskID),
    atMs: receiptTime(entry['ackTime'], nowMs),
    words: words(`ackType ${code}`, text),
  }
  return receiptTokens(entry['targets']).map((token) => receiptOf({ ...said, token }))
}

const codeOf = (given: unknown): string | undefined => {
  const text = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : ''
  return /^\d{1,9}$/.test(text) ? String(Number(text)) : receiptID(text)
}
