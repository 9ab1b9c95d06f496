import type { CommittedMessage } from '../../presence/types.ts'
import { createAcknowledgements } from '../acknowledgements.ts'
import { createMaintenance } from '../journal/maintenance.ts'
import { createJournalWriter } from '../journal/writer.ts'
import { Lanes } from '../lanes/lanes.ts'
import { expireLeases } from '../outbox/lease.ts'
import { createPoller } from '../outbox/poller.ts'
import { reviveTokens } from '../tokens.ts'
import type { PushEngine } from '../types.ts'
import { createAfterSending } from './after-sending.ts'
import { Conductor } from './conductor.ts'
import { channelLimits, type PushEngineParts } from './engine-parts.ts'
import { createLaneHost } from './lane-host.ts'
import { createLeases } from './leases.ts'
import { letGo, openMessage, type Job, type OpenMessage, type Opening } from './open-message.ts'
import { OpenMessages } from './open-messages.ts'
import { defaultPushEngineOptions } from './options.ts'
import { createPlanning, type Planning } from './planning.ts'
import { createSelfTest } from './self-test.ts'
import { createSettling } from './settling.ts'
import { wakeParked } from './wake-parked.ts'
import { createShares } from './shares.ts'
import { createStories } from './stories.ts'
import { createWithin } from './within.ts'

/**
 * Puts the push engine together and starts it: planner, outbox, lanes, journal and story.
 *
 * Bounds: `openMessages` and `openRecipients` in memory (beyond, a message stays in the outbox), `queuedPushes` a lane (beyond,
 * a push waits in the outbox), `fullAtRows` in the journal's buffer (beyond, nothing is opened or sent).
 */
