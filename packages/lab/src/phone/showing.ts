import type { DeliveredPush } from '../emulator/device.ts'
import type { NotificationDraft } from './tray.ts'
import type { NotificationChannel, PhoneSwitches } from './types.ts'

/** What the rules look at. */
export interface RuleContext {
  packageName: string
  isForeground: boolean
  hasProcess: boolean
  wakesForDataMessages: boolean
  switches: Readonly<PhoneSwitches>
  channels: ReadonlyMap<string, NotificationChannel>
  defaultChannelID: string | undefined
}

/** What is to be done with a push. */
export type PushDecision =
  | {
      kind: 'show'
      draft: NotificationDraft
      channel: NotificationChannel
      badge?: BadgeChange
      tellApp: boolean
    }
  | { kind: 'hand-to-app' }
  | { kind: 'data-to-app'; badge?: number }
  | { kind: 'ring' }
  | { kind: 'drop'; badge?: number }
  | { kind: 'hide'; because: 'notifications' | 'channel' | 'no-channel' }

/** A badge to set, or one more for each new notification. */
export type BadgeChange = { set: number } | { add: number }

/** What a vendor's rules make of a push that is to be shown. */
export interface Showing {
  vendor: NotificationDraft['vendor']
  title: string
  body: string
  slot: string
  push: DeliveredPush
  hasSound: boolean
  isPublic: boolean
  badge?: BadgeChange
  tellApp: boolean
}

/** Shows it, unless the user has switched the app's notifications or the channel off. */
export const shown = (
  { switches }: RuleContext,
  channel: NotificationChannel,
  { hasSound, isPublic, badge, tellApp, ...rest }: Showing,
): PushDecision => {
  if (!switches.notificationsAllowed) return { kind: 'hide', because: 'notifications' }
  if (channel.enabled === false) return { kind: 'hide', because: 'channel' }
  return {
    kind: 'show',
    channel,
    tellApp,
    ...(badge === undefined ? {} : { badge }),
    draft: {
      ...rest,
      channelID: channel.id,
      audible: hasSound && switches.sound && !switches.doNotDisturb,
      onLockScreen: switches.lockScreen && isPublic,
    },
  }
}
