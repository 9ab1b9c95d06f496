import type { PushNotification } from '@carillon/channels'
import type { FinalStage, Outcome, ReasonCode, VendorId, VendorWords } from '@carillon/protocol'

import type { DoubtOptions } from './death-watch.ts'
import type { Room } from './lane-room.ts'

/** One push on its way: a notification to one token. */
export interface LanePush {
  readonly msgID: string
  token: string
  notification: PushNotification
  /** The vendor's class it goes out in, once the lane knows its certificate. */
  class?: string
  /** When the decision to push was last made: a push that waited for long is decided anew. Epoch milliseconds. */
  plannedAtMs: number
  /** Requests made so far, over restarts. */
  attempts: number
  /** Requests whose outcome is not known. */
  unknowns: number
  /** When the vendor first blamed the certificate for this push. */
  configRefusedAtMs?: number
  /** How often the vendor has blamed the certificate for it. */
  configRefusals?: number
}

/** What becomes of a push after an answer, or instead of a request. */
export type LaneStep =
  | {
      kind: 'final'
      stage: Exclude<FinalStage, 'acknowledged'>
      reason: ReasonCode
      words?: VendorWords
      requestID?: string
    }
  /** The vendor says that a token registered before `sinceMs` is dead. */
  | { kind: 'token-dead'; sinceMs: number; words: VendorWords }
  /** To be tried again. `gated`: the whole lane waits, and ends the wait of all when it works again. */
  | { kind: 'wait'; reason: ReasonCode; untilMs: number; gated: boolean; words?: VendorWords }
  /** Decided too long ago to be sent unseen. */
  | { kind: 'replan' }

/** Where a lane's requests go. */
export interface LaneAddress {
  vendor: VendorId
  certificateID: number
}

/** How a lane stands. */
export interface LaneState extends LaneAddress {
  /** Pushes in its queue. */
  waiting: number
  /** Requests without an answer. */
  inFlight: number
  /** `shut`: its vendor fails. `stopped`: its certificate is refused. `trying`: one request finds out. */
  gate: 'open' | 'shut' | 'stopped' | 'trying'
  /** Why it is not open, and when the next request finds out whether it works again. */
  cause?: { reason: ReasonCode; words: VendorWords; retryAtMs?: number }
}

/** What a lane asks of the one who fills it. */
export interface LaneHost<Push extends LanePush> {
  /** Asked right before a push is sent. False: it is settled elsewise, and the lane forgets it. */
  mayGo(push: Push): boolean
  /** A request is about to go out. */
  sending(address: LaneAddress, pushes: readonly Push[], atMs: number): void
  /** The answer has come; one outcome a push. */
  answered(
    address: LaneAddress,
    pushes: readonly Push[],
    outcomes: readonly Outcome[],
    durationMs: number,
  ): void
  /** A push leaves the lane. */
  settled(address: LaneAddress, push: Push, step: LaneStep): void
  /** The vendor refuses the certificate: the lane sends no more. */
  stopped(address: LaneAddress, words: VendorWords): void
  /**
   * So many tokens are declared dead that it is not believed: the lane stops, and deaths since `sinceMs` are
   * to be taken back.
   */
  doubted(address: LaneAddress, doubt: { sinceMs: number; dead: number; heard: number }): void
  /** The lane works again after it was stopped or its vendor was not to be reached. */
  resumed(address: LaneAddress, wasStopped: boolean): void
  /**
   * The lane was full and has room again.
   * @returns whether others still wait for it, when those are on their way whom there is room for
   */
  roomAgain(address: LaneAddress, room: Room): boolean | Promise<boolean>
  /** Undefined when a request may be made; else a promise that resolves when one may. */
  room(): Promise<void> | undefined
  fault(error: unknown): void
}

/** Sizes and times of lanes. */
export interface LaneOptions extends DoubtOptions {
  /** Pushes one lane holds; more wait with their messages, and are told when the lane has drained to half. */
  queuedPushes: number
  /** Equal notifications that come within this time share a request, where the vendor can. */
  batchWindowMs: number
  /** A request that has no answer after this long is given up; its outcome is not known. */
  requestTimeoutMs: number
  /** A push that was decided longer ago is decided anew before it is sent. */
  staleAfterMs: number
  /** Backoff between attempts of one push: a random time up to `base * 2^attempts`, at most `max`. */
  backoffBaseMs: number
  backoffMaxMs: number
  /** Attempts whose outcome is not known, after which a push is given up. */
  maxUnknowns: number
  /** How often the vendor may blame a certificate that works for others, before the push is given up. */
  maxConfigRefusals: number
  /** Requests in a row without any success that shut the lane until a trial succeeds. */
  failuresToShut: number
  /** First pause of a lane whose vendor fails; each failed trial doubles it. */
  shutBaseMs: number
  shutMaxMs: number
  /** First pause of a lane whose certificate is refused; each failed trial doubles it. */
  stopBaseMs: number
  stopMaxMs: number
}

export const defaultLaneOptions: LaneOptions = {
  queuedPushes: 10_000,
  batchWindowMs: 2,
  requestTimeoutMs: 10_000,
  staleAfterMs: 2_000,
  backoffBaseMs: 500,
  backoffMaxMs: 300_000,
  maxUnknowns: 5,
  maxConfigRefusals: 3,
  failuresToShut: 8,
  shutBaseMs: 500,
  shutMaxMs: 30_000,
  stopBaseMs: 2_000,
  stopMaxMs: 300_000,
  deathsToDoubt: 20,
  deathShareToDoubt: 0.9,
  doubtWindowMs: 600_000,
}
