import { createHash } from 'node:crypto'

/**
 * Key under which a second copy replaces the first on the phone: 32 hexadecimal digits, within every
 * vendor's limit. It depends on the message alone. Vendors keep the key a device apart, so devices need
 * no key of their own, and with one key their equal notifications fit into one request.
 */
export const collapseKeyOf = (msgID: string): string =>
  createHash('sha256').update(msgID).digest('hex').slice(0, 32)
