import type { VendorClient } from '@carillon/channels'
import type { Outcome } from '@carillon/protocol'

import type { LoadedCertificate } from '../../tenants/types.ts'
import type { LaneOptions, LanePush } from './types.ts'

/** What a request to a vendor needs beside what it says. */
export interface RequestParts {
  client: Pick<VendorClient, 'send' | 'probe'>
  options: Pick<LaneOptions, 'requestTimeoutMs'>
  signal: AbortSignal
  fault: (error: unknown) => void
  receiptURLOf?: ReceiptURLOf | undefined
}

/** Where a vendor is to send the receipts of a certificate's pushes; undefined for nowhere. */
export type ReceiptURLOf = (
  certificate: Pick<LoadedCertificate, 'vendor' | 'certificateID'>,
) => string | undefined

/** A mended certificate is another one to the client. */
const certificateKeyOf = ({ certificateID, revision }: LoadedCertificate): string =>
  `${certificateID}.${revision}`

/** Sends one notification to the tokens of a batch. One outcome a push, whatever happens. */
export const askVendor = async (
  { client, options, signal, fault, receiptURLOf }: RequestParts,
  batch: readonly LanePush[],
  certificate: LoadedCertificate,
  sentAtMs: number,
): Promise<readonly Outcome[]> => {
  const [first] = batch
  if (first === undefined) return []
  try {
    const receiptURL = receiptURLOf?.(certificate)
    const outcomes = await client.send(certificate.vendor, {
      certificateKey: certificateKeyOf(certificate),
      certificate: certificate.certificate,
      notification: first.notification,
      tokens: batch.map((push) => push.token),
      requestDeadlineMs: Math.min(sentAtMs + options.requestTimeoutMs, first.notification.deadlineMs),
      signal,
      ...(receiptURL === undefined ? {} : { receiptURL }),
    })
    return batch.map((_, index) => outcomes[index] ?? lost('the answer names fewer tokens than were sent'))
  } catch (error) {
    if (!signal.aborted) fault(error)
    return batch.map(() => lost(error instanceof Error ? error.message : String(error)))
  }
}

/** What was handed to a client that fell over may have been sent. */
const lost = (text: string): Outcome => ({
  kind: 'unknown',
  words: { code: 'NO_ANSWER', text: text.slice(0, 500) },
})

/** Asks a vendor about a certificate without reaching any user; undefined where it cannot be asked. */
export const probeVendor = async (
  { client, signal, fault }: RequestParts,
  certificate: LoadedCertificate,
): Promise<Outcome | undefined> => {
  try {
    return await client.probe(certificate.vendor, certificateKeyOf(certificate), certificate.certificate)
  } catch (error) {
    if (!signal.aborted) fault(error)
    return undefined
  }
}
