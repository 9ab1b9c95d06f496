import type { VendorId } from '@carillon/protocol'

import type { Db } from '../store/db.ts'
import type { Sealer } from './seal.ts'

/** The fields of a certificate as its owner gave them. */
export type CertificateFields = Readonly<Record<string, unknown>>

/** What may be shown of a certificate. */
export interface CertificateSummary {
  certificateID: number
  sdkAppID: number
  vendor: VendorId
  name: string
  revision: number
  createdAtMs: number
  updatedAtMs: number
}

/** A certificate as stored, its fields unsealed. */
export interface StoredCertificate extends CertificateSummary {
  fields: CertificateFields
}

interface SummaryRow {
  certificate_id: number
  sdk_app_id: number
  vendor: VendorId
  name: string
  revision: number
  created_at: number
  updated_at: number
}

type Row = SummaryRow & { sealed_fields: Buffer }

const summaryColumns = 'certificate_id, sdk_app_id, vendor, name, revision, created_at, updated_at'

const toSummary = (row: SummaryRow): CertificateSummary => ({
  certificateID: row.certificate_id,
  sdkAppID: row.sdk_app_id,
  vendor: row.vendor,
  name: row.name,
  revision: row.revision,
  createdAtMs: row.created_at,
  updatedAtMs: row.updated_at,
})

const fieldsRow = (certificateID: number, vendor: VendorId): string =>
  `certificates.${certificateID}.${vendor}`

/** A certificate that has not been deleted. */
export const findCertificate = async (
  db: Db,
  sealer: Sealer,
  certificateID: number,
): Promise<StoredCertificate | undefined> => {
  const text = `select ${summaryColumns}, sealed_fields from certificates where certificate_id = $1 and deleted_at is null`
  const [row] = await db.query<Row>({ name: 'certificates.find', text }, [certificateID])
  if (row === undefined) return undefined
  const fields = JSON.parse(
    sealer.open(row.sealed_fields, fieldsRow(row.certificate_id, row.vendor)),
  ) as CertificateFields
  return { ...toSummary(row), fields }
}

/** The certificates of an app that have not been deleted, or of every app. */
export const listCertificates = async (
  db: Db,
  sdkAppID: number | undefined,
): Promise<CertificateSummary[]> => {
  const text = `
    select ${summaryColumns} from certificates
    where deleted_at is null and ($1::bigint is null or sdk_app_id = $1) order by certificate_id`
  return (await db.query<SummaryRow>({ name: 'certificates.list', text }, [sdkAppID ?? null])).map(toSummary)
}

/** Stores a new certificate. Answers its ID. */
export const insertCertificate = async (
  db: Db,
  sealer: Sealer,
  certificate: { sdkAppID: number; vendor: VendorId; name: string; fields: CertificateFields },
): Promise<number> => {
  const next = `select nextval(pg_get_serial_sequence('certificates', 'certificate_id')) as certificate_id`
  const [row] = await db.query<{ certificate_id: number }>({ name: 'certificates.next_id', text: next })
  const certificateID = row?.certificate_id ?? 0
  const { sdkAppID, vendor, name, fields } = certificate
  const sealed = sealer.seal(JSON.stringify(fields), fieldsRow(certificateID, vendor))
  const text = `
    insert into certificates (certificate_id, sdk_app_id, vendor, name, sealed_fields)
    overriding system value values ($1, $2, $3, $4, $5)`
  await db.query({ name: 'certificates.insert', text }, [certificateID, sdkAppID, vendor, name, sealed])
  return certificateID
}

/** Changes a certificate if it still is of `revision`. Answers the new revision; undefined when it is not. */
export const updateCertificate = async (
  db: Db,
  sealer: Sealer,
  certificate: Pick<StoredCertificate, 'certificateID' | 'vendor' | 'name' | 'fields' | 'revision'>,
): Promise<number | undefined> => {
  const { certificateID, vendor, name, fields, revision } = certificate
  const sealed = sealer.seal(JSON.stringify(fields), fieldsRow(certificateID, vendor))
  const text = `
    update certificates set name = $3, sealed_fields = $4, revision = revision + 1, updated_at = now()
    where certificate_id = $1 and revision = $2 and deleted_at is null returning revision`
  const values = [certificateID, revision, name, sealed]
  return (await db.query<{ revision: number }>({ name: 'certificates.update', text }, values))[0]?.revision
}

/** Deletes a certificate; its row stays for the stories that name it, its credential does not. False when there is none. */
export const deleteCertificate = async (db: Db, certificateID: number): Promise<boolean> => {
  const text = `
    update certificates set deleted_at = now(), updated_at = now(), revision = revision + 1, sealed_fields = ''
    where certificate_id = $1 and deleted_at is null returning 1 as done`
  return (await db.query({ name: 'certificates.delete', text }, [certificateID])).length === 1
}
