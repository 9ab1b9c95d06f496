import type { Installation, Lab, PhoneOptions } from '@carillon/lab'
import type { PushAppInfo } from '@carillon/react-native-push'

/** Package name of the app on the phones. */
export const packageName = 'org.carillon.messenger'

/** What an app's owner sets up with one vendor: an app at the vendor, and the certificate it gives. */
export interface VendorSetup {
  /** Fields of the certificate, for `addCertificate`. */
  certificateFields: Record<string, unknown>
  /** What the app passes to the plugin, once the certificate has its ID. */
  appInfo(certificateID: number): PushAppInfo
  /** What is built into the installed app for this vendor. */
  installation: Omit<Installation, 'app'>
  /** A phone of a maker with this vendor's push service. */
  phone: PhoneOptions & { name: string }
}

/** The vendors the testkit sets up, with what each takes. A further one is one row here. */
export const vendorSetups = {
  fcm: async (lab: Lab): Promise<VendorSetup> => {
    const project = lab.fcm.createProject()
    const account = await project.createServiceAccount()
    return {
      certificateFields: { serviceAccountJson: account.json, packageName, baseURL: lab.fcm.url },
      appInfo: (certificateID) => ({ google_buz_id: certificateID }),
      installation: { packageName, firebase: { senderID: project.senderID } },
      phone: { maker: 'google', name: 'Pixel 9' },
    }
  },
  xiaomi: async (lab: Lab): Promise<VendorSetup> => {
    const app = lab.xiaomi.createApp({ packageName })
    const channelID = app.addChannel({ name: 'Chat', messageClass: 'private' })
    return {
      certificateFields: {
        packageName,
        appSecret: app.appSecret,
        channelID,
        channelClass: 'private',
        baseURL: lab.xiaomi.url,
      },
      appInfo: (certificateID) => ({
        mi_buz_id: certificateID,
        mi_push_app_id: app.appID,
        mi_push_app_key: app.appKey,
      }),
      installation: { packageName },
      phone: { maker: 'xiaomi', name: 'Xiaomi 15' },
    }
  },
} as const satisfies Record<string, (lab: Lab) => Promise<VendorSetup>>

/** A vendor the testkit can set up. */
export type TestVendor = keyof typeof vendorSetups

/** All of them, in the order they are shown. */
export const testVendors = Object.keys(vendorSetups) as readonly TestVendor[]

/** Whether the testkit can set up a vendor of this name. */
export const isTestVendor = (name: string): name is TestVendor => name in vendorSetups
