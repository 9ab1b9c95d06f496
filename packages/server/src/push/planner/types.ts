import type { PushNotification } from '@carillon/channels'
import type { MessageRecord, PushReason, SuppressReason, VendorId } from '@carillon/protocol'

import type { Connection, Device } from '../../presence/types.ts'
import type { AppSettings } from '../../tenants/types.ts'

/** What became of the token a device reported. `cleared`: the app took it back. */
export type TokenState = 'live' | 'dead' | 'moved' | 'cleared'

/** The token a device reported last for a user. */
export interface DeviceToken {
  certificateID: number
  vendor: VendorId
  token: string
  state: TokenState
  /** When the app reported it, epoch milliseconds. */
  registeredAtMs: number
  /** False once the certificate was deleted. */
  certificateExists: boolean
}

/** A device with all the planner must know of it. */
export interface PlannableDevice extends Device {
  token: DeviceToken | null
  /** Pushes that raised the badge since the app last reported its unread count. */
  pushesSinceReport: number
}

/** Why a device that was planned live is planned again. */
export type UnreachedReason = Extract<PushReason, 'unacknowledged' | 'connection-lost'>

/** All that one recipient's decisions follow from. */
export interface PlanInput {
  message: MessageRecord
  /** UserID of the one it is for. */
  recipient: string
  devices: readonly PlannableDevice[]
  connections: readonly Connection[]
  settings: AppSettings
  nowMs: number
  /** Devices whose live copy did not arrive, by deviceID. */
  unreached?: ReadonlyMap<string, UnreachedReason>
}

/** One device of the recipient, seen by a rule. */
export interface DeviceFacts {
  input: PlanInput
  device: PlannableDevice
  connection: Connection | undefined
}

/** The message goes over the connection alone and is waited for. */
export interface LiveDecision {
  kind: 'live'
  deviceID: string
  reason: 'device-foreground'
}

/** The vendor is asked. */
export interface PushDecision {
  kind: 'push'
  deviceID: string
  reason: PushReason
  /** The device has a living connection too, and got the message over it. */
  alsoLive: boolean
  vendor: VendorId
  certificateID: number
  token: string
  tokenRegisteredAtMs: number
  notification: PushNotification
}

/** Nothing is sent, for a reason. */
export interface SuppressDecision {
  kind: 'suppress'
  /** '' when the recipient has no device. */
  deviceID: string
  reason: SuppressReason
}

/** What to do about one device. */
export type Decision = LiveDecision | PushDecision | SuppressDecision
