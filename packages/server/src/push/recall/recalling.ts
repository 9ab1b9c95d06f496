import type { ChannelLimits, RecallOutcome, VendorClient } from '@carillon/channels'
import type { MessageRecord, ReasonCode, Stage, VendorId, VendorWords } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Db } from '../../store/db.ts'
import type { Tenants } from '../../tenants/types.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { Lanes } from '../lanes/lanes.ts'
import { RoomWaiters } from '../lanes/room-waiters.ts'
import type { LaneHost, LaneOptions, LanePush, LaneStep } from '../lanes/types.ts'
import { coverOf } from './cover.ts'
import { findRecallTargets, type RecallTarget } from './targets.ts'
import { unfinishedRecalls } from './unfinished.ts'

/** Takes notifications back that vendors have accepted. */
export interface Recalling {
  /**
   * Takes a message's notifications off all phones that may show it. Resolves when they are on their way;
   * what becomes of each stands in the journal. May be asked again: no phone is asked twice.
   * @returns phones that are asked
   */
  recall(record: MessageRecord): Promise<number>
  /** Takes up what an earlier run left open. */
  resume(): Promise<void>
  /** Sends no more; resolves when no request is in flight. */
  drain(): Promise<void>
  /** Lets go of what is left: the next start takes it up. */
  close(): void
}

/** What a recalling is made from. */
export interface RecallingParts {
  db: Db
  clock: Clock
  client: VendorClient
  tenants: Pick<Tenants, 'app' | 'certificate' | 'onCertificateChanged'>
  journal: Pick<JournalWriter, 'append' | 'flush' | 'isFull' | 'room'>
  events: Pick<ServerEvents, 'fault'>
  limitsOf: (vendor: VendorId) => ChannelLimits
  random: () => number
  lanes?: Partial<LaneOptions>
}

/** A notification that is to be taken off one phone. */
interface RecallPush extends LanePush {
  readonly record: MessageRecord
  readonly target: RecallTarget
  cancelWait?: () => void
}

/** After this long a notification is left where it is. */
const recallForMs = 3_600_000
/** Held in memory at once; beyond, a notification is left where it is, as the journal tells. */
const maxRecalls = 20_000
const keyOf = ({ msgID }: { msgID: string }, { userID, deviceID }: RecallTarget): string =>
  `${msgID}\n${userID}\n${deviceID}`

/** A token has one owner: with the message it names the phone. */
const howKeyOf = (msgID: string, token: string): string => `${msgID}\n${token}`

/**
 * Recalls go in lanes of their own, with a quarter of what the vendor takes: pushes go first. The journal
 * says which were begun; after a crash they are begun again, which a phone does not notice.
 */
export const createRecalling = (parts: RecallingParts): Recalling => new Recaller(parts)

class Recaller implements Recalling {
  readonly #parts: RecallingParts
  readonly #lanes: Lanes<RecallPush>
  readonly #open = new Map<string, RecallPush>()
  /** How the notification of a token was taken back, between answer and settling. */
  readonly #how = new Map<string, RecallOutcome['how']>()
  readonly #roomWaiters = new RoomWaiters<RecallPush>()
  #isClosed = false

