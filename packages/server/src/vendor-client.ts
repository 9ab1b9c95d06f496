import { readFile } from 'node:fs/promises'

import { createVendorClient, type VendorClient, type VendorClientOptions } from '@carillon/channels'

import type { ServerConfig } from './config/index.ts'
import { OperatorError } from './operator-error.ts'

/**
 * What the vendors' client is made from, as the configuration says.
 * @throws OperatorError when the file with authorities cannot be read
 */
export const vendorClientOptions = async ({
  push,
}: Pick<ServerConfig, 'push'>): Promise<VendorClientOptions> => {
  const file = push.extraCertificateAuthoritiesFile
  return {
    http2Client: push.http2Client,
    ...(file === undefined ? {} : { extraCertificateAuthorities: [await readAuthorities(file)] }),
    ...(push.proxyURL === undefined ? {} : { proxyURL: push.proxyURL }),
  }
}

/**
 * The client to the vendors, as the configuration says.
 * @throws OperatorError when the file with authorities cannot be read
 */
export const openVendorClient = async (config: Pick<ServerConfig, 'push'>): Promise<VendorClient> =>
  createVendorClient(await vendorClientOptions(config))

const readAuthorities = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new OperatorError(
      'CRL_CONFIG',
      `push.extraCertificateAuthoritiesFile: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). It is a PEM file with certificates.`,
      { cause: error },
    )
  }
}
