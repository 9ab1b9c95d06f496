import { channelOf, channels } from '@carillon/channels'
import type { AnyChannel } from '@carillon/channels'
import type { VendorId } from '@carillon/protocol'

import { OperatorError } from '../operator-error.ts'
import type { CertificateFields } from './certificate-queries.ts'

/** A certificate cannot be taken as it is. Holds every problem. */
export class CertificateError extends OperatorError {
  override readonly name = 'CertificateError'
  readonly problems: readonly { field: string; message: string }[]

  constructor(vendor: string, problems: readonly { field: string; message: string }[]) {
    const lines = problems.map(({ field, message }) => `  ${field}: ${message}`)
    super(
      'CRL_CERTIFICATE',
      `The ${vendor} certificate cannot be used:\n${lines.join('\n')}\nSee: carillon cert fields ${vendor}`,
    )
    this.problems = problems
  }
}

/**
 * The channel of a vendor that somebody named.
 * @throws OperatorError when there is none
 */
export const channelNamed = (vendor: string): AnyChannel => {
  const channel = channelOf(vendor as VendorId)
  if (channel === undefined)
    throw new OperatorError(
      'CRL_VENDOR',
      `"${vendor}" is not a vendor that Carillon speaks to. There are: ${Object.keys(channels).join(', ')}.`,
    )
  return channel
}

/**
 * Checks the fields of a certificate as its vendor's channel wants them.
 * @returns the channel's own form
 * @throws CertificateError
 */
export const parseFields = (vendor: VendorId, fields: CertificateFields): unknown => {
  const result = channelNamed(vendor).parseCertificate(fields)
  if (result.ok) return result.certificate as unknown
  throw new CertificateError(vendor, result.problems)
}
