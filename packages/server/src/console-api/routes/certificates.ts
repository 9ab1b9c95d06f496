import { channels, type CertificateField } from '@carillon/channels'
import type {
  ConsoleCertificate,
  ConsoleCertificateDetail,
  ConsoleProbe,
  ConsoleVendor,
  VendorId,
} from '@carillon/protocol'
import Type from 'typebox'

import { certificateFieldsOf } from '../../admin/index.ts'
import type { CertificateSummary, LoadedCertificate } from '../../tenants/index.ts'
import { devicesByCertificate, expiryOf } from '../../tenants/certificate-overview.ts'
import { appValuesOf } from '../push-file.ts'
import { invalidField } from '../console-error.ts'
import type { ConsoleParts } from '../parts.ts'
import { route } from '../route.ts'
import { appPath, certificateID, exactly, name, readName } from './fields.ts'

/** A .p12 has at most 100,000 characters of base64, a service account far fewer. */
const bodyLimitBytes = 512 * 1024
const fieldValues = Type.Record(Type.String({ maxLength: 64 }), Type.String(), { maxProperties: 60 })
const fieldLength = 200_000

const isSecret = ({ kind }: CertificateField): boolean =>
  kind === 'secret' || kind === 'json-file' || kind === 'pem-file' || kind === 'p12-file'

/** Forms give text: empty fields are left out, and a flag is one. */
const cleaned = (vendor: string, given: Readonly<Record<string, string>>, keepsEmpty: boolean) => {
  const [large] = Object.keys(given).filter((field) => (given[field]?.length ?? 0) > fieldLength)
  if (large !== undefined)
    throw invalidField(large, `This is no credential: it has over ${fieldLength} characters.`)
  const flags = new Set(
    certificateFieldsOf(vendor)
      .certificateFields.filter((field) => field.kind === 'flag')
      .map((field) => field.name),
  )
  return Object.fromEntries(
    Object.entries(given)
      .map(([field, value]) => [field, value.trim()] as const)
      .map(([field, value]) => [field, flags.has(field) && value === 'false' ? '' : value] as const)
      .filter(([, value]) => keepsEmpty || value !== ''),
  )
}

const shown = async (
  { admin, database }: ConsoleParts,
  sdkAppID: number,
  summaries: readonly CertificateSummary[],
): Promise<ConsoleCertificate[]> => {
  const devices = await devicesByCertificate(database, sdkAppID)
  return await Promise.all(
    summaries.map(async (summary) => {
      const loaded = await admin.loadCertificate(summary.certificateID).catch(() => undefined)
      const expiresAtMs = loaded && expiryOf(loaded.vendor, loaded.certificate)
      return {
        ...summary,
        devices: devices.get(summary.certificateID) ?? 0,
        ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
      }
    }),
  )
}

const detail = async (parts: ConsoleParts, id: number): Promise<ConsoleCertificateDetail> => {
  const { fields, ...summary } = await parts.admin.openCertificate(id)
  const [certificate] = await shown(parts, summary.sdkAppID, [summary])
  const known = certificateFieldsOf(summary.vendor).certificateFields.filter(
    ({ name: field }) => field in fields,
  )
  return {
    ...(certificate as ConsoleCertificate),
    values: Object.fromEntries(
      known.filter((field) => !isSecret(field)).map((field) => [field.name, String(fields[field.name])]),
    ),
    secrets: known.filter(isSecret).map((field) => field.name),
  }
}

const probe = async (
  { vendorClient }: ConsoleParts,
  { vendor, certificateID: id, revision, certificate }: LoadedCertificate,
): Promise<ConsoleProbe> => {
  const outcome = await vendorClient.probe(vendor, `${id}.${revision}`, certificate)
  if (outcome === undefined) return { result: 'untestable' }
  if (outcome.kind === 'accepted') return { result: 'accepted' }
  const isAnswer = outcome.kind === 'refused' || outcome.kind === 'token-dead'
  return { result: isAnswer ? 'refused' : 'unreachable', vendorWords: outcome.words }
}

const idPath = exactly({ certificateID })

/** The vendors' forms, and the certificates of apps. */
export const certificateRoutes = [
  route({
    method: 'GET',
    path: '/vendors',
    summary: 'The vendors and what their certificates hold',
    role: 'support',
    handle: async () =>
      await Promise.resolve({
        vendors: (Object.keys(channels) as VendorId[]).map((vendor): ConsoleVendor => ({
          vendor,
          fields: certificateFieldsOf(vendor).certificateFields,
          appValues: appValuesOf(vendor),
        })),
      }),
  }),
  route({
    method: 'GET',
    path: '/apps/:sdkAppID/certificates',
    summary: 'The certificates of an app',
    role: 'support',
    params: appPath,
    handle: async ({ params }, { parts }) => ({
      certificates: await shown(parts, params.sdkAppID, await parts.admin.listCertificates(params.sdkAppID)),
    }),
  }),
  route({
    method: 'POST',
    path: '/apps/:sdkAppID/certificates',
    summary: 'Add a certificate; its fields are checked at once',
    role: 'operator',
    params: appPath,
    body: exactly({ vendor: Type.String({ maxLength: 20 }), name, fields: fieldValues }),
    bodyLimitBytes,
    action: 'certificate.add',
    async handle({ params, body }, { parts, noteDetail }) {
      const fields = cleaned(body.vendor, body.fields, false)
      const added = await parts.admin.addCertificate({
        ...params,
        ...body,
        name: readName(body.name),
        fields,
      })
      noteDetail({ certificateID: added.certificateID, vendor: added.vendor, name: added.name })
      return await detail(parts, added.certificateID)
    },
  }),
  route({
    method: 'GET',
    path: '/certificates/:certificateID',
    summary: 'A certificate; of its secrets only which there are',
    role: 'support',
    params: idPath,
    handle: async ({ params }, { parts }) => await detail(parts, params.certificateID),
  }),
  route({
    method: 'PATCH',
    path: '/certificates/:certificateID',
    summary: 'Change a certificate: an empty text takes a field away, what is left out stays',
    role: 'operator',
    params: idPath,
    body: exactly({ name: Type.Optional(name), fields: Type.Optional(fieldValues) }),
    bodyLimitBytes,
    action: 'certificate.change',
    async handle({ params, body }, { parts, noteDetail }) {
      const { vendor } = await parts.admin.openCertificate(params.certificateID)
      const fields = cleaned(vendor, body.fields ?? {}, true)
      noteDetail({ fields: Object.keys(fields) })
      await parts.admin.updateCertificate(params.certificateID, {
        fields,
        ...(body.name === undefined ? {} : { name: readName(body.name) }),
      })
      return await detail(parts, params.certificateID)
    },
  }),
  route({
    method: 'DELETE',
    path: '/certificates/:certificateID',
    summary: 'Delete a certificate; devices bound to it are not pushed to any more',
    role: 'operator',
    params: idPath,
    action: 'certificate.delete',
    handle: async ({ params }, { parts }) => await parts.admin.deleteCertificate(params.certificateID),
  }),
  route({
    method: 'POST',
    path: '/certificates/:certificateID/probe',
    summary: 'Ask the vendor whether it takes the certificate, without reaching any user',
    role: 'operator',
    params: idPath,
    handle: async ({ params }, { parts }) =>
      await probe(parts, await parts.admin.loadCertificate(params.certificateID)),
  }),
]
