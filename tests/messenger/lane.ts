import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { Phone } from '@carillon/lab'
import type { DesktopClient, Testkit, TestUser } from '@carillon/testkit'

import { startBrowser } from '../support/browser.ts'
import { startSharedKit } from '../support/kit.ts'
import { PageApp } from './page-app.ts'
import { serveFiles } from './static-files.ts'
import { MessengerUser } from './user.ts'

// Set by scripts/test-messenger.ts, which builds the messenger for browsers.
const folder = process.env.CARILLON_MESSENGER_BUILD ?? ''
/** Where pictures of the pages go, when somebody wants them. */
const pictures = process.env.CARILLON_MESSENGER_PICTURES

/** The messenger of one user. */
export interface Messenger extends AsyncDisposable {
  user: TestUser
  app: PageApp
  phone: Phone
  ui: MessengerUser
  /** What to paste to sign in. */
  line: object
}

/** A server with virtual vendors, a browser for the messenger, and Bob to talk with. */
export interface MessengerLane extends AsyncDisposable {
  kit: Testkit
  bob: DesktopClient
  /** The messenger on a phone, opened. */
  openMessenger(userID: string, vendor?: 'fcm' | 'apns', colorScheme?: 'light' | 'dark'): Promise<Messenger>
}

export const startLane = async (): Promise<MessengerLane> => {
  await using started = new AsyncDisposableStack()
  const files = started.use(await serveFiles(folder))
  const { kit } = started.use(await startSharedKit({ vendors: ['fcm', 'apns'] }))
  const browser = started.use(await startBrowser())
  const bob = await kit.logIn(await kit.createUser('bob', 'Bob'))
  const server = kit.url.replace(/^http/, 'ws')
  const owned = started.move()
  return {
    kit,
    bob,
    async openMessenger(userID, vendor = 'fcm', colorScheme = 'light') {
      const user = await kit.createUser(userID)
      const app = new PageApp({
        browser,
        url: files.url,
        os: vendor === 'apns' ? 'ios' : 'android',
        colorScheme,
        carillonPush: JSON.stringify({
          version: 1,
          server,
          sdkAppID: kit.sdkAppID,
          vendors: { [vendor]: { certificateID: kit.certificateID(vendor) } },
        }),
      })
      const phone = kit.createDevice({ vendor, app, name: `${userID}'s phone` })
      await phone.launch()
      return {
        user,
        app,
        phone,
        ui: new MessengerUser(app),
        line: { server, sdkAppID: kit.sdkAppID, userID, userSig: user.userSig },
        async [Symbol.asyncDispose]() {
          await phone.close()
          await app[Symbol.asyncDispose]()
        },
      }
    },
    [Symbol.asyncDispose]: async () => await owned.disposeAsync(),
  }
}

/** Keeps a picture of the screen, when somebody wants pictures. */
export const takePicture = async ({ ui }: Messenger, name: string): Promise<void> => {
  if (pictures === undefined) return
  await mkdir(pictures, { recursive: true })
  await ui.page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** The push token has reached the server: from now on the phone can be rung. */
export const isRegistered = async ({ ui }: Messenger): Promise<void> => {
  await ui.find('open-settings').click()
  await ui.sees('push-state', 'registered')
  await ui.back()
}
