import { createHmac, timingSafeEqual } from 'node:crypto'

import type { VendorId } from '@carillon/protocol'

/** Bytes of an address's secret, cut from an HMAC-SHA256: more than can be guessed. */
const secretBytes = 18

/** Where each certificate's vendor sends its receipts. */
export interface ReceiptAddresses {
  /** `<publicURL>/receipts/<vendor>/<certificateID>/<secret>`, the same over restarts and revisions. */
  of(certificate: ReceiptAddressee): string
  /** Whether `secret` is that of the certificate's address. Takes as long for a wrong one as for the right one. */
  isSecret(certificate: ReceiptAddressee, secret: string): boolean
}

/** Whose address it is. */
export interface ReceiptAddressee {
  vendor: VendorId
  certificateID: number
}

/**
 * Makes addresses whose secrets come from the master key: nothing is stored, and who knows one address
 * knows no other.
 * @param publicURL without a trailing slash
 */
export const createReceiptAddresses = (masterKey: Buffer, publicURL: string): ReceiptAddresses => {
  const key = createHmac('sha256', masterKey).update('carillon receipt addresses\n').digest()
  const digestOf = ({ vendor, certificateID }: ReceiptAddressee): Buffer =>
    createHmac('sha256', key).update(`${vendor}/${certificateID}`).digest().subarray(0, secretBytes)
  return {
    of: (certificate) =>
      `${publicURL}/receipts/${certificate.vendor}/${certificate.certificateID}/${digestOf(certificate).toString('base64url')}`,
    isSecret(certificate, secret) {
      const given = Buffer.from(secret, 'base64url')
      const expected = digestOf(certificate)
      // The text too: base64url has several texts for the same bytes.
      return (
        given.length === expected.length &&
        timingSafeEqual(given, expected) &&
        given.toString('base64url') === secret
      )
    },
  }
}