export const createPushEngine = (parts: PushEngineParts): PushEngine => {
  const { database, tenants, connections, vendorClient, events, clock, leaseOwner } = parts
  const options = { ...defaultPushEngineOptions, ...parts.options }
  const { leaseMs, random } = options
  const opens = new OpenMessages()
  const fault =
    (where: string) =>
    (error: unknown): void =>
      events.fault({ where, error })
  let stopping: Promise<void> | undefined

  const journal = createJournalWriter({ db: database, clock, events, options: options.journal ?? {} })
  const settling = createSettling({
    db: database,
    leaseOwner,
    clock,
    journal,
    events,
    onSettled: () => takeUpBacklog(),
  })
  const acknowledgements = createAcknowledgements({ connections, clock })

  const shares = createShares({ db: database, tenants, clock, fault: fault('quota') })

  const close = (open: OpenMessage): void => {
    if (opens.get(open.msgID) === open) opens.delete(open.msgID)
    takeUpBacklog()
  }
  const finish = (open: OpenMessage): void => {
    close(open)
    if (open.reachedDeviceIDs === undefined) settling.finish(open)
  }
  /** What waits for room is looked for as soon as there is some, not only when the poller's time has come. */
  const takeUpBacklog = (): void => {
    if (!hasBacklog || opens.claimed + settling.size >= options.claimBelow / 2) return
    hasBacklog = false
    poller.wake()
  }
  /** Something was left in the outbox for want of room. */
  let hasBacklog = false
  const isSpacious = (): boolean => opens.recipients < options.openRecipients

  const conductor = new Conductor({
    db: database,
    clock,
    events,
    journal,
    acknowledgements,
    parkAfterMs: options.parkAfterMs,
    random,
    send: (address, job, isFirst) => lanes.add(address, job, isFirst),
    plan: (orders) => planning.add(orders),
    ended: (...ended) => shares.ended(...ended),
    sentBeforeRecall: ({ message }) => after.recallLate(message.record),
    sentBeforeRead: (job) => after.readLate(job),
    finish: (open) => finish(open),
    park(open, dueAtMs, certificateIDs) {
      close(open)
      settling.park({ msgID: open.msgID, dueAtMs, certificateIDs })
    },
  })

  const lanes = new Lanes<Job>({
    client: vendorClient,
    limitsOf: parts.limitsOf ?? channelLimits,
    tenants,
    clock,
    random,
    options: options.lanes ?? {},
    receiptURLOf: parts.receiptURLOf,
    host: createLaneHost({
      conductor,
      journal,
      events,
      async reviveTokens(certificateID, sinceMs) {
        await conductor.deaths.written()
        await reviveTokens(database, { certificateID, sinceMs, nowMs: clock.now() })
      },
      roomAgain(address, { pushes, isOpen }) {
        const { certificateID } = address
        const left = conductor.roomAgain(address, pushes)
        if (left <= 0 || conductor.waits.isForRoom(certificateID)) return true
        // What is fetched while a lane is shut would only be turned away.
        return isOpen && wakeParked(parking, certificateID, Math.min(left, options.rowsPerClaim))
      },
      certificateWorks(certificateID) {
        conductor.waits.certificateWorks(opens.values(), certificateID)
        wakeParked(parking, certificateID).catch(fault('outbox'))
      },
    }),
  })

  const planning: Planning = createPlanning({
    db: database,
    tenants,
    connections,
    clock,
    recipientsPerPlan: options.recipientsPerPlan,
    shares,
    room: async () => await journal.room(),
    groupFacts: parts.groupFacts ?? (async () => await Promise.resolve(undefined)),
    decided: (orders) => conductor.decided(orders),
    appGone({ open }) {
      if (open.isClosed) return
      letGo(open)
      finish(open)
    },
    fault: fault('planning'),
  })

  const open = (opening: Opening): void => {
    if (stopping) return
    const opened = openMessage(opening)
    opens.set(opened.msgID, opened)
    if (opened.undecided === 0) {
      letGo(opened)
      finish(opened)
      return
    }
    planning.addRecipients(opened)
  }

  const poller = createPoller({
    db: database,
    clock,
    leaseOwner,
    leaseMs,
    rowsPerClaim: options.rowsPerClaim,
    pollMs: options.pollMs,
    random,
    ...(options.takesOverLeasesOf === undefined ? {} : { takesOverLeasesOf: options.takesOverLeasesOf }),
    room() {
      const room =
        Math.min(options.claimBelow - opens.claimed, options.openMessages - opens.size) - settling.size
      // A few rows a look would cost as much as many.
      if (isSpacious() && !journal.isFull() && room >= options.claimBelow / 4) return room
      hasBacklog = true
      return 0
    },
    isSpacious() {
      hasBacklog ||= !isSpacious()
      return isSpacious()
    },
    isOpen: (msgID) => opens.has(msgID) || settling.has(msgID),
    open({ message, wasLeft, progress, acknowledged }, leaseUntilMs) {
      const origin = wasLeft ? 'restarted' : 'taken-up'
      open({ message, origin, nowMs: clock.now(), leaseUntilMs, progress, acknowledged })
    },
    gone: (row) => settling.finish(row),
    fault: fault('outbox'),
  })

  const parking = { db: database, clock, settling, poller }

  const leases = createLeases({
    db: database,
    clock,
    leaseOwner,
    leaseMs,
    opens: () => opens.values(),
    lost(lost) {
      letGo(lost)
      close(lost)
    },
    released() {
      hasBacklog = true
    },
    fault: fault('outbox'),
  })

  const endListening = connections.onAcknowledged((acknowledgement) => {
    const acknowledged = opens.get(acknowledgement.msgID)
    if (acknowledged?.sdkAppID === acknowledgement.sdkAppID)
      conductor.acknowledged(acknowledged, acknowledgement)
  })

  const after = createAfterSending({
    db: database,
    clock,
    client: vendorClient,
    tenants,
    journal,
    events,
    limitsOf: parts.limitsOf ?? channelLimits,
    random,
    lanes: options.lanes ?? {},
    cancel(record) {
      const opened = opens.get(record.msgID)
      if (opened === undefined) return false
      if (record.recalled !== undefined) opened.message.record.recalled = record.recalled
      conductor.recalled(opened)
      return true
    },
    wakePoller: () => poller.wake(),
  })

  const maintenance = createMaintenance({
    db: database,
    clock,
    retentionDays: options.journalRetentionDays,
    fault: fault('journal partitions'),
  })

  const stop = async (graceMs: number): Promise<void> => {
    const untilMs = clock.now() + graceMs
    endListening()
    await within(Promise.all([poller.stop(), planning.idle(), lanes.drain(), after.drain()]), untilMs)
    planning.close()
    lanes.close()
    acknowledgements.close()
    after.close()
    const left = [...opens.values()]
    for (const one of left) letGo(one)
    opens.clear()
    const msgIDs = left.filter((one) => one.reachedDeviceIDs === undefined).map((one) => one.msgID)
    // The database is given a moment even when the grace is used up: without it, all that was done is done again.
    const storeUntilMs = Math.max(untilMs, clock.now() + 1_000)
    const isStored = await within(
      Promise.all([
        journal.flush().then(async () => await settling.idle()),
        leases.close(),
        shares.close(),
        msgIDs.length > 0 ? expireLeases(database, { msgIDs, leaseOwner, nowMs: clock.now() }) : undefined,
        maintenance.stop(),
      ]),
      storeUntilMs,
    )
    if (!isStored) journal.abandon()
  }

  const hasRoom = (): boolean =>
    !stopping && opens.size < options.openMessages && isSpacious() && !journal.isFull()
  const selfTest = createSelfTest({ db: database, tenants, clock, conductor, hasRoom, opens, close })
  const within = createWithin(clock, fault('push engine'))
  poller.start()
  after.start()
  maintenance.start()

  return {
    leaseOwner,
    leaseMs,
    dispatch(message: CommittedMessage) {
      const { msgID } = message.record
      if (!hasRoom()) leases.release(msgID)
      else if (!opens.has(msgID)) {
        const nowMs = clock.now()
        open({ message, origin: 'fresh', nowMs, leaseUntilMs: nowMs + leaseMs })
      }
    },
    dispatchOnlineOnly(message, reachedDeviceIDs) {
      if (!hasRoom()) return
      const nowMs = clock.now()
      const reached = new Set(reachedDeviceIDs)
      open({ message, origin: 'fresh', nowMs, leaseUntilMs: nowMs, reachedDeviceIDs: reached })
    },
    read(user, marks, readerDeviceID) {
      for (const read of opens.upTo(user.sdkAppID, marks)) conductor.read(read, user.userID)
      after.read(user, marks, readerDeviceID)
    },
    recall: async (record) => await after.recall(record),
    takeReceipts: async (source, receipts) => await after.takeReceipts(source, receipts),
    takeReports: async (reporter, reports) => await after.takeReports(reporter, reports),
    selfTest,
    state: () => ({ lanes: lanes.states(), openMessages: opens.size, journal: journal.waiting() }),
    ...createStories({ db: database, clock, journal, isStopping: () => stopping !== undefined }),
    stop: (graceMs) => (stopping ??= stop(graceMs)),
    [Symbol.asyncDispose]: () => (stopping ??= stop(5_000)),
  }
}
