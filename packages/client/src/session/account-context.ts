import type { LoginParams } from '@carillon/protocol'

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

/** What this device keeps of a user's messages. */
export const openMessages = ({ settings, log, sdkAppID }: AccountContext, userID: string): LocalMessages => {
  const { clock, localStore } = settings
  const store = openLocalStore(localStore, { sdkAppID, userID, clock, log })
  return new LocalMessages(store, userID, clock.now())
}
