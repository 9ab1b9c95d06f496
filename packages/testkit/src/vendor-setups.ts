import type { Installation, Lab, PhoneOptions } from '@carillon/lab'
import type { VendorId } from '@carillon/protocol'
import type { PushAppInfo } from '@carillon/react-native-push'

/** Package name of the app on the phones. */
const packageName = 'org.carillon.messenger'

/** What an app's owner sets up with one vendor: an app at the vendor, and the certificate it gives. */
export interface VendorSetup {
  /** Fields of the certificate, for `addCertificate`. */
  certificateFields: Record<string, unknown>
  /** Makes a further credential of the same app: the fields that change, for `updateCertificate`. */
  freshCredential?: () => Promise<Record<string, string>>
  /** What the app passes to the plugin, once the certificate has its ID. */
  appInfo(certificateID: number): PushAppInfo
  /** What is built into the installed app for this vendor. */
  installation: Omit<Installation, 'app'>
  /** Enters the address of receipts in the vendor's console, where it wants that. */
  registerReceipts?(url: string): void
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
      freshCredential: async () => ({ serviceAccountJson: (await project.createServiceAccount()).json }),
      appInfo: (certificateID) => ({ google_buz_id: certificateID }),
      installation: { packageName, firebase: { senderID: project.senderID } },
      phone: { maker: 'google', name: 'Pixel 9' },
    }
  },
  apns: async (lab: Lab): Promise<VendorSetup> => {
    const app = lab.apns.createApp({ bundleID: packageName })
    const key = app.createKey()
    return {
      certificateFields: {
        bundleID: packageName,
        p8: key.p8,
        keyID: key.keyID,
        teamID: key.teamID,
        environment: 'production',
        baseURL: lab.apns.url,
      },
      // From the signing key to a certificate, and from one certificate to another.
      freshCredential: () => {
        const { certificate, key: privateKey } = app.createCertificate()
        return Promise.resolve({ p8: '', keyID: '', teamID: '', pem: `${certificate}\n${privateKey}` })
      },
      appInfo: (certificateID) => ({ apple_buz_id: certificateID }),
      installation: { packageName },
      phone: { maker: 'apple', name: 'iPhone 17' },
    }
  },
  huawei: async (lab: Lab): Promise<VendorSetup> => {
    const app = lab.huawei.createApp({ packageName })
    const { appID, clientSecret, projectID } = app
    // Reaches both sorts of Huawei's phones; the secret alone only those with HMS.
    const { json: serviceAccount } = await lab.huawei.createServiceAccount({ projectID })
    return {
      certificateFields: {
        appID,
        clientSecret,
        serviceAccount,
        baseURL: lab.huawei.url,
        tokenURL: lab.huawei.tokenURL,
      },
      appInfo: (certificateID) => ({ hw_buz_id: certificateID }),
      installation: { packageName, huawei: { appID } },
      registerReceipts(url) {
        app.receipt = { url, version: 2 }
      },
      phone: { maker: 'huawei', name: 'HUAWEI Mate 70' },
    }
  },
  honor: async (lab: Lab): Promise<VendorSetup> => {
    const app = lab.honor.createApp({ packageName })
    const { appID, clientID, clientSecret } = app
    return {
      certificateFields: {
        appID,
        clientID,
        clientSecret,
        baseURL: lab.honor.url,
        tokenURL: lab.honor.tokenURL,
      },
      appInfo: (certificateID) => ({ honor_buz_id: certificateID }),
      installation: { packageName, honor: { appID } },
      registerReceipts(url) {
        app.receiptURL = url
      },
      phone: { maker: 'honor', name: 'HONOR Magic7' },
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
  oppo: async (lab: Lab): Promise<VendorSetup> => {
    const { appKey, appSecret, masterSecret } = lab.oppo.createApp({ packageName })
    return {
      certificateFields: { appKey, masterSecret, baseURL: lab.oppo.url },
      appInfo: (certificateID) => ({
        oppo_buz_id: certificateID,
        oppo_push_app_key: appKey,
        oppo_push_app_secret: appSecret,
      }),
      installation: { packageName },
      // Off after every install; its owner has allowed them.
      phone: { maker: 'oppo', name: 'OPPO Find X8', switches: { notificationsAllowed: true } },
    }
  },
  vivo: async (lab: Lab): Promise<VendorSetup> => {
    const { appID, appKey, appSecret } = lab.vivo.createApp({ packageName })
    return {
      certificateFields: { appID: String(appID), appKey, appSecret, baseURL: lab.vivo.url },
      appInfo: (certificateID) => ({ vivo_buz_id: certificateID }),
      installation: { packageName, vivo: { appID: String(appID), appKey } },
      phone: { maker: 'vivo', name: 'vivo X200' },
    }
  },
  meizu: async (lab: Lab): Promise<VendorSetup> => {
    const app = lab.meizu.createApp({ packageName })
    const { appID, appKey, appSecret, receiptToken } = app
    return {
      certificateFields: { appID, appSecret, packageName, receiptToken, baseURL: lab.meizu.url },
      appInfo: (certificateID) => ({
        mz_buz_id: certificateID,
        mz_push_app_id: appID,
        mz_push_app_key: appKey,
      }),
      installation: { packageName },
      registerReceipts: (url) => app.receiptURLs.add(url),
      phone: { maker: 'meizu', name: 'Meizu 21' },
    }
  },
} as const satisfies Record<VendorId, (lab: Lab) => Promise<VendorSetup>>

/** The vendors there are, in the order they are shown. */
export const testVendors = Object.keys(vendorSetups) as readonly VendorId[]
