import type { ChannelState, NativeCarillonPush, NotificationSettings, VendorService } from '../native/spec.ts'
import type { SelfTestHop, SelfTestHopName } from './types.ts'

export const passed = (hop: SelfTestHopName, what: string, remedy = ''): SelfTestHop => ({
  hop,
  ok: true,
  what,
  remedy,
})
export const failedHop = (hop: SelfTestHopName, what: string, remedy: string): SelfTestHop => ({
  hop,
  ok: false,
  what,
  remedy,
})

const openSettings = 'In the system’s settings of this app (openNotificationSettings opens them)'

/** Whether the vendor this phone uses is in the build and can run. */
export const vendorHop = (vendor: string, services: readonly VendorService[]): SelfTestHop => {
  const service = services.find((each) => each.vendor === vendor)
  if (service?.isSupported !== false) return passed('vendor', `This phone uses ${vendor}.`)
  return service.isLinked
    ? failedHop(
        'vendor',
        `${vendor} cannot run on this phone: ${service.reason}`,
        'Update or switch on the maker’s push service, or give this phone another certificate, such as google_buz_id.',
      )
    : failedHop(
        'vendor',
        `The library of ${vendor} is not in this build.`,
        'npx carillon-push doctor says what is missing for it.',
      )
}

/** Asks for the permission where it was never asked for. */
export const permissionHop = async (
  native: NativeCarillonPush,
  settings: NotificationSettings,
): Promise<SelfTestHop> => {
  const isGranted =
    settings.permission === 'granted' ||
    settings.permission === 'provisional' ||
    (settings.permission === 'not-determined' && (await native.requestNotificationPermission()))
  return isGranted
    ? passed('permission', 'Notifications are permitted.')
    : failedHop(
        'permission',
        'The user has not permitted notifications.',
        `${openSettings}: allow notifications.`,
      )
}

export const switchHop = (settings: NotificationSettings): SelfTestHop => {
  if (settings.notifications === 'off') {
    return failedHop(
      'switch',
      'The app’s notifications are switched off.',
      `${openSettings}: switch them on. On OPPO they are off after installing.`,
    )
  }
  const quiet = (['lockScreen', 'sound', 'badge', 'banner'] as const).filter(
    (name) => settings[name] === 'off',
  )
  if (settings.doNotDisturb === 'on')
    return passed(
      'switch',
      'On, but do-not-disturb keeps them silent.',
      'Switch do-not-disturb off to hear them.',
    )
  return quiet.length === 0
    ? passed('switch', 'Notifications are switched on.')
    : passed('switch', `On, without: ${quiet.join(', ')}.`, `${openSettings}: switch these on.`)
}

/** OPPO shows nothing without a channel; elsewhere one that is switched off or missing matters when it is asked for. */
export const channelHop = (
  vendor: string,
  channels: readonly ChannelState[],
  channelID: string | undefined,
): SelfTestHop => {
  if (channelID !== undefined) {
    const channel = channels.find((each) => each.channelID === channelID)
    if (channel === undefined)
      return failedHop(
        'channel',
        `There is no channel ${channelID}.`,
        'Create it when the app starts: createNotificationChannel.',
      )
    if (channel.importance === 0)
      return failedHop(
        'channel',
        `The user switched channel ${channelID} off.`,
        `${openSettings}: switch it on.`,
      )
    return passed('channel', `Channel ${channelID} is there and on.`)
  }
  if (vendor === 'oppo' && channels.length === 0) {
    return failedHop(
      'channel',
      'The app has no channel, and OPPO shows nothing without one.',
      'Create the certificate’s channel when the app starts: createNotificationChannel.',
    )
  }
  const off = channels.filter(({ importance }) => importance === 0).map((channel) => channel.channelID)
  return off.length === 0
    ? passed('channel', channels.length === 0 ? 'No channels are needed.' : 'All channels are on.')
    : passed(
        'channel',
        `Switched off: ${off.join(', ')}.`,
        `${openSettings}: switch on those that should ring.`,
      )
}
