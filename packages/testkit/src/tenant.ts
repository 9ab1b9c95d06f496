import type { Lab } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import {
  createAdmin,
  createReceiptAddresses,
  createSealer,
  loadMasterKey,
  migrate,
  openStore,
  type Admin,
  type ServerConfig,
} from '@carillon/server'

import { vendorSetups, type VendorSetup } from './vendor-setups.ts'

/** A vendor that is set up, with its certificate. */
export interface VendorInUse extends VendorSetup {
  certificateID: number
}

/** What the app's owner does in the consoles of vendors that want the address of receipts there. */
export const registerReceipts = async (
  config: ServerConfig,
  serverURL: string,
  vendors: ReadonlyMap<VendorId, VendorInUse>,
): Promise<void> => {
  const addresses = createReceiptAddresses(await loadMasterKey(config), serverURL)
  for (const [vendor, { certificateID, registerReceipts: register }] of vendors)
    register?.(addresses.of({ vendor, certificateID }))
}

/** Makes the app, and a certificate for each vendor. */
export const setUpTenant = async (
  config: ServerConfig,
  lab: Lab,
  vendors: readonly VendorId[],
  settings: Parameters<Admin['changeSettings']>[1] | undefined,
): Promise<{
  app: { sdkAppID: number; secretKey: string }
  inUse: ReadonlyMap<VendorId, VendorInUse>
}> =>
  await withAdmin(config, async (admin) => {
    const app = await admin.createApp({ name: 'Messenger' })
    const { sdkAppID } = app
    if (settings) await admin.changeSettings(sdkAppID, settings)
    const inUse = new Map<VendorId, VendorInUse>()
    for (const vendor of vendors) {
      const setup = await vendorSetups[vendor](lab)
      const { certificateID } = await admin.addCertificate({
        sdkAppID,
        vendor,
        name: vendor,
        fields: setup.certificateFields,
      })
      inUse.set(vendor, { ...setup, certificateID })
    }
    return { app, inUse }
  })

/** Administration, straight on the database. */
export const withAdmin = async <T>(config: ServerConfig, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const { databaseURL, dataFolder } = config
  await using store = await openStore(databaseURL === undefined ? { dataFolder } : { url: databaseURL }, {
    purpose: 'command',
    connections: 2,
  })
  await migrate(store)
  return await work(createAdmin(store, createSealer(await loadMasterKey(config))))
}
