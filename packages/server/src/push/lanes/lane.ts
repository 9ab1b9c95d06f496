import {
  knownNumber,
  listTokensPerRequest,
  notificationClass,
  type ChannelLimits,
  type VendorClient,
} from '@carillon/channels'
import type { Outcome } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { LoadedCertificate } from '../../tenants/types.ts'
import { DeathWatch, doubtedOutcome } from './death-watch.ts'
import { Gatekeeper, type Suspect } from './gatekeeper.ts'
import { LaneRoom } from './lane-room.ts'
import { nextStep } from './next-step.ts'
import { LaneQueue } from './queue.ts'
import { askVendor, probeVendor, type ReceiptURLOf, type RequestParts } from './request.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'
import type { LaneAddress, LaneHost, LaneOptions, LanePush, LaneState, LaneStep } from './types.ts'

/** What a lane is made from. */
export interface LaneParts<Push extends LanePush> {
  address: LaneAddress
  limits: ChannelLimits
  client: Pick<VendorClient, 'send' | 'probe'>
  host: LaneHost<Push>
  clock: Clock
  options: LaneOptions
  /** From 0 to 1, exclusive. */
  random: () => number
  receiptURLOf?: ReceiptURLOf | undefined
}

/**
 * The way of one certificate's pushes to its vendor: so many requests in flight, so many notifications a
 * second, equal ones together, and a gate that shuts when the vendor cannot be used. Other lanes notice
 * nothing of it. Sends nothing before it has its certificate.
 */
export class Lane<Push extends LanePush> {
  readonly #parts: LaneParts<Push>
  readonly #queue = new LaneQueue<Push>()
  readonly #gate: Gatekeeper<Push>
  #notifications: TokenBucket
  readonly #requests: TokenBucket | undefined
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #deaths: DeathWatch
  readonly #room: LaneRoom
  #certificate: LoadedCertificate | undefined
  /** Most pushes of one request: a certificate may have its vendor's list form used. */
  #tokensPerRequest: number
  #isGone = false
  #isPaused = false
  #cancelPump: (() => void) | undefined

