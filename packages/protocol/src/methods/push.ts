import type { VendorWords } from '../outcomes.ts'
import type { Platform } from '../platforms.ts'
import type { ReasonCode } from '../reasons.ts'
import type { DeviceStory, Stage } from '../story.ts'
import type { VendorId } from '../vendors.ts'

export interface SetPushConfigParams {
  /** Numeric certificate ID ("businessID"). */
  certificateID: number
  /** The vendor's token; '' unbinds this device. */
  token: string
  /** PushKit's token for calls, which iOS gives beside the one for notifications: '' then unbinds it alone. */
  isVoIP?: boolean
}

/** A notification to the caller's own device. */
export interface SelfTestParams {
  title: string
  desc: string
  /** Handed to the app as the ext of every push is. */
  ext: string
}

/** How far the notification came within ten seconds. */
export interface SelfTestResult {
  /** Its push story is kept under this ID. */
  msgID: string
  /** `accepted`: the vendor has it. `refused`, `suppressed`: it did not go out. `waiting`, `sent`, `queued`: still under way. */
  stage: Stage
  reason: ReasonCode
  /** Of the token this device has reported; absent when it has none. */
  vendor?: VendorId
  certificateID?: number
  vendorWords?: VendorWords
}

/** What the phone knows of a push that its vendor may not tell. */
export interface PushReport {
  msgID: string
  /** `shown`: it stands in the tray. `tapped`: the user tapped it. */
  what: 'shown' | 'tapped'
  /** When, epoch milliseconds by the server's clock as far as the client knows it. Default: now. */
  atMs?: number
}

/** One hop of a story as a user sees it: without numbers and names that are the operator's. */
export interface UserStoryEntry {
  atMs: number
  stage: Stage
  reason: ReasonCode
}

/** What became of a message on one device, as a user sees it. */
export interface UserDeviceStory extends Pick<DeviceStory, 'vendor' | 'state' | 'reason'> {
  platform?: Platform
  /** Of the caller's own devices only. */
  deviceID?: string
  deviceName?: string
  /** Oldest first. */
  entries: UserStoryEntry[]
}

/** The push story of a message as its sender or a recipient sees it. */
export interface UserPushStory {
  msgID: string
  sentAtMs: number
  /** The sender's: all recipients' devices. A recipient's: his own. */
  devices: UserDeviceStory[]
  /** There are more devices than are told of. */
  hasMore: boolean
}

/** Requests about offline push. */
export interface PushMethods {
  'push.setConfig': { params: SetPushConfigParams; result: Record<string, never> }
  'push.selfTest': { params: SelfTestParams; result: SelfTestResult }
  /** Tells what became of pushes on the caller's device. What is known, or is about no push to it, does no harm. */
  'push.report': { params: { reports: PushReport[] }; result: Record<string, never> }
  'push.story': { params: { msgID: string }; result: UserPushStory }
}

export const pushMethods = [
  'push.setConfig',
  'push.selfTest',
  'push.report',
  'push.story',
] as const satisfies readonly (keyof PushMethods)[]
