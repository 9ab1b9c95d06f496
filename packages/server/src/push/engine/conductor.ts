import type { FinalStage, ReasonCode, VendorWords } from '@carillon/protocol'

import type { Acknowledgement } from '../../presence/types.ts'
import { deviceKeyText } from '../journal/progress.ts'
import type { LaneAddress, LaneStep } from '../lanes/types.ts'
import type { Decision, PushDecision } from '../planner/types.ts'
import type { ConductorParts } from './conductor-parts.ts'
import { DeathNotes } from './dead-tokens.ts'
import { failsOver, isReached, lateStep, liveDecision, onlineOnlyDecision, ownWaitMs } from './decisions.ts'
import { decisionRows, finalRow, jobRow, restartedRows } from './journal-rows.ts'
import { addJob, become, isRecalled, letGo, waitOf, type Job, type OpenMessage } from './open-message.ts'
import { tellPlanned } from './planned-events.ts'
import type { PlannedOrder } from './planning.ts'
import { Waits, type Wait } from './waits.ts'

/** A device whose token died while it had a newer one is planned again this often. */
const maxRenewedTokens = 3

/** A message to more is not searched for the devices of one of them. */
const fewRecipients = 200

/** Leads each device of an open message from decision to end. Tells the journal each step; waits for it only at the end. */
export class Conductor {
  readonly #parts: ConductorParts
  readonly deaths: DeathNotes
  readonly waits: Waits
  constructor(parts: ConductorParts) {
    this.#parts = parts
    this.deaths = new DeathNotes(parts)
    this.waits = new Waits({ clock: parts.clock, planAgain: (job) => this.#planAgain(job) })
  }

  /** Takes the decisions of a batch: tells them all before the first vendor is asked. */
  decided(orders: readonly PlannedOrder[]): void {
    tellPlanned(this.#parts.events, orders)
    for (const order of orders) if (!order.open.isClosed) this.#apply(order)
  }

  /** The app acknowledged a live copy. */
  acknowledged(open: OpenMessage, { userID, deviceID }: Acknowledgement): void {
    const key = deviceKeyText(userID, deviceID)
    open.acknowledged.add(key)
    const job = open.jobs.get(key)
    if (job === undefined || job.state === 'ended' || job.isAcknowledged) return
    job.isAcknowledged = true
    const { clock, events } = this.#parts
    events.liveCopyAcknowledged({ sdkAppID: open.sdkAppID, durationMs: clock.now() - open.openedAtMs })
    if (job.state === 'deciding' && job.toldReason === undefined) return
    // Once it was decided that the connection alone is to carry it, the acknowledgement is the end.
    if ((job.toldReason === 'device-background' && job.state !== 'live') || job.isInFlight)
      this.#tell(job, { stage: 'acknowledged', reason: 'acknowledged', detail: { pushGoesOn: true } })
    else this.#end(job, 'acknowledged', 'acknowledged')
  }

  /** A lane lets a push go. */
  settled(address: LaneAddress, job: Job, given: LaneStep): void {
    const step = lateStep(job, given)
    job.isInFlight = false
    if (job.state === 'ended' || job.open.isClosed) return
    if (isRecalled(job.open)) {
      if (step.kind === 'final') this.#end(job, step.stage, step.reason, step)
      else this.#end(job, 'suppressed', 'recalled')
      return this.#parts.sentBeforeRecall(job.open)
    }
    switch (step.kind) {
      case 'final':
        if (failsOver(job, step)) return this.#failOver(job, step.words)
        this.#end(job, step.stage, step.reason, step)
        if (step.stage === 'accepted' && job.open.readBy.has(job.userID)) this.#parts.sentBeforeRead(job)
        return
      case 'token-dead':
        return void this.#tokenDied(job, step.sinceMs, step.words)
      case 'wait':
        if (isReached(job)) return this.#end(job, 'acknowledged', 'acknowledged')
        if (failsOver(job, step)) return this.#failOver(job, step.words)
        return this.#wait(job, step, step.gated ? { certificateID: address.certificateID } : {})
      case 'replan':
        return this.#planAgain(job)
      default:
        step satisfies never
    }
  }

  /** Whether a lane may still send a push. */
  mayGo(job: Job): boolean {
    if (job.state !== 'lane' || job.open.isClosed) return false
    if (!job.open.readBy.has(job.userID)) return true
    this.#end(job, 'suppressed', 'read-elsewhere')
    return false
  }

  /** A recipient has read the message: what waits for that user's devices is not sent. */
  read(open: OpenMessage, userID: string): void {
    open.readBy.add(userID)
    // Of a message to many, each push is looked at again before it is sent.
    if (open.message.recipients.length > fewRecipients) return
    for (const job of open.jobs.values())
      if (job.userID === userID && job.state === 'waiting') this.#end(job, 'suppressed', 'read-elsewhere')
  }

  /** The message was recalled, as its record says: what has not been sent is not sent. */
  recalled(open: OpenMessage): void {
    // What is being decided sees the record; what is in flight is for `settled`.
    for (const job of open.jobs.values())
      if (job.state !== 'ended' && job.state !== 'deciding' && !job.isInFlight)
        this.#end(job, 'suppressed', 'recalled')
  }

  /** A lane has room again: those who wait for it enter. Answers how much room is left. */
  roomAgain(address: LaneAddress, pushes: number): number {
    const entering = this.waits.endForRoom(address.certificateID, pushes)
    for (const job of entering) this.#enter(address, job, false)
    return pushes - entering.length
  }

  #apply(order: PlannedOrder): void {
    const { open, userID, deviceIDs, decisions } = order
    const wanted = decisions.filter((decision) => deviceIDs?.has(decision.deviceID) !== false)
    for (const decision of wanted) this.#decide(order, decision)
    // A device that is no more, of which the journal or an earlier plan knows.
    const known = new Set(decisions.map((decision) => decision.deviceID))
    for (const deviceID of deviceIDs ?? open.knownDevices.get(userID) ?? [])
      if (!known.has(deviceID)) this.#decide(order, { kind: 'suppress', deviceID, reason: 'no-device' })
    // Last: until then the message cannot end, however its first devices do.
    if (deviceIDs === undefined) open.undecided -= 1
    this.#settleMessage(open)
  }

  #decide(order: PlannedOrder, planned: Decision): void {
    const { open, userID } = order
    const key = deviceKeyText(userID, planned.deviceID)
    const progress = open.progress.get(key)
    const isNew = !open.jobs.has(key)
    const nowMs = this.#parts.clock.now()
    if (isNew && open.origin === 'restarted')
      this.#parts.journal.append(restartedRows(open, { userID, deviceID: planned.deviceID }, progress, nowMs))
    if (progress !== undefined && progress.state !== 'pending') return
    const job = open.jobs.get(key) ?? addJob(open, userID, planned.deviceID)
    if (job.state !== 'deciding') return
    const decision = onlineOnlyDecision(job, planned)
    const wasBackground =
      progress?.pushReason === 'device-background' || job.toldReason === 'device-background'
    const isBackground =
      decision.kind === 'push' && (decision.reason === 'device-background' || wasBackground)
    if (job.isAcknowledged && !isBackground) {
      if ((isNew && decision.kind === 'live') || wasBackground)
        this.#parts.journal.append(decisionRows(job, liveDecision(job), nowMs))
      return this.#end(job, 'acknowledged', 'acknowledged')
    }
    if (decision.kind === 'suppress') return this.#end(job, 'suppressed', decision.reason)
    if (decision.kind === 'hold') return this.#wait(job, decision)
    if (decision.kind === 'push') return this.#push(job, decision, isNew ? ownWaitMs(progress) : undefined)
    this.#parts.journal.append(decisionRows(job, decision, nowMs))
    become(job, 'live')
    job.endWait = this.#parts.acknowledgements.expect({
      sdkAppID: open.sdkAppID,
      deviceID: job.deviceID,
      userID,
      timeoutMs: order.settings.push.acknowledgementTimeoutMs,
      unreached: (reason) => {
        job.unreached = reason
        this.#planAgain(job)
      },
    })
  }

  #push(job: Job, decision: PushDecision, waitsUntilMs: number | undefined): void {
    const { clock, journal } = this.#parts
    const nowMs = clock.now()
    const { vendor, certificateID } = decision
    Object.assign(job, { vendor, certificateID, token: decision.token, notification: decision.notification })
    job.tokenRegisteredAtMs = decision.tokenRegisteredAtMs
    job.hasFallback = decision.hasFallback === true
    if (decision.counts !== undefined) job.counts = decision.counts
    job.plannedAtMs = nowMs
    if (waitsUntilMs !== undefined && waitsUntilMs > nowMs) {
      job.toldReason ??= decision.reason
      return this.waits.begin(job, { untilMs: waitsUntilMs })
    }
    const isRepeated =
      job.toldReason !== undefined && (job.toldToken === undefined || job.toldToken === decision.token)
    if (!isRepeated) {
      job.toldReason = decision.reason
      journal.append(decisionRows(job, decision, nowMs))
    }
    // Only what had its place in the lane a moment ago goes before the others.
    const isFirst = isRepeated && job.hasHadPlace === true
    job.toldToken = decision.token
    if (decision.alsoLive && job.isAcknowledged && !isRepeated)
      this.#tell(job, { stage: 'acknowledged', reason: 'acknowledged', detail: { pushGoesOn: true } })
    this.#enter({ vendor, certificateID }, job, isFirst)
  }

  #enter(address: LaneAddress, job: Job, isFirst: boolean): void {
    become(job, 'lane')
    if (this.#parts.send(address, job, isFirst)) {
      job.hasHadPlace = true
      return
    }
    const { clock, parkAfterMs, random } = this.#parts
    // Should nobody hear that the lane has room, as after a restart: long enough to be parked meanwhile.
    const untilMs = Math.ceil(clock.now() + 2 * parkAfterMs * (1 + random())) + 1
    const wait = { certificateID: address.certificateID, isForRoom: true }
    this.#wait(job, { reason: 'queued', untilMs }, wait)
  }

  #wait(
    job: Job,
    { reason, untilMs, words }: { reason: ReasonCode; untilMs: number; words?: VendorWords },
    wait: Omit<Wait, 'untilMs'> = {},
  ): void {
    // A lane that stays shut says the same again and again; the story needs it once.
    if (wait.certificateID === undefined || job.toldWait !== reason)
      this.#tell(job, {
        stage: 'waiting',
        reason,
        detail: { retryAtMs: untilMs },
        ...(words && { vendorWords: words }),
      })
    job.toldWait = reason
    this.waits.begin(job, { ...wait, untilMs })
    this.#settleMessage(job.open)
  }

  #planAgain(job: Job): void {
    if (job.state === 'ended' || job.state === 'deciding' || job.open.isClosed) return
    job.endWait?.()
    delete job.endWait
    if (isReached(job)) return this.#end(job, 'acknowledged', 'acknowledged')
    become(job, 'deciding')
    const { open, userID, deviceID } = job
    const unreached = job.unreached && new Map([[deviceID, job.unreached]])
    this.#parts.plan([{ open, userID, deviceIDs: new Set([deviceID]), ...(unreached && { unreached }) }])
  }

  /** The device's other vendor is asked. */
  #failOver(job: Job, words: VendorWords | undefined): void {
    job.refusedTokens = new Set([...(job.refusedTokens ?? []), job.token])
    this.#tell(job, { stage: 'waiting', reason: 'failed-over', ...(words && { vendorWords: words }) })
    this.#planAgain(job)
  }

  async #tokenDied(job: Job, sinceMs: number, words: VendorWords): Promise<void> {
    const { open } = job
    const hasLiveToken = await this.deaths.note(job, sinceMs, words.code)
    if (job.state !== 'lane' || open.isClosed) return
    job.renewedTokens += 1
    // A self test is of one token.
    if (hasLiveToken && job.renewedTokens < maxRenewedTokens && open.onStep === undefined) {
      this.#tell(job, { stage: 'waiting', reason: 'token-dead', vendorWords: words })
      return this.#planAgain(job)
    }
    this.#end(job, 'refused', 'token-dead-by-vendor', { words })
  }

  #tell(job: Job, row: Parameters<typeof jobRow>[2]): void {
    this.#parts.journal.append([jobRow(job, this.#parts.clock.now(), row)])
    const { stage, reason, vendorWords } = row
    job.open.onStep?.({ stage, reason, ...(vendorWords === undefined ? {} : { words: vendorWords }) })
  }

  #end(
    job: Job,
    stage: FinalStage,
    reason: ReasonCode,
    words: { words?: VendorWords; requestID?: string } = {},
  ): void {
    job.endWait?.()
    delete job.endWait
    become(job, 'ended')
    const { open, vendor } = job
    open.openJobs -= 1
    this.#parts.ended(job, stage, reason === 'folded')
    const { journal, events, clock } = this.#parts
    journal.append([finalRow(job, clock.now(), stage, reason, words)], () => {
      const { sdkAppID, msgID } = open
      events.deviceFinished({ sdkAppID, msgID, stage, reason, ...(vendor === undefined ? {} : { vendor }) })
    })
    open.onStep?.({ stage, reason, ...(words.words === undefined ? {} : { words: words.words }) })
    if (reason === 'read-elsewhere' && job.unknowns > 0) this.#parts.sentBeforeRead(job)
    this.#settleMessage(open)
  }

  /** Ends or parks a message when there is nothing left to do about it now. */
  #settleMessage(open: OpenMessage): void {
    if (open.isClosed || open.undecided > 0) return
    if (open.openJobs === 0) {
      letGo(open)
      // What was on its way when the server died may be on a screen.
      if (open.origin === 'restarted' && isRecalled(open)) this.#parts.sentBeforeRecall(open)
      return this.#parts.finish(open)
    }
    // A message to many is asked this as often as it has devices.
    if (open.waitingJobs < open.openJobs) return
    const { dueAtMs, certificateIDs } = waitOf(open)
    if (dueAtMs - this.#parts.clock.now() <= this.#parts.parkAfterMs) return
    letGo(open)
    this.#parts.park(open, dueAtMs, certificateIDs)
  }
}
