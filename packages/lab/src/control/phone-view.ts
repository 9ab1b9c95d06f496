import type { IncomingCall, ReceivedPush, ShownNotification } from '../phone/types.ts'
import type { NotificationTap } from '../phone/app-types.ts'
import type { ControlledPhone } from './phones.ts'

/** A phone as the control API shows it. */
export const viewPhone = ({ phone, app, packageName, consoleApps, tokens }: ControlledPhone): object => ({
  name: phone.name,
  maker: phone.maker,
  harmonyOS: phone.isHarmonyOS,
  manufacturer: phone.manufacturer,
  model: phone.model,
  state: phone.state,
  online: phone.network.online,
  packageName,
  apps: consoleApps.map(({ id }) => id),
  tokens,
  switches: phone.switches,
  channels: [...phone.channels.values()],
  badge: phone.badge,
  tray: phone.notifications.map(viewNotification),
  calls: phone.calls.map(viewCall),
  taps: app.taps.map(viewTap),
  handedOver: app.handedOver,
  openedURLs: phone.openedURLs,
})

/** A notification without the push itself; that is among the phone's pushes. */
export const viewNotification = (shown: ShownNotification): object => {
  const { push: _, ...notification } = shown
  return notification
}

/** A push with what became of it; functions of the push fall out of the JSON. */
export const viewPush = (received: ReceivedPush): object => received

const viewCall = (call: IncomingCall): object => call

const viewTap = ({ notification, ...tap }: NotificationTap): object => ({
  ...tap,
  notification: viewNotification(notification),
})
