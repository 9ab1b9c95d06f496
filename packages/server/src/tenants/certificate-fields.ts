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
  const channel = channelNamed(vendor)
  const known = new Set(channel.certificateFields.map((field) => field.name))
  const result = channel.parseCertificate(fields)
  const found = result.ok ? [] : result.problems
  const strangers = Object.keys(fields)
    .filter((name) => !known.has(name) && !found.some((problem) => problem.field === name))
    .map((field) => ({
      field,
      message: `is not a field of this certificate. There are: ${[...known].join(', ')}`,
    }))
  if (result.ok && strangers.length === 0) return result.certificate as unknown
  throw new CertificateError(vendor, [...strangers, ...found])
}
