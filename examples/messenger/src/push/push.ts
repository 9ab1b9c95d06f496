import { TimPushPlugin, type NotificationSettings, type SelfTestReport } from '@carillon/react-native-push'

import { Store } from '../store'

/** The push plugin. From its `init` on it reports background and foreground by itself. */
const plugin = new TimPushPlugin()

/** Android's channel for messages. Enter its ID at the certificates on the server too. */
export const messageChannel = { channelID: 'messages', channelName: 'Messages' }

/** What the settings page shows. */
export interface PushState {
  /** What `init` answered: '' when all is well. */
  problem: string
  settings?: NotificationSettings
  report?: SelfTestReport
  isTesting: boolean
}

export const pushState = new Store<PushState>({ problem: '', isTesting: false })

/** After each login. The certificates are those of carillon-push.json, which `carillon-push setup` builds in. */
export const registerForPush = async (): Promise<void> => {
  const { code, desc } = await plugin.init()
  change({ problem: code === 0 ? '' : `${desc} (${code})` })
  if (code === 0) await attempt(async () => plugin.createNotificationChannel(messageChannel))
  await readSettings()
}

export const readSettings = async (): Promise<void> =>
  attempt(async () => change({ settings: await plugin.getNotificationSettings() }))

/** The system's question, where it asks one (iOS, Android 13). */
export const askForPermission = async (): Promise<void> => {
  await attempt(async () => void (await plugin.requireNotificationPermission()))
  await readSettings()
}

export const openSystemSettings = async (): Promise<void> =>
  attempt(async () => plugin.openNotificationSettings())

/** Sends this phone a notification through its vendor and says which hop fails. */
export const testPush = async (): Promise<void> => {
  change({ isTesting: true })
  await attempt(async () => change({ report: await plugin.selfTest() }))
  change({ isTesting: false })
  await readSettings()
}

const change = (some: Partial<PushState>): void => pushState.update((state) => ({ ...state, ...some }))

const attempt = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    // A PushPluginError says what to do; off the phone, that push needs one.
    change({ problem: error instanceof Error ? error.message : String(error) })
  }
}
