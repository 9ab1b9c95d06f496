import { createReceiptAddresses, type ReceiptAddressee, type ReceiptAddresses } from './addresses.ts'

/** The server's place for receipts. */
export interface ReceiptDoor {
  readonly addresses: ReceiptAddresses
  /** Where the vendor is to send a certificate's receipts; undefined before it is known where the server listens. */
  urlOf(certificate: ReceiptAddressee): string | undefined
  /** The server listens: this port stands for a port 0 of the public URL. */
  listening(port: number): void
}

/** Undefined without a public URL: then no receipts are asked for, and none are taken. */
export const createReceiptDoor = (
  masterKey: Buffer,
  publicURL: string | undefined,
): ReceiptDoor | undefined => {
  if (publicURL === undefined) return undefined
  const isOpen = new URL(publicURL).port === '0'
  let addresses = createReceiptAddresses(masterKey, publicURL)
  let isKnown = !isOpen
  const urls = new Map<number, string>()
  return {
    get addresses() {
      return addresses
    },
    urlOf(certificate) {
      if (!isKnown) return undefined
      const known = urls.get(certificate.certificateID)
      if (known !== undefined) return known
      const url = addresses.of(certificate)
      urls.set(certificate.certificateID, url)
      return url
    },
    listening(port) {
      if (!isOpen) return
      const url = new URL(publicURL)
      url.port = String(port)
      addresses = createReceiptAddresses(masterKey, url.href.replace(/\/$/, ''))
      urls.clear()
      isKnown = true
    },
  }
}
