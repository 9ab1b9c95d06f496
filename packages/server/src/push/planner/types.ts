import type { PushNotification } from '@carillon/channels'
import type {
  AllReceiveOption,
  MessageRecord,
  PushReason,
  ReasonCodeOf,
  ReceiveOption,
  SuppressReason,
  VendorId,
} from '@carillon/protocol'

import type { Connection, Device } from '../../presence/types.ts'
import type { AppSettings } from '../../tenants/types.ts'
import type { QuotaKey } from '../quota/counts.ts'

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
  /** It rings for calls alone. */
  isVoIP?: true
}

/** A device with all the planner must know of it. */
export interface PlannableDevice extends Device {
  /** As the device's system gave it: "zh-Hant-TW". */
  language: string | null
  /** The token it is pushed to: the newest, until `chooseToken` has chosen. */
  token: DeviceToken | null
  /** Its tokens of other vendors, and for VoIP; after `chooseToken` those that may stand in. */
  otherTokens?: readonly DeviceToken[]
  /** Pushes that raised the badge since the app last reported its unread count. */
  pushesSinceReport: number
}

/** Why a device that was planned live is planned again. */
export type UnreachedReason = Extract<PushReason, 'unacknowledged' | 'connection-lost'>

/** What the recipient has chosen and done about the message's conversation. */
export interface RecipientStanding {
  receiveOption: ReceiveOption
  allReceiveOption: AllReceiveOption | null
  /** Entries up to this place are read. */
  readSeq: number
  /** The recipient has blocked the sender. */
  hasBlockedSender: boolean
}

/** The group a message was sent to. */
export interface GroupFacts {
  groupID: string
  name: string
  /** Its messages are for those who are connected: an AVChatRoom. */
  isLiveOnly: boolean
}

/**
 * Where a message stands in the burst of its conversation on a device. `held`: wait until the window
 * ends. `folded`: a later message of the burst is pushed and counts this one. `last`: it is the one that
 * is pushed for `count` messages.
 */
export type BurstPlace =
  | { kind: 'held'; untilMs: number }
  | { kind: 'folded' }
  | { kind: 'last'; count: number }

/** How far a vendor's share of the day is used. */
export interface QuotaStanding {
  used: number
  limit: number
  /** Of it, so much is kept for calls and mentions. */
  reserve: number
  resetsAtMs: number
}

/**
 * Where a message stands among those a device could not be pushed in time. `folded`: a newer one rings, or
 * has rung. `last`: it rings for `count` messages.
 */
export type BacklogPlace =
  | { kind: 'folded' }
  | { kind: 'last'; count: number }
  /** Others may still join them until then. */
  | { kind: 'gathering'; untilMs: number }

/** All that one recipient's decisions follow from. */
export interface PlanInput {
  message: MessageRecord
  /** UserID of the one it is for. */
  recipient: string
  standing: RecipientStanding
  /** Absent for a one-to-one message. */
  group?: GroupFacts
  devices: readonly PlannableDevice[]
  connections: readonly Connection[]
  settings: AppSettings
  nowMs: number
  /** Devices whose live copy did not arrive, by deviceID. */
  unreached?: ReadonlyMap<string, UnreachedReason>
  /** By deviceID; absent where the message is not in a burst. */
  bursts?: ReadonlyMap<string, BurstPlace>
  /** Shares a push counts into, by deviceID; absent where there are none. */
  quotas?: ReadonlyMap<string, readonly QuotaStanding[]>
  /** By deviceID; absent where the message is in no backlog. */
  backlogs?: ReadonlyMap<string, BacklogPlace>
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
  /** Another vendor can be asked when this one refuses. */
  hasFallback?: true
  /** What of vendors' shares was counted for it. */
  counts?: readonly QuotaKey[]
  notification: PushNotification
}

/** Decided again at an instant. */
export interface HoldDecision {
  kind: 'hold'
  deviceID: string
  reason: Extract<
    ReasonCodeOf<'progress'>,
    'held-while-active' | 'gathering' | 'quota-exhausted' | 'quota-reserved' | 'late'
  >
  untilMs: number
}

/** Nothing is sent, for a reason. */
export interface SuppressDecision {
  kind: 'suppress'
  /** '' when the recipient has no device. */
  deviceID: string
  reason: SuppressReason
}

/** What to do about one device. */
export type Decision = LiveDecision | PushDecision | HoldDecision | SuppressDecision
