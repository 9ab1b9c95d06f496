import type { CommittedMessage, UserKey } from '../../presence/types.ts'
import { createAcknowledgements } from '../acknowledgements.ts'
import { createMaintenance } from '../journal/maintenance.ts'
import { createJournalWriter } from '../journal/writer.ts'
import { Lanes } from '../lanes/lanes.ts'
import { expireLeases } from '../outbox/lease.ts'
import { createPoller } from '../outbox/poller.ts'
import type { PushEngine, ReadMark } from '../types.ts'
import { createAfterSending } from './after-sending.ts'
import { Conductor } from './conductor.ts'
import { channelLimits, type PushEngineParts } from './engine-parts.ts'
import { Intake } from './intake.ts'
import { createLaneHost } from './lane-host.ts'
import { createLeases } from './leases.ts'
import { createNodeNews } from './node-news.ts'
import { RecentDepartures } from './recent-departures.ts'
import { RecentRecalls } from './recent-recalls.ts'
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
    onSettled: () => intake.again(),
  })
  const acknowledgements = createAcknowledgements({ connections, clock })
  const departures = new RecentDepartures(clock)
  const shares = createShares({ db: database, tenants, clock, fault: fault('quota') })

  const close = (open: OpenMessage): void => {
    if (opens.get(open.msgID) === open) opens.delete(open.msgID)
    intake.again()
  }
  const finish = (open: OpenMessage): void => {
    close(open)
    if (open.reachedDeviceIDs === undefined) settling.finish(open)
  }
  const intake = new Intake({ opens, settling, journal, options, wakePoller: () => poller.wake() })

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
      db: database,
      clock,
      opens,
      departures,
      wakeParked: async (certificateID, limit) => await wakeParked(parking, certificateID, limit),
      rowsPerClaim: options.rowsPerClaim,
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

  const recalls = new RecentRecalls()
  const open = (opening: Opening): void => {
    if (stopping) return
    recalls.mark(opening.message.record)
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
    room: () => intake.room(),
    isSpacious: () => intake.isSpacious(),
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
    released: () => intake.left(),
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
    cancel(msgID, recalled) {
      recalls.add(msgID, recalled)
      const opened = opens.get(msgID)
      if (opened === undefined) return false
      opened.message.record.recalled = recalled
      conductor.recalled(opened)
      return true
    },
    has: (msgID) => opens.has(msgID) || settling.has(msgID),
    wakePoller: () => poller.wake(),
  })

  const readHere = (user: UserKey, marks: readonly Pick<ReadMark, 'conversationID' | 'readSeq'>[]): void => {
    for (const one of opens.upTo(user.sdkAppID, marks)) conductor.read(one, user.userID)
  }
  // A node that alone has its database has nobody to talk to.
  const isAlone = options.takesOverLeasesOf !== undefined
  const news = createNodeNews({
    database,
    clock,
    self: leaseOwner,
    isAlone,
    opens,
    departures,
    read: readHere,
    recalled: (recalled) => after.recalledElsewhere(recalled),
    fault: fault('news of other nodes'),
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
        news.close(),
        shares.close(),
        msgIDs.length > 0 ? expireLeases(database, { msgIDs, leaseOwner, nowMs: clock.now() }) : undefined,
        maintenance.stop(),
      ]),
      storeUntilMs,
    )
    if (!isStored) journal.abandon()
  }

  const hasRoom = (): boolean => !stopping && intake.hasRoom()
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
      readHere(user, marks)
      news.read(user, marks)
      after.read(user, marks, readerDeviceID)
    },
    async recall(record) {
      news.recalled(record)
      return await after.recall(record)
    },
    departed: (departed) => news.departed(departed),
    takeReceipts: async (source, receipts) => await after.takeReceipts(source, receipts),
    takeReports: async (reporter, reports) => await after.takeReports(reporter, reports),
    selfTest,
    state: () => ({ lanes: lanes.states(), openMessages: opens.size, journal: journal.waiting() }),
    ...createStories({ db: database, clock, journal, isStopping: () => stopping !== undefined }),
    stop: (graceMs) => (stopping ??= stop(graceMs)),
    [Symbol.asyncDispose]: () => (stopping ??= stop(5_000)),
  }
}
