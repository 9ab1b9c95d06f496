import type { ChannelLimits, SendRequest, VendorClient } from '@carillon/channels'
import type { Outcome, VendorId, VendorWords } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { ServerEvents } from '../../events.ts'
import type { Tenants } from '../../tenants/types.ts'
import type { JournalWriter } from '../journal/writer.ts'
import { Lanes } from '../lanes/lanes.ts'
import { RoomWaiters } from '../lanes/room-waiters.ts'
import type { LaneAddress, LaneHost, LaneOptions, LanePush, LaneStep } from '../lanes/types.ts'

/** What is to be taken off one phone. */
export interface TakeBackPush extends LanePush {
  /** Of all that is under way, no other has it. */
  readonly key: string
  readonly address: LaneAddress
  cancelWait?: () => void
}

/** What became of it: `unaddressed` when the phone can be addressed no more. */
export type TakenBack<How extends string> =
  | { kind: 'done'; how: How | undefined; words?: VendorWords; requestID?: string }
  | { kind: 'failed'; words?: VendorWords }
  | { kind: 'unaddressed'; words?: VendorWords }

/** What a taking back is made from. */
export interface TakingBackParts {
  clock: Clock
  client: VendorClient
  tenants: Pick<Tenants, 'certificate' | 'onCertificateChanged'>
  journal: Pick<JournalWriter, 'isFull' | 'room'>
  events: Pick<ServerEvents, 'fault'>
  limitsOf: (vendor: VendorId) => ChannelLimits
  random: () => number
  lanes?: Partial<LaneOptions>
}

/** How the vendor is asked: one answer a token. */
type Ask<Push, How> = (
  vendor: VendorId,
  request: SendRequest,
  push: Push | undefined,
) => Promise<readonly { how: How; outcome: Outcome }[]>

/** A token has one owner: with the message it names the phone. */
const howKeyOf = (msgID: string, token: string): string => `${msgID}\n${token}`

/** Longer waits are looked after again meanwhile. */
const longestWaitMs = 3_600_000

/**
 * Takes notifications off phones, each until the vendor has answered or the notification's deadline has
 * passed. In lanes of its own, with a quarter of what the vendor takes: pushes go first.
 */
export class TakingBack<Push extends TakeBackPush, How extends string> {
  readonly #parts: TakingBackParts & TakingBackOptions<Push, How>
  readonly #lanes: Lanes<Push>
  readonly #open = new Map<string, Push>()
  /** How it was done with a token, between answer and settling. */
  readonly #how = new Map<string, How>()
  readonly #byToken = new Map<string, Push>()
  readonly #roomWaiters = new RoomWaiters<Push>()
  #isClosed = false

  constructor(parts: TakingBackParts & TakingBackOptions<Push, How>) {
    this.#parts = parts
    const { tenants, clock, random, lanes = {}, limitsOf, isBatched } = parts
    this.#lanes = new Lanes<Push>({
      client: this.#client(),
      limitsOf: (vendor) => ({
        ...quarterOf(limitsOf(vendor)),
        ...(isBatched ? {} : { tokensPerRequest: 1 }),
      }),
      tenants,
      clock,
      random,
      options: lanes,
      host: this.#host(),
    })
  }

  get size(): number {
    return this.#open.size
  }

  has(key: string): boolean {
    return this.#open.has(key)
  }

  /** Begins. What becomes of it is told. */
  add(push: Push): void {
    if (this.#isClosed) return
    this.#open.set(push.key, push)
    this.#byToken.set(howKeyOf(push.msgID, push.token), push)
    this.#send(push)
  }

  /** Sends no more; resolves when no request is in flight. */
  async drain(): Promise<void> {
    await this.#lanes.drain()
  }

  /** Lets go of what is left. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#lanes.close()
    for (const push of this.#open.values()) push.cancelWait?.()
    this.#open.clear()
    this.#byToken.clear()
  }

  #send(push: Push): void {
    if (this.#isClosed) return
    push.plannedAtMs = this.#parts.clock.now()
    if (!this.#lanes.add(push.address, push))
      push.cancelWait = this.#roomWaiters.add(push.address.certificateID, push)
  }

  #sendIn(push: Push, delayMs: number): void {
    push.cancelWait = this.#parts.clock.after(Math.min(Math.max(0, delayMs), longestWaitMs), () => {
      delete push.cancelWait
      if (this.#parts.clock.now() < push.notification.deadlineMs) this.#send(push)
      else this.#end(push, { kind: 'failed' })
    })
  }

  #settled(push: Push, step: LaneStep): void {
    if (!this.#open.has(push.key)) return
    const howKey = howKeyOf(push.msgID, push.token)
    const how = this.#how.get(howKey)
    this.#how.delete(howKey)
    switch (step.kind) {
      case 'final': {
        const words = step.words === undefined ? {} : { words: step.words }
        const id = step.requestID === undefined ? {} : { requestID: step.requestID }
        if (step.stage === 'accepted') return this.#end(push, { kind: 'done', how, ...words, ...id })
        const kind = step.reason === 'certificate-missing' ? 'unaddressed' : 'failed'
        return this.#end(push, { kind, ...words })
      }
      case 'token-dead':
        return this.#end(push, { kind: 'unaddressed', words: step.words })
      case 'wait':
        return this.#sendIn(push, step.untilMs - this.#parts.clock.now())
      case 'replan':
        return this.#send(push)
      default:
        step satisfies never
    }
  }

  #end(push: Push, end: TakenBack<How>): void {
    this.#open.delete(push.key)
    this.#byToken.delete(howKeyOf(push.msgID, push.token))
    this.#parts.ended(push, end)
  }

  #host(): LaneHost<Push> {
    const { journal, events, where } = this.#parts
    return {
      mayGo: (push) => this.#open.has(push.key),
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
      fault: (error) => events.fault({ where, error }),
    }
  }

  /** A client whose sending is taking back. */
  #client(): Pick<VendorClient, 'send' | 'probe'> {
    const { client, ask } = this.#parts
    return {
      send: async (vendor, request) => {
        const { msgID } = request.notification
        const push = this.#byToken.get(howKeyOf(msgID, request.tokens[0] ?? ''))
        const results = await ask(vendor, request, push)
        for (const [index, { how }] of results.entries())
          this.#how.set(howKeyOf(msgID, request.tokens[index] ?? ''), how)
        return results.map(({ outcome }) => outcome)
      },
      probe: async (...probe) => await client.probe(...probe),
    }
  }
}

/** What differs between the ways of taking back. */
export interface TakingBackOptions<Push extends TakeBackPush, How extends string> {
  /** Equal ones share a request, where the vendor takes many tokens. */
  isBatched: boolean
  ask: Ask<Push, How>
  ended(push: Push, end: TakenBack<How>): void
  /** What faults are told of. */
  where: string
}

const quarterOf = (limits: ChannelLimits): ChannelLimits => ({
  ...limits,
  requestsInFlight: Math.ceil(limits.requestsInFlight / 4),
  notificationsPerSecond: Math.ceil(limits.notificationsPerSecond / 4),
  ...(limits.requestsPerSecond === undefined
    ? {}
    : { requestsPerSecond: Math.ceil(limits.requestsPerSecond / 4) }),
})
