import { createHmac, randomUUID } from 'node:crypto'
import type { ReceiptTarget } from '../push-kit/receipts.ts'
import type { HuaweiReceiptTarget } from './types.ts'

/** Where receipts go; with user and secret each POST says who sent it, and when. The body is not signed. */
export const receiptTargetOf = (
  { url, user, secret, legacyKey = false }: HuaweiReceiptTarget,
  now: () => number,
): ReceiptTarget => {
  if (user === undefined || secret === undefined) return { url }
  const key = legacyKey ? Buffer.from(secret) : Buffer.from(secret, 'base64')
  return {
    url,
    headers: () => {
      const timestamp = String(now())
      const nonce = randomUUID()
      const value = createHmac('sha256', key).update(`${timestamp}${nonce}${user}`).digest('base64')
      return { 'x-huawei-callback-id': `timestamp=${timestamp}; nonce=${nonce}; value=${value}` }
    },
  }
}