  constructor(parts: RecallingParts) {
    this.#parts = parts
    const { tenants, clock, random, lanes = {} } = parts
    this.#lanes = new Lanes<RecallPush>({
      client: this.#recallClient(),
      limitsOf: (vendor) => quarterOf(parts.limitsOf(vendor)),
      tenants,
      clock,
      random,
      options: lanes,
      host: this.#host(),
    })
  }

  async recall(record: MessageRecord): Promise<number> {
    const { db, journal, tenants, clock } = this.#parts
    if (this.#isClosed) return 0
    await journal.flush()
    const [targets, app] = await Promise.all([
      findRecallTargets(db, record.msgID),
      tenants.app(record.sdkAppID),
    ])
    if (app === undefined || this.#isClosed) return 0
    let asked = 0
    for (const target of targets) {
      const key = keyOf(record, target)
      if (this.#open.has(key)) continue
      const nowMs = clock.now()
      const push: RecallPush = {
        record,
        target,
        msgID: record.msgID,
        token: target.address?.token ?? '',
        notification: coverOf(record, target, app.settings, nowMs + recallForMs),
        plannedAtMs: nowMs,
        attempts: 0,
        unknowns: 0,
      }
      if (target.address === undefined) this.#tell(push, 'unrecalled', 'recall-unaddressed')
      else if (this.#open.size >= maxRecalls)
        this.#tell(push, 'unrecalled', 'recall-failed', { code: 'TOO_MANY', text: 'too many at once' })
      else {
        this.#open.set(key, push)
        // The journal remembers that it was begun, should the server die meanwhile.
        this.#tell(push, 'waiting', 'recalling')
        this.#send(push)
        asked += 1
      }
    }
    return asked
  }

  async resume(): Promise<void> {
    const { db, clock } = this.#parts
    const sinceMs = clock.now() - recallForMs
    for (const record of await unfinishedRecalls(db, { sinceMs, limit: maxRecalls }))
      await this.recall(record)
  }

  async drain(): Promise<void> {
    await this.#lanes.drain()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#lanes.close()
    for (const push of this.#open.values()) push.cancelWait?.()
    this.#open.clear()
  }

  #send(push: RecallPush): void {
    if (this.#isClosed) return
    push.plannedAtMs = this.#parts.clock.now()
    const { vendor, certificateID } = push.target
    if (!this.#lanes.add({ vendor, certificateID }, push))
      push.cancelWait = this.#roomWaiters.add(certificateID, push)
  }

  #sendIn(push: RecallPush, delayMs: number): void {
    push.cancelWait = this.#parts.clock.after(Math.min(Math.max(0, delayMs), recallForMs), () => {
      delete push.cancelWait
      if (this.#parts.clock.now() < push.notification.deadlineMs) this.#send(push)
      else this.#end(push, 'unrecalled', 'recall-failed')
    })
  }

  #settled(push: RecallPush, step: LaneStep): void {
    if (!this.#open.has(keyOf(push, push.target))) return
    const howKey = howKeyOf(push.msgID, push.token)
    const how = this.#how.get(howKey)
    this.#how.delete(howKey)
    switch (step.kind) {
      case 'final':
        if (step.stage === 'accepted')
          return this.#end(push, 'recalled', how ?? 'withdrawn', step.words, step.requestID)
        if (step.reason === 'certificate-missing') return this.#end(push, 'unrecalled', 'recall-unaddressed')
        return this.#end(push, 'unrecalled', 'recall-failed', step.words)
      case 'token-dead':
        return this.#end(push, 'unrecalled', 'recall-unaddressed', step.words)
      case 'wait':
        return this.#sendIn(push, step.untilMs - this.#parts.clock.now())
      case 'replan':
        return this.#send(push)
      default:
        step satisfies never
    }
  }

  #end(push: RecallPush, stage: Stage, reason: ReasonCode, words?: VendorWords, requestID?: string): void {
    this.#open.delete(keyOf(push, push.target))
    this.#tell(push, stage, reason, words, requestID)
  }

  #tell(push: RecallPush, stage: Stage, reason: ReasonCode, words?: VendorWords, requestID?: string): void {
    const { userID, deviceID, certificateID, vendor } = push.target
    this.#parts.journal.append([
      {
        atMs: this.#parts.clock.now(),
        sdkAppID: push.record.sdkAppID,
        msgID: push.msgID,
        userID,
        deviceID,
        stage,
        reason,
        certificateID,
        vendor,
        ...(words === undefined ? {} : { vendorWords: words }),
        ...(requestID === undefined ? {} : { vendorRequestID: requestID }),
      },
    ])
  }

  #host(): LaneHost<RecallPush> {
    const { journal, events } = this.#parts
    return {
      mayGo: (push) => this.#open.has(keyOf(push, push.target)),
      sending: () => undefined,
      answered: () => undefined,
      settled: (_address, push, step) => this.#settled(push, step),
      // The lane of pushes to the same vendor tells of it.
      stopped: () => undefined,
      doubted: () => undefined,
      resumed: () => undefined,
      roomAgain: ({ certificateID }, { pushes }) => {
        for (const push of this.#roomWaiters.first(certificateID, pushes)) {
          push.cancelWait?.()
          delete push.cancelWait
          this.#send(push)
        }
        return this.#roomWaiters.has(certificateID)
      },
      room: () => (journal.isFull() ? journal.room() : undefined),
      fault: (error) => events.fault({ where: 'recall lane', error }),
    }
  }

  /** A client whose sending is taking back. */
  #recallClient(): VendorClient {
    const { client } = this.#parts
    return {
      send: async (vendor, request) => {
        const results = await client.recall(vendor, request)
        for (const [index, { how }] of results.entries())
          this.#how.set(howKeyOf(request.notification.msgID, request.tokens[index] ?? ''), how)
        return results.map(({ outcome }) => outcome)
      },
      recall: async (vendor, request) => await client.recall(vendor, request),
      probe: async (...probe) => await client.probe(...probe),
      [Symbol.asyncDispose]: async () => await Promise.resolve(),
    }
  }
}

const quarterOf = (limits: ChannelLimits): ChannelLimits => ({
  ...limits,
  requestsInFlight: Math.ceil(limits.requestsInFlight / 4),
  notificationsPerSecond: Math.ceil(limits.notificationsPerSecond / 4),
  ...(limits.requestsPerSecond === undefined
    ? {}
    : { requestsPerSecond: Math.ceil(limits.requestsPerSecond / 4) }),
})
