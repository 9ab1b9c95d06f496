import type { ChannelLimits, VendorClient } from '@carillon/channels'
import type { Outcome, VendorWords } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { LoadedCertificate } from '../../tenants/types.ts'
import {
  examiningGate,
  gateAfter,
  openGate,
  stoppedGate,
  timesStopped,
  verdictOf,
  type Gate,
} from './gate.ts'
import { nextStep, type PushOutcome } from './next-step.ts'
import { LaneQueue } from './queue.ts'
import { askVendor, probeVendor, type RequestParts } from './request.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'
import type { LaneAddress, LaneHost, LaneOptions, LanePush, LaneStep } from './types.ts'

/** What a lane is made from. */
export interface LaneParts<Push extends LanePush> {
  address: LaneAddress
  limits: ChannelLimits
  client: VendorClient
  host: LaneHost<Push>
  clock: Clock
  options: LaneOptions
  /** From 0 to 1, exclusive. */
  random: () => number
}

/**
 * The way of one certificate's pushes to its vendor: so many requests in flight, so many notifications a
 * second, equal ones together, and a gate that shuts when the vendor cannot be used. Other lanes notice
 * nothing of it. Sends nothing before it has its certificate.
 */
export class Lane<Push extends LanePush> {
  readonly #parts: LaneParts<Push>
  readonly #queue = new LaneQueue<Push>()
  readonly #notifications: TokenBucket
  readonly #requests: TokenBucket | undefined
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<void>>()
  #certificate: LoadedCertificate | undefined
  #isGone = false
  #gate: Gate = openGate
  /** Pushes the vendor blames the certificate for, while a probe finds out whether it is right. */
  #suspects: Suspect<Push>[] = []
  #isExamining = false
  /** Whether the vendor can be asked about a certificate without a push. */
  #canProbe = false
  #cancelShut: (() => void) | undefined
  /** When the last request that worked was sent: the certificate was good then. */
  #workedAtMs = -Infinity
  #isPaused = false
  #cancelPump: (() => void) | undefined

