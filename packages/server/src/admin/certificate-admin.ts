import type { VendorId } from '@carillon/protocol'

import { OperatorError } from '../operator-error.ts'
import type { Database } from '../store/db.ts'
import { channelNamed, parseFields } from '../tenants/certificate-fields.ts'
import {
  deleteCertificate,
  findCertificate,
  insertCertificate,
  listCertificates,
  updateCertificate,
  type CertificateFields,
  type CertificateSummary,
  type StoredCertificate,
} from '../tenants/certificate-queries.ts'
import { notifyTenantChange } from '../tenants/notify.ts'
import type { Sealer } from '../tenants/seal.ts'
import type { LoadedCertificate } from '../tenants/types.ts'
import { checkName, type AppAdmin } from './app-admin.ts'

/** What can be done with certificates. Every method throws OperatorError for what the caller can mend. */
export interface CertificateAdmin {
  /** Checks the fields as the vendor's channel wants them, seals and stores them. */
  addCertificate(input: {
    sdkAppID: number
    vendor: string
    name: string
    fields: CertificateFields
  }): Promise<CertificateSummary>
  /** Of one app, or of all. */
  listCertificates(sdkAppID?: number): Promise<CertificateSummary[]>
  /**
   * Changes the fields that are given ('' takes one away) and lanes that were stopped go on. Another
   * app's or vendor's certificate is a new one.
   */
  updateCertificate(
    certificateID: number,
    changes: { name?: string; fields?: CertificateFields },
  ): Promise<CertificateSummary>
  /** Deletes it with its credential. Tokens bound to it cannot be pushed to any more. */
  deleteCertificate(certificateID: number): Promise<void>
  /** A certificate with its fields unsealed, as its owner gave them. */
  openCertificate(certificateID: number): Promise<StoredCertificate>
  /** A certificate unsealed and checked, to try it out. */
  loadCertificate(certificateID: number): Promise<LoadedCertificate>
}

/** Makes the part of the administration that deals with certificates. */
export const createCertificateAdmin = (db: Database, sealer: Sealer, apps: AppAdmin): CertificateAdmin => {
  const stored = async (certificateID: number): Promise<StoredCertificate> => {
    const isID = Number.isSafeInteger(certificateID) && certificateID > 0 && certificateID <= 0x7fff_ffff
    const found = isID ? await findCertificate(db, sealer, certificateID) : undefined
    if (found === undefined)
      throw new OperatorError(
        'CRL_CERTIFICATE_NOT_FOUND',
        `There is no certificate ${certificateID}. List them: carillon cert list.`,
      )
    return found
  }
  return {
    async addCertificate({ sdkAppID, vendor, name, fields }) {
      const channel = channelNamed(vendor)
      checkName(name)
      await apps.app(sdkAppID)
      parseFields(channel.vendor, fields)
      const certificateID = await db.transaction(async (tx) => {
        const id = await insertCertificate(tx, sealer, { sdkAppID, vendor: channel.vendor, name, fields })
        await notifyTenantChange(tx, { kind: 'certificate', certificateID: id })
        return id
      })
      return withoutFields(await stored(certificateID))
    },
    async listCertificates(sdkAppID) {
      if (sdkAppID !== undefined) await apps.app(sdkAppID)
      return await listCertificates(db, sdkAppID)
    },
    async updateCertificate(certificateID, changes) {
      const old = await stored(certificateID)
      const name = changes.name ?? old.name
      checkName(name)
      const fields = mergeFields(old.fields, changes.fields ?? {})
      parseFields(old.vendor, fields)
      await db.transaction(async (tx) => {
        const revision = await updateCertificate(tx, sealer, { ...old, name, fields })
        if (revision === undefined)
          throw new OperatorError(
            'CRL_CONFLICT',
            `Certificate ${certificateID} was changed by somebody else in this moment. Look at it and try again.`,
          )
        await notifyTenantChange(tx, { kind: 'certificate', certificateID })
      })
      return withoutFields(await stored(certificateID))
    },
    async deleteCertificate(certificateID) {
      await stored(certificateID)
      await db.transaction(async (tx) => {
        await deleteCertificate(tx, certificateID)
        await notifyTenantChange(tx, { kind: 'certificate', certificateID })
      })
    },
    openCertificate: stored,
    async loadCertificate(certificateID) {
      const { fields, ...summary } = await stored(certificateID)
      const { sdkAppID, vendor, name, revision } = summary
      return { certificateID, sdkAppID, vendor, name, revision, certificate: parseFields(vendor, fields) }
    },
  }
}

const withoutFields = ({ fields: _fields, ...summary }: StoredCertificate): CertificateSummary => summary

const mergeFields = (old: CertificateFields, changes: CertificateFields): CertificateFields =>
  Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== ''))

/** The vendors and what their certificates hold, for forms and help. */
export const certificateFieldsOf = (
  vendor: string,
): { vendor: VendorId } & Pick<ReturnType<typeof channelNamed>, 'certificateFields'> => {
  const { vendor: id, certificateFields } = channelNamed(vendor)
  return { vendor: id, certificateFields }
}
