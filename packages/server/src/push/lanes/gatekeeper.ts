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
import { afterConfigRefusal } from './next-step.ts'
import type { LaneOptions, LanePush, LaneState, LaneStep } from './types.ts'

/** What a gatekeeper asks of its lane. */
export interface GatekeeperParts<Push extends LanePush> {
  clock: Clock
  options: LaneOptions
  random: () => number
  /** The certificate as it is now. */
  certificate(): LoadedCertificate | undefined
  /** Asks the vendor about the certificate; undefined where it cannot be asked. */
  probe(certificate: LoadedCertificate): Promise<Outcome | undefined>
  settle: (push: Push, step: LaneStep) => void
  /** Empties the queue: those in it wait elsewhere while the gate is shut. */
  takeQueued: () => readonly Push[]
  /** There may be something to send. */
  pump: () => void
  stopped: (words: VendorWords) => void
  resumed: (wasStopped: boolean) => void
}

/** A push that was refused for the sake of the certificate. */
export interface Suspect<Push> {
  push: Push
  words: VendorWords
}

type ShutGate = Extract<Gate, { kind: 'shut' }>

/** Keeps a lane's gate: shuts it, has trials made, opens it, and settles those who cannot pass. */
export class Gatekeeper<Push extends LanePush> {
  readonly #parts: GatekeeperParts<Push>
  #gate: Gate = openGate
  /** Pushes the vendor blames the certificate for, while it is found out whether that is so. */
  readonly #suspects: Suspect<Push>[] = []
  #isExamining = false
  /** Whether the vendor can be asked about a certificate without a push. */
  #canProbe = false
  #isClosed = false
  #cancelShut: (() => void) | undefined
  /** When the last request that worked was sent: the certificate was good then. */
  #workedAtMs = -Infinity

  constructor(parts: GatekeeperParts<Push>) {
    this.#parts = parts
  }

  /** `shut`: the vendor fails. `stopped`: it refuses the certificate. `trying`: a trial is out. */
  get state(): 'open' | 'shut' | 'stopped' | 'trying' {
    const gate = this.#gate
    if (gate.kind === 'open') return 'open'
    if (gate.why === 'certificate') return timesStopped(gate) > 0 ? 'stopped' : 'trying'
    return gate.kind === 'shut' ? 'shut' : 'trying'
  }

  /** Why it is not open, in words to be read; from `retryAtMs` on something may pass as a trial. */
  get cause(): LaneState['cause'] {
    const gate = this.#gate
    if (gate.kind === 'open') return undefined
    const { reason, words } = gate
    return { reason, words, ...(gate.kind === 'shut' ? { retryAtMs: gate.untilMs } : {}) }
  }

  /** A trial is out, and the others wait for its answer. */
  get isTrying(): boolean {
    return this.#gate.kind === 'trial'
  }

  /** Why nothing may pass now. Undefined when something may, be it as a trial. */
  shutCause(): ShutGate | undefined {
    const gate = this.#gate
    return gate.kind === 'shut' && gate.untilMs > this.#parts.clock.now() ? gate : undefined
  }

