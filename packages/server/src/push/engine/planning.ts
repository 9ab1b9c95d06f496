import type { MessageRecord } from '@carillon/protocol'

import type { Clock } from '../../clock.ts'
import type { Connections } from '../../presence/types.ts'
import type { Db } from '../../store/db.ts'
import type { AppSettings, Tenants } from '../../tenants/types.ts'
import { deviceKeyText } from '../journal/progress.ts'
import { loadDevices, raiseBadges, userKeyText, type BadgeRaise } from '../devices.ts'
import { raisesBadge } from '../planner/badge.ts'
import { plan } from '../planner/plan.ts'
import type {
  Decision,
  GroupFacts,
  PlannableDevice,
  RecipientStanding,
  UnreachedReason,
} from '../planner/types.ts'
import { loadStandings } from '../standings.ts'
import type { GroupFactsSource } from '../types.ts'
import { burstMessages, noteBursts, placesIn } from './burst-orders.ts'
import { Bursts } from './bursts.ts'
import type { OpenMessage } from './open-message.ts'
import type { Shares } from './shares.ts'
import { chosenDevices } from './chosen-devices.ts'
import { createWorker } from './worker.ts'

/** A recipient of an open message about whom something is to be decided. */
export interface PlanOrder {
  open: OpenMessage
  userID: string
  /** Only these devices, planned again; absent for all. */
  deviceIDs?: ReadonlySet<string>
  unreached?: ReadonlyMap<string, UnreachedReason>
}

/** An order with its decisions. */
export interface PlannedOrder extends PlanOrder {
  decisions: readonly Decision[]
  settings: AppSettings
}

/** Decides about recipients, many with one query. */
export interface Planning {
  add(orders: readonly PlanOrder[]): void
  /** All recipients of a message; those of a message to many a page at a time. */
  addRecipients(open: OpenMessage): void
  /** Resolves when nothing is being decided. */
  idle(): Promise<void>
  /** Decides nothing more. */
  close(): void
}

/** A message to many, with the place of its next recipient. */
interface Bulk {
  open: OpenMessage
  next: number
}

/** What a planning is made from. */
export interface PlanningParts {
  db: Db
  tenants: Pick<Tenants, 'app'>
  connections: Pick<Connections, 'of'>
  clock: Clock
  recipientsPerPlan: number
  groupFacts: GroupFactsSource
  shares: Shares
  /** Resolves when what is decided can be written down. */
  room(): Promise<void>
  /** Takes the decisions of one batch. */
  decided(orders: readonly PlannedOrder[]): void
  /** The app of an order does not exist (any more). */
  appGone(order: PlanOrder): void
  fault(error: unknown): void
}

/**
 * One batch at a time: what comes while one is on its way to the database forms the next. A badge raised
 * by one batch is counted before a later one reads it.
 */
export const createPlanning = (parts: PlanningParts): Planning => {
  const { db, tenants, connections, clock, recipientsPerPlan, shares } = parts
  const bursts = new Bursts()
  /** Of messages to few; those of messages to many must not keep them waiting. */
  let orders: PlanOrder[] = []
  let bulk: Bulk[] = []
  const leastBulk = Math.ceil(recipientsPerPlan / 5)
  let isClosed = false
  let failures = 0
  /** Badge counts on their way to the database, and whose they are: nobody else waits for them. */
  let raising = { done: Promise.resolve(), users: new Set<string>() }

  const turn = async (): Promise<void> => {
    await parts.room()
    const batch = orders.splice(0, bulk.length > 0 ? recipientsPerPlan - leastBulk : recipientsPerPlan)
    batch.push(...takeBulk(recipientsPerPlan - batch.length))
    try {
      await decide(batch)
      failures = 0
    } catch (error) {
      parts.fault(error)
      orders = [...batch, ...orders]
      failures += 1
      await new Promise<void>((resolve) => clock.after(Math.min(5_000, 100 * 2 ** failures), resolve))
    }
  }
  /** The next recipients of the message to many whose turn it is. */
  const takeBulk = (count: number): PlanOrder[] => {
    const [first, ...others] = bulk
    if (!first) return []
    const { recipients } = first.open.message
    const users = first.open.isClosed ? [] : recipients.slice(first.next, first.next + count)
    const next = first.next + users.length
    bulk = users.length === 0 || next >= recipients.length ? others : [...others, { ...first, next }]
    return users.map((userID) => ({ open: first.open, userID }))
  }

  const worker = createWorker(() => orders.length + bulk.length > 0 && !isClosed, turn)

  const decide = async (batch: readonly PlanOrder[]): Promise<void> => {
    const users = batch.map(({ open, userID }) => ({ sdkAppID: open.sdkAppID, userID }))
    if (users.some((user) => raising.users.has(userKeyText(user)))) await raising.done
    const recipients = batch.map(({ open, userID }) => ({ record: open.message.record, userID }))
    const [devices, standings, settings, groups] = await Promise.all([
      loadDevices(db, users, clock.now()),
      loadStandings(db, recipients),
      loadSettings(
        tenants,
        users.map((user) => user.sdkAppID),
      ),
      loadGroups(parts.groupFacts, batch),
    ])
    const chosen = batch.map((order) => chosenDevices(order, devices, settings))
    await shares.load(chosen.filter((one) => one !== undefined))
    if (isClosed) return
    const nowMs = clock.now()
    const planned: PlannedOrder[] = []
    const gone: PlanOrder[] = []
    const counted = new Map<string, BadgeRaise>()
    for (const [index, order] of batch.entries()) {
      const ready = chosen[index]
      if (!ready) {
        gone.push(order)
        continue
      }
      const appSettings = ready.settings
      const user = { sdkAppID: order.open.sdkAppID, userID: order.userID }
      const seen = ready.devices.map((device) => withRaises(device, counted, order))
      const group = groups.get(groupKey(order.open.message.record))
      const inBurst = burstMessages(order, seen, appSettings)
      const decisions = plan({
        message: order.open.message.record,
        recipient: order.userID,
        standing: standings[index] ?? noStanding,
        ...(group === undefined ? {} : { group }),
        devices: seen,
        connections: connections.of(user),
        settings: appSettings,
        nowMs,
        ...(order.unreached === undefined ? {} : { unreached: order.unreached }),
        bursts: placesIn(bursts, inBurst, nowMs),
        ...shares.inputOf(ready),
      })
      noteBursts(bursts, inBurst, decisions, appSettings, nowMs)
      countRaises(order, decisions, seen, counted)
      planned.push({ ...order, decisions: shares.decided(ready, decisions), settings: appSettings })
    }
    for (const order of gone) parts.appGone(order)
    parts.decided(planned)
    const raises = [...counted.values()]
    if (raises.length === 0) return
    await raising.done
    raising = { done: countBadges(raises), users: new Set(raises.map(userKeyText)) }
  }

  // The pushes are on their way: a count that cannot be stored leaves a badge behind, nothing more.
  const countBadges = async (raises: readonly BadgeRaise[]): Promise<void> => {
    try {
      await raiseBadges(db, raises)
    } catch (error) {
      parts.fault(error)
    }
  }

  return {
    add(more) {
      if (isClosed) return
      orders.push(...more)
      worker.start()
    },
    addRecipients(open) {
      if (isClosed) return
      const { recipients } = open.message
      if (recipients.length > recipientsPerPlan) bulk.push({ open, next: 0 })
      else for (const userID of recipients) orders.push({ open, userID })
      worker.start()
    },
    async idle() {
      await worker.idle()
      await raising.done
    },
    close() {
      isClosed = true
      orders = []
      bulk = []
    },
  }
}

