import { socketPath, type LoginParams } from '@carillon/protocol'

import { httpBaseOf } from '../files/http.ts'
import { PictureURLs } from '../files/picture-urls.ts'
import type { Settings } from '../options.ts'
import type { Logger } from '../platform/logger.ts'
import { LocalMessages } from '../store/local-messages.ts'
import { openLocalStore } from '../store/open.ts'
import { sdkVersion } from '../version.ts'

/** What every login of an SDK has in common. */
export interface AccountContext {
  settings: Settings
  log: Logger
  sdkAppID: number
  deviceID: string
}

/** Who logs in. */
export interface Credentials {
  userID: string
  userSig: string
}

/** The parameters of a login the app asks for. */
export const loginParamsOf = (context: AccountContext, who: Credentials): LoginParams => ({
  sdkAppID: context.sdkAppID,
  userID: who.userID,
  userSig: who.userSig,
  deviceID: context.deviceID,
  platform: context.settings.platform,
  sdkVersion,
  ...(context.settings.deviceName !== undefined && { deviceName: context.settings.deviceName }),
  ...(context.settings.appVersion && { appVersion: context.settings.appVersion }),
  ...(context.settings.language !== undefined && { language: context.settings.language }),
  isReconnect: false,
})

/** What this device keeps of a user's messages; `serverAheadMs`: how far the server's clock is ahead of this one. */
export const openMessages = (
  { settings, log, sdkAppID }: AccountContext,
  userID: string,
  serverAheadMs: () => number,
): LocalMessages => {
  const { clock, localStore, url } = settings
  const store = openLocalStore(localStore, { sdkAppID, userID, clock, log })
  const base = httpBaseOf(url, socketPath)
  const pictures = new PictureURLs({
    urlOf: (path) => base + path,
    serverNowMs: () => clock.now() + serverAheadMs(),
  })
  return new LocalMessages(store, userID, { startedAtMs: clock.now(), pictures })
}
