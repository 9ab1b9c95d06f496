import type { Emulators } from '../../lab-types.ts'
import type { Installation } from '../../phone/app-types.ts'
import type { Phone } from '../../phone/types.ts'
import { defined, Fields } from '../fields.ts'
import {
  digits,
  identifiersIn,
  packageNameIn,
  receiptURLIn,
  type ConsoleApp,
  type VendorConsole,
} from './vendor-console.ts'

interface Made {
  packageName: string
  appID: string | number
}

/** What tells the Chinese vendors' consoles apart. `App` is the vendor's own record of an app. */
interface Maker<App extends Made> {
  /** Reads what a new app is to have, and makes it. */
  create(fields: Fields, packageName: string): App
  /** What the vendor hands out, besides package name and App ID. */
  secrets(app: App): Readonly<Record<string, unknown>>
  installation?(app: App): Partial<Installation>
  token(phone: Phone, app: App): Promise<string | undefined>
}

/** What is given to `create` again brings the same app back: what is shown is what is saved. */
const consoleOf = <App extends Made>(
  vendor: keyof Emulators,
  { create, secrets, installation, token }: Maker<App>,
): VendorConsole => {
  const open = async (value: Fields): Promise<ConsoleApp> => {
    const packageName = packageNameIn(value)
    const app = create(value, packageName)
    value.end()
    const id = String(app.appID)
    const shown = { packageName, appID: id, ...secrets(app) }
    return {
      id,
      packageName,
      credential: () => ({ id, ...shown }),
      saved: shown,
      installation: installation?.(app) ?? {},
      async tokens(phone) {
        const given = await token(phone, app)
        return given === undefined ? {} : { [vendor]: given }
      },
    }
  }
  return { create: open, restore: (saved) => open(new Fields(saved)) }
}

/** vivo's App ID is a number in its JSON. */
const fewDigits = { pattern: /^[1-9]\d{0,14}$/, allowed: 'a text of up to 15 digits' }

export const honorConsole = (honor: Emulators['honor']): VendorConsole =>
  consoleOf('honor', {
    create(fields, packageName) {
      const known = identifiersIn(fields, ['appID', 'clientID', 'clientSecret'])
      const url = receiptURLIn(fields)
      fields.end()
      const app = honor.createApp({ packageName, ...known })
      if (url !== undefined) app.receiptURL = url
      return app
    },
    secrets: ({ clientID, clientSecret, receiptURL }) => defined({ clientID, clientSecret, receiptURL }),
    installation: ({ appID }) => ({ honor: { appID } }),
    token: async ({ pushServices }) => pushServices.honor?.getToken(),
  })

export const xiaomiConsole = (xiaomi: Emulators['xiaomi']): VendorConsole => {
  const channelsOf = new WeakMap<object, readonly string[]>()
  return consoleOf('xiaomi', {
    create(fields, packageName) {
      const known = identifiersIn(fields, ['appID', 'appKey', 'appSecret'])
      const channels = fields.optional('channels', (f) => f.texts('channels'))
      fields.end()
      const app = xiaomi.createApp({ packageName, ...known, ...defined({ channels }) })
      // Nothing can be sent without a channel.
      channelsOf.set(app, channels ?? [app.addChannel({ name: 'Chat' })])
      return app
    },
    secrets: (app) => ({
      appKey: app.appKey,
      appSecret: app.appSecret,
      channels: channelsOf.get(app) ?? [],
    }),
    token: async ({ pushServices }, { appID, appKey }) => pushServices.xiaomi?.register(appID, appKey),
  })
}

export const oppoConsole = (oppo: Emulators['oppo']): VendorConsole =>
  consoleOf('oppo', {
    create(fields, packageName) {
      const known = identifiersIn(fields, ['appID', 'appKey', 'appSecret', 'masterSecret'])
      fields.end()
      return oppo.createApp({ packageName, ...known })
    },
    secrets: ({ appKey, appSecret, masterSecret }) => ({ appKey, appSecret, masterSecret }),
    token: async ({ pushServices }, { appKey, appSecret }) => pushServices.oppo?.register(appKey, appSecret),
  })

export const vivoConsole = (vivo: Emulators['vivo']): VendorConsole => {
  const receipts = new WeakMap<object, { receiptURL: string; receiptID: string }>()
  return consoleOf('vivo', {
    create(fields, packageName) {
      const known = identifiersIn(fields, ['appKey', 'appSecret'])
      const { appID } = identifiersIn(fields, ['appID'], fewDigits)
      const url = receiptURLIn(fields)
      // Shown, and so saved: vivo numbers addresses itself.
      fields.optional('receiptID', (f) => f.text('receiptID'))
      fields.end()
      const app = vivo.createApp({
        packageName,
        ...known,
        ...defined({ appID: appID === undefined ? appID : Number(appID) }),
      })
      if (url !== undefined) receipts.set(app, { receiptURL: url, receiptID: app.addReceiptURL(url) })
      return app
    },
    secrets: (app) => ({ appKey: app.appKey, appSecret: app.appSecret, ...receipts.get(app) }),
    installation: ({ appID, appKey }) => ({ vivo: { appID: String(appID), appKey } }),
    token: async ({ pushServices }) => pushServices.vivo?.turnOnPush(),
  })
}

export const meizuConsole = (meizu: Emulators['meizu']): VendorConsole =>
  consoleOf('meizu', {
    create(fields, packageName) {
      const known = {
        ...identifiersIn(fields, ['appKey', 'appSecret', 'receiptToken']),
        ...identifiersIn(fields, ['appID'], digits),
      }
      const url = receiptURLIn(fields)
      fields.end()
      const app = meizu.createApp({ packageName, ...known })
      if (url !== undefined) app.receiptURLs.add(url)
      return app
    },
    secrets: ({ appKey, appSecret, receiptToken, receiptURLs }) =>
      defined({ appKey, appSecret, receiptToken, receiptURL: [...receiptURLs][0] }),
    token: async ({ pushServices }, { appID, appKey }) => pushServices.meizu?.register(appID, appKey),
  })