const loadSettings = async (
  tenants: Pick<Tenants, 'app'>,
  sdkAppIDs: readonly number[],
): Promise<ReadonlyMap<number, AppSettings>> => {
  const settings = new Map<number, AppSettings>()
  for (const sdkAppID of new Set(sdkAppIDs)) {
    const app = await tenants.app(sdkAppID)
    if (app) settings.set(sdkAppID, app.settings)
  }
  return settings
}

/** For a recipient about whom nothing is stored. */
const noStanding: RecipientStanding = {
  receiveOption: 0,
  allReceiveOption: null,
  readSeq: 0,
  hasBlockedSender: false,
}

const groupKey = ({ sdkAppID, groupID }: MessageRecord): string => `${sdkAppID}\n${groupID ?? ''}`

const loadGroups = async (
  groupFacts: GroupFactsSource,
  orders: readonly PlanOrder[],
): Promise<ReadonlyMap<string, GroupFacts>> => {
  const groups = new Map<string, GroupFacts>()
  for (const { open } of orders) {
    const { record } = open.message
    const key = groupKey(record)
    if (record.groupID === undefined || groups.has(key)) continue
    const facts = await groupFacts(record.sdkAppID, record.groupID)
    groups.set(key, facts ?? { groupID: record.groupID, name: '', isLiveOnly: false })
  }
  return groups
}

const raiseKey = ({ sdkAppID, userID, deviceID }: Omit<BadgeRaise, 'count'>): string =>
  `${sdkAppID}\n${userID}\n${deviceID}`

/** Whether an earlier decision about the same message has raised the badge already. */
const isCounted = ({ open, userID }: PlanOrder, deviceID: string): boolean => {
  const key = deviceKeyText(userID, deviceID)
  return open.progress.get(key)?.pushReason !== undefined || open.jobs.get(key)?.toldReason !== undefined
}

const withRaises = (
  device: PlannableDevice,
  counted: ReadonlyMap<string, BadgeRaise>,
  order: PlanOrder,
): PlannableDevice => {
  const before = device.pushesSinceReport + (counted.get(raiseKey(device))?.count ?? 0)
  const ownShare = isCounted(order, device.deviceID) ? 1 : 0
  return { ...device, pushesSinceReport: Math.max(0, before - ownShare) }
}

const countRaises = (
  order: PlanOrder,
  decisions: readonly Decision[],
  devices: readonly PlannableDevice[],
  counted: Map<string, BadgeRaise>,
): void => {
  const { open, userID, deviceIDs } = order
  for (const { kind, deviceID } of decisions) {
    const isWanted = kind === 'push' && deviceIDs?.has(deviceID) !== false && !isCounted(order, deviceID)
    const device = devices.find((candidate) => candidate.deviceID === deviceID)
    if (!isWanted || !device || !raisesBadge(open.message.record, device)) continue
    const raise = { sdkAppID: open.sdkAppID, userID, deviceID, count: 1 }
    raise.count += counted.get(raiseKey(raise))?.count ?? 0
    counted.set(raiseKey(raise), raise)
  }
}
