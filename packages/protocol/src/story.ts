import type { MessageAddress } from './messages.ts'
import type { VendorWords } from './outcomes.ts'
import type { Platform } from './platforms.ts'
import type { ReasonCode } from './reasons.ts'
import type { VendorId } from './vendors.ts'

/** The stages a push goes through, in their order. One journal row is one stage of one device. */
export const stages = [
  'decided',
  'queued',
  'sent',
  'waiting',
  'acknowledged',
  'accepted',
  'refused',
  'suppressed',
  'expired',
  'delivered',
  'shown',
  'tapped',
  // the vendor took it, and says later that the phone did not show it
  'dropped',
  // taken off the phone again, or not, after the message was recalled
  'recalled',
  'unrecalled',
  // taken off the phone again, or not, after the message was read on another device
  'cleared',
  'uncleared',
] as const

/** A stage of a push. */
export type Stage = (typeof stages)[number]

/** The stages that end a device's part of a message. */
export const finalStages = ['acknowledged', 'accepted', 'refused', 'suppressed', 'expired'] as const

/** A stage after which nothing more is done for the device. */
export type FinalStage = (typeof finalStages)[number]

/** Whether `stage` ends a device's part of a message. */
export const isFinalStage = (stage: Stage): stage is FinalStage =>
  (finalStages as readonly Stage[]).includes(stage)

/** What is heard of a push after its final stage: it says more than that. In their order of weight. */
export const afterStages = ['dropped', 'delivered', 'shown', 'recalled', 'tapped'] as const

/** A stage that is heard of after the final one. */
export type AfterStage = (typeof afterStages)[number]

/** One hop of a push story. */
export interface StoryEntry {
  atMs: number
  stage: Stage
  reason: ReasonCode
  certificateID?: number
  vendor?: VendorId
  /** The vendor's id of the request or message. */
  vendorRequestID?: string
  vendorWords?: VendorWords
  /** What the phone was asked to show, on `queued`. */
  notification?: { title: string; body: string }
  /** When it will be tried again, on `waiting`. */
  retryAtMs?: number
}

/** What became of a message on one device. */
export interface DeviceStory {
  userID: string
  /** '' when the recipient has no device at all. */
  deviceID: string
  deviceName?: string
  platform?: Platform
  vendor?: VendorId
  /** How far it came: the weightiest of what was heard after it was taken, else its final stage. */
  state: FinalStage | AfterStage | 'pending'
  /** Reason of the state. */
  reason: ReasonCode
  entries: StoryEntry[]
}

/** The push story of a message: every decision and every hop, device by device. */
export type PushStory = MessageAddress & {
  msgID: string
  sdkAppID: number
  sender: string
  /** Absent for an online-only message, which is not stored. */
  seq?: number
  sentAtMs: number
  devices: DeviceStory[]
}

/** One line of a list of stories: where a message stands on one device. `carillon why` tells the whole. */
export interface StorySummary extends Omit<DeviceStory, 'entries'> {
  msgID: string
  /** When its last entry was written. */
  atMs: number
  /** What the phone was last asked to show. */
  notification?: { title: string; body: string }
}

/** How many devices came how far with a message, for one reason. */
export interface StoryOutcome {
  state: DeviceStory['state']
  reason: ReasonCode
  devices: number
}

/** One line of a list of messages: what became of each on all devices together. */
export type MessageSummary = MessageAddress & {
  msgID: string
  sender: string
  sentAtMs: number
  /** Those with the most devices first. */
  outcomes: StoryOutcome[]
  /** What a phone was asked to show. */
  notification?: { title: string; body: string }
}
