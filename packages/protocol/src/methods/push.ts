import type { VendorWords } from '../outcomes.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Stage } from '../story.ts'
import type { VendorId } from '../vendors.ts'

export interface SetPushConfigParams {
  /** Numeric certificate ID ("businessID"). */
  certificateID: number
  /** The vendor's token; '' unbinds this device. */
  token: string
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

/** Requests about offline push. */
export interface PushMethods {
  'push.setConfig': { params: SetPushConfigParams; result: Record<string, never> }
  'push.selfTest': { params: SelfTestParams; result: SelfTestResult }
}

export const pushMethods = [
  'push.setConfig',
  'push.selfTest',
] as const satisfies readonly (keyof PushMethods)[]
