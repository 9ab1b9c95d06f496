import type { VendorId } from './vendors.ts'

/** Where the app on a phone of the lab is; `killed`: installed, no process. */
export type ConsoleLabAppState = 'not-installed' | 'killed' | 'background' | 'locked' | 'foreground'

/** What a person does with a phone. */
export const consoleLabActions = [
  'kill',
  'open',
  'home',
  'lock',
  'unlock',
  'clear',
  'go-offline',
  'go-online',
] as const

export type ConsoleLabAction = (typeof consoleLabActions)[number]

/** What the owner of a phone switches on and off. */
export const consoleLabSwitches = [
  'notificationsAllowed',
  'lockScreen',
  'sound',
  'badge',
  'doNotDisturb',
] as const

export type ConsoleLabSwitch = (typeof consoleLabSwitches)[number]

/** Ways in which a vendor of the lab misbehaves, by the names of the lab's faults. */
export const consoleLabFaults = [
  'unavailable',
  'too-many-requests',
  'hang',
  'slow',
  'cut',
  'refused-certificate',
  'refused-payload',
  'expired-auth',
  'dead-token',
  'wrong-json',
] as const

export type ConsoleLabFault = (typeof consoleLabFaults)[number]

/** A notification in the tray. */
export interface ConsoleLabNotification {
  /** Of the phone; kept when the notification is replaced. */
  id: number
  title: string
  body: string
  atMs: number
  /** How often a push wrote it: 1 for new. */
  revision: number
  isAudible: boolean
  isOnLockScreen: boolean
  /** The message it tells of, where the push names one. */
  msgID?: string
}

/** A message in the chat that the app shows. */
export interface ConsoleLabChatMessage {
  msgID: string
  text: string
  atMs: number
  /** Whether the phone's owner wrote it. */
  isOwn: boolean
  /** Who wrote it, as the app shows it. */
  from: string
}

/** A phone of the lab, with the app on it. */
export interface ConsoleLabPhone {
  vendor: VendorId
  name: string
  maker: string
  userID: string
  state: ConsoleLabAppState
  isOnline: boolean
  badge: number
  switches: Readonly<Record<ConsoleLabSwitch, boolean>>
  /** Android's notification channels of the app. */
  channels: readonly { id: string; name: string; isEnabled: boolean }[]
  /** Oldest first. */
  notifications: readonly ConsoleLabNotification[]
  /** Oldest first, the latest of them. */
  chat: readonly ConsoleLabChatMessage[]
  /** Taps the app was told of. */
  taps: number
  /** What became of the push that came last. */
  lastPush?: { fate: string; atMs: number }
  /** The fault that is switched on at its vendor. */
  fault?: ConsoleLabFault
  /** Requests its vendor has had. */
  requestCount: number
}

/** A message that was sent in the lab. */
export interface ConsoleLabSent {
  msgID: string
  text: string
  fromUserID: string
  toUserID: string
  atMs: number
}

/** The lab as it stands. */
export interface ConsoleLab {
  /** Grows with every change. */
  version: number
  /** False while the phones are still being set up. */
  isReady: boolean
  sdkAppID: number
  phones: readonly ConsoleLabPhone[]
  /** Users at a computer, who can send to phones. */
  desktops: readonly { userID: string; nickName: string }[]
  /** Latest first. */
  sent: readonly ConsoleLabSent[]
}

/** A request the server made to a vendor of the lab. Credentials are left out. */
export interface ConsoleLabRequest {
  id: number
  method: string
  path: string
  atMs: number
  body: string
  fault?: string
  /** Absent while it is unanswered, and for good where a fault swallowed the answer. */
  answer?: { status: number; body: string }
}
