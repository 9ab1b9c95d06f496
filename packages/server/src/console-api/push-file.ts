import type { VendorId } from '@carillon/protocol'

import type { Admin } from '../admin/index.ts'
import type { StoredCertificate } from '../tenants/certificate-queries.ts'
import { ConsoleError, invalidField } from './console-error.ts'

/** What `carillon-push.json` holds of one vendor. */
interface PushFileEntry {
  certificateID: number
  appID?: string
  appKey?: string
  appSecret?: string
}

/** `carillon-push.json`; the push plugin's set-up tool reads it. It holds nothing that opens the server or sends pushes. */
export interface PushFile {
  version: 1
  server: string
  sdkAppID: number
  androidPackage?: string
  iosBundleID?: string
  vendors: Record<string, PushFileEntry>
}

type AppValue = 'appID' | 'appKey' | 'appSecret'

/**
 * What each vendor's SDK in the app wants besides the certificate ID. Of `appSecret` only OPPO's is made
 * for apps; its MasterSecret is the server's.
 */
const appValues: Readonly<Record<VendorId, readonly AppValue[]>> = {
  fcm: [],
  apns: [],
  huawei: [],
  honor: ['appID'],
  xiaomi: ['appID', 'appKey'],
  oppo: ['appKey', 'appSecret'],
  vivo: ['appID', 'appKey'],
  meizu: ['appID', 'appKey'],
}

/** What the app itself must know of a vendor. */
export const appValuesOf = (vendor: VendorId): readonly string[] => appValues[vendor]

/**
 * Makes the file from an app's certificates: of several of one vendor the newest counts.
 * @param given.values by vendor, what the certificates do not hold because only the app needs it
 * @throws ConsoleError beside the value that is missing
 */
export const makePushFile = async (
  admin: Pick<Admin, 'listCertificates' | 'openCertificate'>,
  given: {
    sdkAppID: number
    origin: string
    values: Readonly<Record<string, Readonly<Record<string, string>>>>
  },
): Promise<PushFile> => {
  const { sdkAppID, origin, values } = given
  const listed = await admin.listCertificates(sdkAppID)
  if (listed.length === 0)
    throw new ConsoleError(
      409,
      'CRL_CONSOLE_NO_CERTIFICATE',
      'This app has no certificate yet. Add one for each maker whose phones are to ring, then come back.',
    )
  const certificates = await Promise.all(
    listed.map(async ({ certificateID }) => await admin.openCertificate(certificateID)),
  )
  const vendors: Record<string, PushFileEntry> = {}
  for (const certificate of certificates)
    vendors[entryNameOf(certificate)] = entryOf(certificate, values[certificate.vendor] ?? {})
  const androidPackage = firstText(certificates, 'packageName')
  const iosBundleID = firstText(certificates, 'bundleID')
  return {
    version: 1,
    server: origin.replace(/^http/, 'ws'),
    sdkAppID,
    ...(androidPackage === undefined ? {} : { androidPackage }),
    ...(iosBundleID === undefined ? {} : { iosBundleID }),
    vendors,
  }
}

const entryNameOf = ({ vendor, fields }: StoredCertificate): string =>
  vendor === 'apns' && (fields.voip === true || fields.voip === 'true') ? 'apnsVoip' : vendor

const entryOf = (
  { vendor, certificateID, fields }: StoredCertificate,
  given: Readonly<Record<string, string>>,
): PushFileEntry => ({
  certificateID,
  ...Object.fromEntries(
    appValues[vendor].map((name) => {
      // OPPO's certificate has no appSecret: that of the app is asked for.
      const value = given[name]?.trim() || textOf(fields[name])
      if (value === undefined)
        throw invalidField(
          `${vendor}.${name}`,
          `The app needs the ${name} of ${vendor}. It stands on the page from which the certificate is.`,
        )
      if (!/^[\x21-\x7e]{1,1024}$/.test(value) || /["'<>&\\$`]/.test(value))
        throw invalidField(`${vendor}.${name}`, 'holds characters such values do not have: copy it again')
      return [name, value]
    }),
  ),
})

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const firstText = (certificates: readonly StoredCertificate[], field: string): string | undefined =>
  certificates.map(({ fields }) => textOf(fields[field])).find((value) => value !== undefined)
