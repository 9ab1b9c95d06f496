import type { VendorId } from '@carillon/protocol'

import type { App, AppSettings, LoadedCertificate, Tenants } from '../../tenants/types.ts'
import { testSettings } from './plan-input.ts'

/** Tenants of one app, in memory. */
export interface FakeTenants extends Tenants {
  /** Settings of app 1; replace them. */
  settings: AppSettings
  readonly certificates: Map<number, LoadedCertificate>
  addCertificate(certificateID: number, vendor?: VendorId): void
  /** As `carillon cert update` does: a higher revision, and everyone is told. */
  mend(certificateID: number): void
  remove(certificateID: number): void
}

export const createFakeTenants = (): FakeTenants => {
  const certificates = new Map<number, LoadedCertificate>()
  const listeners = new Set<(certificateID: number) => void>()
  const tell = (certificateID: number): void => {
    for (const listener of listeners) listener(certificateID)
  }
  const tenants: FakeTenants = {
    settings: testSettings,
    certificates,
    addCertificate(certificateID, vendor = 'fcm') {
      const certificate = vendor === 'xiaomi' ? { channelID: 'chat', channelClass: 'private' } : {}
      certificates.set(certificateID, {
        certificateID,
        sdkAppID: 1,
        vendor,
        name: 'test',
        revision: 1,
        certificate,
      })
    },
    mend(certificateID) {
      const certificate = certificates.get(certificateID)
      if (certificate) certificates.set(certificateID, { ...certificate, revision: certificate.revision + 1 })
      tell(certificateID)
    },
    remove(certificateID) {
      certificates.delete(certificateID)
      tell(certificateID)
    },
    app: async (sdkAppID): Promise<App | undefined> =>
      await Promise.resolve(
        sdkAppID === 1 ? { sdkAppID, name: 'test', settings: tenants.settings } : undefined,
      ),
    secretKeys: async () => await Promise.resolve([]),
    certificate: async (certificateID) => await Promise.resolve(certificates.get(certificateID)),
    onCertificateChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return tenants
}