  constructor(parts: LaneParts<Push>) {
    this.#parts = parts
    this.#tokensPerRequest = parts.limits.tokensPerRequest
    const { limits, clock, options, random, host, address } = parts
    this.#deaths = new DeathWatch(options)
    this.#room = new LaneRoom({
      clock,
      capacity: options.queuedPushes,
      length: () => this.#queue.length,
      isShut: () => this.#isGone || this.#gate.shutCause() !== undefined,
      tell: (room) => host.roomAgain(address, room),
      fault: (error) => host.fault(error),
    })
    this.#gate = new Gatekeeper({
      clock,
      options,
      random,
      certificate: () => this.#certificate,
      probe: async (certificate) => await probeVendor(this.#requestParts(), certificate),
      settle: (push, step) => this.#settle(push, step),
      takeQueued: () => this.#takeAll(),
      pump: () => this.#pump(),
      stopped: (words) => host.stopped(address, words),
      resumed: (wasStopped) => host.resumed(address, wasStopped),
    })
    this.#notifications = this.#bucketOf(limits.notificationsPerSecond)
    if (limits.requestsPerSecond !== undefined)
      this.#requests = createTokenBucket(
        limits.requestsPerSecond,
        Math.max(1, limits.requestsPerSecond),
        clock.now(),
      )
  }

  /** How it stands, to be watched. */
  get state(): LaneState {
    const { vendor, certificateID } = this.#parts.address
    const [waiting, inFlight] = [this.#queue.length, this.#running.size]
    const { state: gate, cause } = this.#gate
    return { vendor, certificateID, waiting, inFlight, gate, ...(cause === undefined ? {} : { cause }) }
  }

  get certificateID(): number {
    return this.#parts.address.certificateID
  }

  /** Takes a push. False when the lane holds all it may: the push waits elsewhere, until the host hears of room. */
  add(push: Push, isFirst = false): boolean {
    if (this.#isGone) {
      this.#settle(push, { kind: 'final', stage: 'suppressed', reason: 'certificate-missing' })
      return true
    }
    const shut = this.#gate.shutCause()
    if (shut) {
      this.#gate.turnAway(push, shut)
      return true
    }
    if (!isFirst && !this.#room.take()) return false
    if (isFirst) this.#queue.addFirst(push)
    else this.#queue.add(push)
    if (this.#tokensPerRequest === 1 || this.#queue.length >= this.#tokensPerRequest) this.#pump()
    else this.#pumpIn(this.#parts.options.batchWindowMs)
    return true
  }

  /** Gives the lane its certificate, or a changed one: what was held against the old one is forgotten. */
  setCertificate(certificate: LoadedCertificate): void {
    const isChange = this.#certificate !== undefined && this.#certificate.revision !== certificate.revision
    this.#tokensPerRequest =
      listTokensPerRequest(this.#parts.address.vendor, certificate.certificate) ??
      this.#parts.limits.tokensPerRequest
    const perSecond = knownNumber(certificate.certificate, 'notificationsPerSecond')
    if (perSecond !== knownNumber(this.#certificate?.certificate, 'notificationsPerSecond'))
      this.#notifications = this.#bucketOf(perSecond ?? this.#parts.limits.notificationsPerSecond)
    this.#certificate = certificate
    this.#isGone = false
    if (isChange) {
      this.#deaths.forget()
      this.#gate.forget()
    }
    this.#pump()
  }

  /** The certificate is gone: nothing can be pushed any more. */
  removeCertificate(): void {
    this.#certificate = undefined
    this.#isGone = true
    for (const push of this.#takeAll())
      this.#settle(push, { kind: 'final', stage: 'suppressed', reason: 'certificate-missing' })
  }

  /** Sends no more. */
  pause(): void {
    this.#isPaused = true
  }

  /** Resolves when no request is in flight. */
  async idle(): Promise<void> {
    await Promise.all(this.#running)
  }

  /** Gives up the requests in flight. */
  close(): void {
    this.#isPaused = true
    this.#room.close()
    this.#cancelPump?.()
    this.#gate.close()
    this.#closing.abort()
  }

  #bucketOf(perSecond: number): TokenBucket {
    const { limits, clock } = this.#parts
    return createTokenBucket(perSecond, Math.max(perSecond, limits.tokensPerRequest), clock.now())
  }

  #pumpIn(delayMs: number): void {
    if (this.#cancelPump) return
    this.#cancelPump = this.#parts.clock.after(delayMs, () => {
      this.#cancelPump = undefined
      this.#pump()
    })
  }

  #takeAll(): Push[] {
    const all = this.#queue.takeAll()
    this.#room.drained()
    return all
  }

  #pump(): void {
    this.#pumpQueue()
    if (!this.#isPaused) this.#room.drained()
  }

  #pumpQueue(): void {
    const { limits, host, clock } = this.#parts
    while (this.#queue.length > 0 && this.#running.size < limits.requestsInFlight && !this.#isPaused) {
      const certificate = this.#certificate
      // While a trial is out, the others wait for its answer.
      if (certificate === undefined || this.#gate.isTrying) return
      const room = host.room()
      if (room) {
        void room.then(() => this.#pumpIn(0))
        return
      }
      const nowMs = clock.now()
      const waitMs = Math.max(this.#notifications.waitMs(1, nowMs), this.#requests?.waitMs(1, nowMs) ?? 0)
      if (waitMs > 0) {
        this.#pumpIn(waitMs)
        return
      }
      const batch = this.#takeBatch(nowMs)
      if (batch.length > 0) this.#start(batch, certificate, nowMs)
    }
  }

  #takeBatch(nowMs: number): Push[] {
    const first = this.#queue.takeFirst()
    if (first === undefined || !this.#isToBeSent(first, nowMs)) return []
    const equal = this.#queue.takeEqual(first, this.#tokensPerRequest - 1)
    return [first, ...equal.filter((push) => this.#isToBeSent(push, nowMs))]
  }

  #isToBeSent(push: Push, nowMs: number): boolean {
    if (!this.#parts.host.mayGo(push)) return false
    if (nowMs >= push.notification.deadlineMs) {
      this.#settle(push, { kind: 'final', stage: 'expired', reason: 'deadline-passed' })
      return false
    }
    if (nowMs - push.plannedAtMs > this.#parts.options.staleAfterMs) {
      this.#settle(push, { kind: 'replan' })
      return false
    }
    return true
  }

  #start(batch: readonly Push[], certificate: LoadedCertificate, nowMs: number): void {
    this.#notifications.take(batch.length, nowMs)
    this.#requests?.take(1, nowMs)
    const run = this.#send(batch, certificate, nowMs, this.#gate.pass())
      .catch((error: unknown) => this.#parts.host.fault(error))
      .finally(() => {
        this.#running.delete(run)
        this.#pump()
      })
    this.#running.add(run)
  }

  async #send(
    batch: readonly Push[],
    certificate: LoadedCertificate,
    sentAtMs: number,
    isTrial: boolean,
  ): Promise<void> {
    const { host, address, clock } = this.#parts
    for (const push of batch) {
      push.attempts += 1
      push.class = notificationClass(address.vendor, certificate.certificate, push.notification)
    }
    host.sending(address, batch, sentAtMs)
    const outcomes = await askVendor(this.#requestParts(), batch, certificate, sentAtMs)
    const nowMs = clock.now()
    host.answered(address, batch, outcomes, nowMs - sentAtMs)
    const deaths = this.#deaths.hear(outcomes, nowMs)
    if (deaths.newlySinceMs !== undefined) host.doubted(address, { ...deaths, sinceMs: deaths.newlySinceMs })
    const believed = deaths.isDoubtful ? outcomes.map((outcome) => doubtedOutcome(outcome, deaths)) : outcomes
    const suspects = batch.flatMap((push, index) => this.#apply(push, believed[index], sentAtMs, nowMs))
    const doubted = believed.find((outcome, index) => outcome !== outcomes[index])
    if (this.#certificate?.revision !== certificate.revision) {
      // The words were about the certificate as it was; the one there is now may be another matter.
      for (const { push } of suspects) this.#settle(push, { kind: 'replan' })
    } else if (doubted?.words !== undefined) this.#gate.stop(suspects, doubted.words)
    else if (suspects.length > 0) await this.#gate.examine(certificate, suspects)
    else if (!outcomes.some(isConfigRefusal)) this.#gate.hear(outcomes, sentAtMs, isTrial)
    else if (isTrial) await this.#gate.examineAgain(certificate)
  }

  /** Settles a push by its outcome. One whose certificate is blamed is given back instead: that is to be found out. */
  #apply(push: Push, outcome: Outcome | undefined, sentAtMs: number, nowMs: number): Suspect<Push>[] {
    if (outcome === undefined) return []
    if (isConfigRefusal(outcome)) push.configRefusals = (push.configRefusals ?? 0) + 1
    if (isConfigRefusal(outcome) && this.#gate.blamesCertificate(push)) {
      push.configRefusedAtMs ??= nowMs
      return [{ push, words: outcome.words }]
    }
    if (outcome.kind === 'unknown') push.unknowns += 1
    const { options, random } = this.#parts
    this.#settle(push, nextStep(outcome, { push, sentAtMs, nowMs, options, random: random() }))
    return []
  }

  #requestParts(): RequestParts {
    const { client, host, options, receiptURLOf } = this.#parts
    const fault = (error: unknown): void => host.fault(error)
    return { client, options, signal: this.#closing.signal, fault, receiptURLOf }
  }

  #settle(push: Push, step: LaneStep): void {
    this.#parts.host.settled(this.#parts.address, push, step)
  }
}

const isConfigRefusal = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'refused' }> =>
  outcome.kind === 'refused' && outcome.cause === 'config'