  /** A request is to pass. Answers whether it is the trial. */
  pass(): boolean {
    if (this.#gate.kind !== 'shut') return false
    this.#gate = { ...this.#gate, kind: 'trial' }
    return true
  }

  /**
   * Whether a refused certificate is to blame for a push, as far as is known. Not when it has worked for
   * others since this push was refused first: then it is the push that the vendor does not want.
   */
  blamesCertificate(push: Push): boolean {
    return push.configRefusedAtMs === undefined || this.#workedAtMs <= push.configRefusedAtMs
  }

  /** Nothing is held against a certificate that was changed. */
  forget(): void {
    this.#become(openGate)
  }

  /** Hears a request's answer that blames no certificate. */
  hear(outcomes: readonly Outcome[], sentAtMs: number, isTrial: boolean): void {
    const { clock, options } = this.#parts
    const verdict = verdictOf(outcomes)
    if (verdict.kind === 'works') this.#workedAtMs = Math.max(this.#workedAtMs, sentAtMs)
    this.#become(gateAfter(this.#gate, verdict, isTrial, clock.now(), options))
  }

  /**
   * Finds out whether the vendor takes the certificate at all. If so, the suspects have another try and the
   * others go on; if not, or if the vendor cannot be asked, the lane is stopped for a while.
   */
  async examine(
    certificate: LoadedCertificate,
    suspects: readonly Suspect<Push>[],
    words: VendorWords = suspects[0]?.words ?? noWords,
  ): Promise<void> {
    this.#suspects.push(...suspects)
    if (this.#isExamining) return
    this.#isExamining = true
    this.#gate = examiningGate(this.#gate, words)
    const outcome = await this.#parts.probe(certificate)
    this.#isExamining = false
    this.#canProbe = outcome !== undefined
    const { clock, options, settle } = this.#parts
    if (this.#parts.certificate()?.revision !== certificate.revision) {
      // The words were about the certificate as it was; the one there is now may be another matter.
      for (const { push } of this.#suspects.splice(0)) settle(push, { kind: 'replan' })
      return
    }
    if (outcome?.kind !== 'accepted') {
      this.#become(stoppedGate(this.#gate, words, clock.now(), options))
      return
    }
    const nowMs = clock.now()
    this.#workedAtMs = nowMs
    for (const { push, words: said } of this.#suspects.splice(0))
      settle(
        push,
        afterConfigRefusal(said, { push, sentAtMs: nowMs, nowMs, options, random: this.#parts.random() }),
      )
    this.#become(openGate)
  }

  /** A trial was refused for the sake of the certificate, though perhaps not rightly. */
  async examineAgain(certificate: LoadedCertificate): Promise<void> {
    await this.examine(certificate, [], this.#gate.kind === 'open' ? noWords : this.#gate.words)
  }

  /** Stops the lane, whatever the vendor would say about the certificate by itself. */
  stop(suspects: readonly Suspect<Push>[], words: VendorWords): void {
    const { clock, options } = this.#parts
    this.#suspects.push(...suspects)
    this.#canProbe = false
    this.#become(stoppedGate(this.#gate, words, clock.now(), options))
  }

  /** Sends a push to wait until the gate is tried again, or to its end if it is too late for that. */
  turnAway(push: Push, gate: ShutGate): void {
    const { clock, options, random, settle } = this.#parts
    const { deadlineMs } = push.notification
    const { reason, words } = gate
    if (clock.now() >= deadlineMs) {
      settle(push, { kind: 'final', stage: 'expired', reason: 'deadline-passed', words })
      return
    }
    const untilMs = Math.min(Math.ceil(gate.untilMs + random() * options.backoffBaseMs), deadlineMs)
    settle(push, { kind: 'wait', reason, words, untilMs, gated: true })
  }

  close(): void {
    this.#isClosed = true
    this.#cancelShut?.()
  }

  /** The only place that shuts and opens the gate. */
  #become(gate: Gate): void {
    const { clock, stopped, resumed, pump, takeQueued } = this.#parts
    const before = this.#gate
    this.#gate = gate
    if (gate === before || this.#isClosed) return
    if (gate.kind === 'shut') {
      if (timesStopped(gate) === 1) stopped(gate.words)
      const suspects = this.#suspects.splice(0).map((suspect) => suspect.push)
      for (const push of [...suspects, ...takeQueued()]) this.turnAway(push, gate)
      this.#cancelShut?.()
      this.#cancelShut = clock.after(gate.untilMs - clock.now(), () => this.#shutOver())
    } else if (gate.kind === 'open' && before.kind !== 'open') {
      this.#cancelShut?.()
      if (before.times > 0) resumed(timesStopped(before) > 0)
      pump()
    }
  }

  #shutOver(): void {
    const gate = this.#gate
    const certificate = this.#parts.certificate()
    if (gate.kind !== 'shut' || this.#isClosed) return
    if (gate.why === 'certificate' && this.#canProbe && certificate)
      void this.examine(certificate, [], gate.words)
    // Else the next push is the trial.
    else this.#parts.pump()
  }
}

const noWords: VendorWords = { code: 'CONFIG' }
