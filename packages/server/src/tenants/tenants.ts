import type { Database } from '../store/db.ts'
import { findApp, secretKeysOf } from './app-queries.ts'
import { createBoundedCache } from './bounded-cache.ts'
import { parseFields } from './certificate-fields.ts'
import { findCertificate } from './certificate-queries.ts'
import { parseTenantChange, tenantChannel } from './notify.ts'
import type { Sealer } from './seal.ts'
import type { LoadedCertificate, Tenants } from './types.ts'

const cachedApps = 10_000
const cachedCertificates = 10_000

/** The read side of the tenants. To be closed before its database. */
export interface OpenTenants extends Tenants, AsyncDisposable {
  close(): Promise<void>
}

/** Opens the tenants of a database: cached, and told of changes by NOTIFY. */
export const createTenants = async (db: Database, sealer: Sealer): Promise<OpenTenants> => {
  const apps = createBoundedCache(cachedApps, async (sdkAppID: number) => await findApp(db, sdkAppID))
  const secretKeys = createBoundedCache(cachedApps, async (sdkAppID: number) =>
    (await secretKeysOf(db, sealer, sdkAppID)).map((row) => row.secretKey),
  )
  const certificates = createBoundedCache(
    cachedCertificates,
    async (certificateID: number): Promise<LoadedCertificate | undefined> => {
      const found = await findCertificate(db, sealer, certificateID)
      if (found === undefined) return undefined
      const { sdkAppID, vendor, name, revision, fields } = found
      return { certificateID, sdkAppID, vendor, name, revision, certificate: parseFields(vendor, fields) }
    },
  )
  const listeners = new Set<(certificateID: number) => void>()
  // Certificates somebody has asked for: after a gap any of them may have changed.
  const asked = new Set<number>()

  const tenantsOnNotify = (payload: string): void => {
    const change = parseTenantChange(payload)
    if (change?.kind === 'app') {
      apps.forget(change.sdkAppID)
      secretKeys.forget(change.sdkAppID)
    } else if (change?.kind === 'certificate') certificateChanged(change.certificateID)
  }

  const certificateChanged = (certificateID: number): void => {
    certificates.forget(certificateID)
    for (const listener of listeners) listener(certificateID)
  }

  const tenantsOnGap = (): void => {
    apps.forgetAll()
    secretKeys.forgetAll()
    certificates.forgetAll()
    for (const certificateID of asked) certificateChanged(certificateID)
  }

  const unlisten = await db.listen(tenantChannel, tenantsOnNotify, tenantsOnGap)
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => await (closing ??= unlisten())
  return {
    app: async (sdkAppID) => (isID(sdkAppID) ? await apps.get(sdkAppID) : undefined),
    secretKeys: async (sdkAppID) => (isID(sdkAppID) ? await secretKeys.get(sdkAppID) : []),
    async certificate(certificateID) {
      if (!isCertificateID(certificateID)) return undefined
      const certificate = await certificates.get(certificateID)
      if (certificate !== undefined) asked.add(certificateID)
      return certificate
    },
    onCertificateChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

// What comes from outside may be any number; the database takes only those of its columns.
const isID = (value: number): boolean => Number.isSafeInteger(value) && value > 0
const isCertificateID = (value: number): boolean => isID(value) && value <= 0x7fff_ffff
