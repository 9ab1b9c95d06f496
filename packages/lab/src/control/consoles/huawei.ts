import type {
  HuaweiApp,
  HuaweiEmulator,
  HuaweiServiceAccount,
  HuaweiServiceAccountKey,
} from '../../huawei/types.ts'
import { defined, Fields } from '../fields.ts'
import {
  digits,
  identifiersIn,
  packageNameIn,
  receiptURLIn,
  type ConsoleApp,
  type VendorConsole,
} from './vendor-console.ts'

/** AppGallery Connect: an app, and a service account of its project. */
export const huaweiConsole = (huawei: HuaweiEmulator): VendorConsole => {
  const open = (app: HuaweiApp, account: HuaweiServiceAccount): ConsoleApp => {
    const { packageName, appID, projectID, clientSecret, receipt } = app
    const shown = { packageName, appID, projectID, clientSecret, ...defined({ receiptURL: receipt?.url }) }
    return {
      id: appID,
      packageName,
      credential: () => ({ id: appID, ...shown, serviceAccount: account.key }),
      saved: { ...shown, key: account.key },
      installation: { huawei: { appID } },
      tokens: async ({ pushServices }) => defined({ huawei: await pushServices.huawei?.getToken() }),
    }
  }
  const make = async (fields: Fields, key?: HuaweiServiceAccountKey): Promise<ConsoleApp> => {
    const packageName = packageNameIn(fields)
    const known = {
      ...identifiersIn(fields, ['clientSecret']),
      ...identifiersIn(fields, ['appID', 'projectID'], digits),
    }
    const url = receiptURLIn(fields)
    fields.end()
    const app = huawei.createApp({ packageName, ...known })
    if (url !== undefined) app.receipt = { url }
    const { projectID } = app
    return open(app, await huawei.createServiceAccount({ projectID, ...defined({ key }) }))
  }
  return {
    create: (fields) => make(fields),
    restore(saved) {
      // What was saved before there were service accounts gets a new one.
      const { key, ...rest } = saved as { key?: HuaweiServiceAccountKey }
      return make(new Fields(rest), key)
    },
  }
}