  constructor(parts: LaneParts<Push>) {
    this.#parts = parts
    const { limits, clock } = parts
    const perSecond = limits.notificationsPerSecond
    this.#notifications = createTokenBucket(
      perSecond,
      Math.max(perSecond, limits.tokensPerRequest),
      clock.now(),
    )
    if (limits.requestsPerSecond !== undefined)
      this.#requests = createTokenBucket(
        limits.requestsPerSecond,
        Math.max(1, limits.requestsPerSecond),
        clock.now(),
      )
  }

  get certificateID(): number {
    return this.#parts.address.certificateID
  }

  /** Takes a push. False when the lane holds all it may: the push has to wait elsewhere. */
  add(push: Push, isFirst = false): boolean {
    const { limits, options } = this.#parts
    if (this.#isGone) {
      this.#settle(push, { kind: 'final', stage: 'suppressed', reason: 'certificate-missing' })
      return true
    }
    const shut = this.#shutCause()
    if (shut) {
      this.#wait(push, shut)
      return true
    }
    if (!isFirst && this.#queue.length >= options.queuedPushes) return false
    if (isFirst) this.#queue.addFirst(push)
    else this.#queue.add(push)
    if (limits.tokensPerRequest === 1 || this.#queue.length >= limits.tokensPerRequest) this.#pump()
    else this.#pumpIn(options.batchWindowMs)
    return true
  }

  /** Gives the lane its certificate, or a changed one: what was held against the old one is forgotten. */
  setCertificate(certificate: LoadedCertificate): void {
    const isChange = this.#certificate !== undefined && this.#certificate.revision !== certificate.revision
    this.#certificate = certificate
    this.#isGone = false
    if (isChange) this.#become(openGate)
    this.#pump()
  }

  /** The certificate is gone: nothing can be pushed any more. */
  removeCertificate(): void {
    this.#certificate = undefined
    this.#isGone = true
    for (const push of this.#queue.takeAll())
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
    this.#cancelPump?.()
    this.#cancelShut?.()
    this.#closing.abort()
  }

  #pumpIn(delayMs: number): void {
    if (this.#cancelPump) return
    this.#cancelPump = this.#parts.clock.after(delayMs, () => {
      this.#cancelPump = undefined
      this.#pump()
    })
  }

  #pump(): void {
    const { limits, host, clock } = this.#parts
    while (this.#queue.length > 0 && this.#running.size < limits.requestsInFlight && !this.#isPaused) {
      const certificate = this.#certificate
      // While a trial is out, the others wait for its answer.
      if (certificate === undefined || this.#gate.kind === 'trial') return
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
    const equal = this.#queue.takeEqual(first, this.#parts.limits.tokensPerRequest - 1)
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
    const isTrial = this.#gate.kind === 'shut'
    if (this.#gate.kind === 'shut') this.#gate = { ...this.#gate, kind: 'trial' }
    const run = this.#send(batch, certificate, nowMs, isTrial)
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
    const { host, address, clock, options } = this.#parts
    for (const push of batch) push.attempts += 1
    host.sending(address, batch, sentAtMs)
    const outcomes = await askVendor(this.#requestParts(), batch, certificate, sentAtMs)
    const nowMs = clock.now()
    host.answered(address, batch, outcomes, nowMs - sentAtMs)
    const suspects = batch.flatMap((push, index) => this.#apply(push, outcomes[index], sentAtMs, nowMs))
    const [first] = suspects
    if (this.#certificate?.revision !== certificate.revision) {
      // The words were about the certificate as it was; the one there is now may be another matter.
      for (const { push } of suspects) this.#settle(push, { kind: 'replan' })
    } else if (first) {
      this.#suspects.push(...suspects)
      await this.#examine(certificate, first.words)
    } else if (outcomes.some(isConfigRefusal)) {
      if (isTrial) await this.#examine(certificate, this.#gate.kind === 'open' ? noWords : this.#gate.words)
    } else {
      const verdict = verdictOf(outcomes)
      if (verdict.kind === 'works') this.#workedAtMs = Math.max(this.#workedAtMs, sentAtMs)
      this.#become(gateAfter(this.#gate, verdict, isTrial, nowMs, options))
    }
  }

  /** Settles a push by its outcome. A push whose certificate is blamed is given back instead: that is to be found out. */
  #apply(push: Push, outcome: Outcome | undefined, sentAtMs: number, nowMs: number): Suspect<Push>[] {
    if (outcome === undefined) return []
    if (isConfigRefusal(outcome)) {
      const { words } = outcome
      // The certificate has worked for others since the first time: it is this push that the vendor does not want.
      if (push.configRefusedAtMs !== undefined && this.#workedAtMs > push.configRefusedAtMs) {
        this.#settle(push, { kind: 'final', stage: 'refused', reason: 'refused-config', words })
        return []
      }
      push.configRefusedAtMs ??= nowMs
      return [{ push, words }]
    }
    if (outcome.kind === 'unknown') push.unknowns += 1
    const { options, random } = this.#parts
    this.#settle(push, nextStep(outcome as PushOutcome, { push, sentAtMs, nowMs, options, random: random() }))
    return []
  }

  /**
   * Finds out whether the vendor takes the certificate at all. If so, the suspects end refused and the
   * others go on; if not, or if the vendor cannot be asked, the lane is stopped for a while.
   */
  async #examine(certificate: LoadedCertificate, words: VendorWords): Promise<void> {
    if (this.#isExamining) return
    this.#isExamining = true
    this.#gate = examiningGate(this.#gate, words)
    const outcome = await probeVendor(this.#requestParts(), certificate)
    this.#isExamining = false
    this.#canProbe = outcome !== undefined
    if (this.#certificate?.revision !== certificate.revision) {
      for (const { push } of this.#suspects.splice(0)) this.#settle(push, { kind: 'replan' })
      return
    }
    const nowMs = this.#parts.clock.now()
    if (outcome?.kind !== 'accepted') {
      this.#become(stoppedGate(this.#gate, words, nowMs, this.#parts.options))
      return
    }
    this.#workedAtMs = nowMs
    for (const suspect of this.#suspects.splice(0))
      this.#settle(suspect.push, {
        kind: 'final',
        stage: 'refused',
        reason: 'refused-config',
        words: suspect.words,
      })
    this.#become(openGate)
  }

  /** The only place that moves the gate, but for a trial's start. */
  #become(gate: Gate): void {
    const { host, address, clock } = this.#parts
    const before = this.#gate
    this.#gate = gate
    if (gate.kind === 'shut') {
      if (timesStopped(gate) === 1 && before !== gate) host.stopped(address, gate.words)
      if (before === gate) return
      for (const push of [
        ...this.#suspects.splice(0).map((suspect) => suspect.push),
        ...this.#queue.takeAll(),
      ])
        this.#wait(push, gate)
      this.#cancelShut?.()
      this.#cancelShut = clock.after(gate.untilMs - clock.now(), () => this.#shutOver())
    } else if (gate.kind === 'open' && before.kind !== 'open') {
      this.#cancelShut?.()
      if (before.times > 0) host.resumed(address, timesStopped(before) > 0)
      this.#pump()
    }
  }

  #shutOver(): void {
    const gate = this.#gate
    if (gate.kind !== 'shut' || this.#isPaused) return
    if (gate.why === 'certificate' && this.#canProbe && this.#certificate)
      void this.#examine(this.#certificate, gate.words)
    // Else the next push is the trial.
    else this.#pump()
  }

  #shutCause(): Extract<Gate, { kind: 'shut' }> | undefined {
    const gate = this.#gate
    return gate.kind === 'shut' && gate.untilMs > this.#parts.clock.now() ? gate : undefined
  }

  #wait(push: Push, gate: Extract<Gate, { kind: 'shut' }>): void {
    const { clock, options, random } = this.#parts
    const { deadlineMs } = push.notification
    const { reason, words } = gate
    if (clock.now() >= deadlineMs) {
      this.#settle(push, { kind: 'final', stage: 'expired', reason: 'deadline-passed', words })
      return
    }
    const untilMs = Math.ceil(gate.untilMs + random() * options.backoffBaseMs)
    this.#settle(push, { kind: 'wait', reason, words, untilMs: Math.min(untilMs, deadlineMs), gated: true })
  }

  #requestParts(): RequestParts {
    const { client, host, options } = this.#parts
    return { client, options, signal: this.#closing.signal, fault: (error) => host.fault(error) }
  }

  #settle(push: Push, step: LaneStep): void {
    this.#parts.host.settled(this.#parts.address, push, step)
  }
}

interface Suspect<Push> {
  push: Push
  words: VendorWords
}

const noWords: VendorWords = { code: 'CONFIG' }

const isConfigRefusal = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'refused' }> =>
  outcome.kind === 'refused' && outcome.cause === 'config'
