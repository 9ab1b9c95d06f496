import { setTimeout as sleep } from 'node:timers/promises'

import { audit, openStore, type Store } from '@carillon/server'
import type { DesktopClient, ServerProcess, Testkit, TestPhone } from '@carillon/testkit'
import { waitUntil } from '@carillon/testkit'

import { createChance } from './chance.ts'
import { dyingServer, faultyVendors, restlessPhones } from './disturbers.ts'
import { sendTraffic, type SentMessage } from './traffic.ts'
import { judge, watch, type Breach, type WatchedPhone } from './verdict.ts'

/** What became of one seed. */
export interface SeedReport {
  seed: number
  messages: number
  /** Sends without an answer in time. */
  unanswered: number
  kills: number
  devices: number
  counts: Readonly<Record<string, number>>
  breaches: readonly Breach[]
  durationMs: number
}

/** How much is done for a seed. */
export interface SeedSize {
  messages: number
  durationMs: number
}

/** After the last disturbance everything must come to its end within this time. */
const settleLimitMs = 30_000

/** Lets one seed's chaos loose, waits for its end, and judges what is left. */
export const runSeed = async (
  kit: Testkit,
  server: ServerProcess,
  seed: number,
  size: SeedSize,
): Promise<SeedReport> => {
  const startMs = Date.now()
  const chance = createChance(seed)
  const name = `seed ${seed}`
  await using stack = new AsyncDisposableStack()
  const { sender, phoneOf, muted, groupID } = await setUp(kit, stack, seed, chance.next())
  const phones = [...phoneOf.values()].map(({ phone }) => phone)
  const fromMs = Date.now()
  let kills = 0
  const ending = new AbortController()
  const disturbers = [
    faultyVendors(kit)(chance.branch(), ending.signal),
    dyingServer(server, () => (kills += 1))(chance.branch(), ending.signal),
    restlessPhones(phones)(chance.branch(), ending.signal),
  ]
  const traffic = sendTraffic({
    sender,
    userIDs: [...phoneOf.keys()],
    muted,
    groupID,
    name,
    count: size.messages,
    durationMs: size.durationMs,
    chance: chance.branch(),
  })
  await sleep(size.durationMs)
  ending.abort()
  await Promise.all(disturbers)
  const { sent, refused } = await traffic
  await using store = await openDatabase(kit)
  await waitUntil(`the end of all pushes of ${name}`, async () => await isOutboxEmpty(store), {
    timeoutMs: settleLimitMs,
  }).catch(async (error: unknown) => {
    throw new Error(`still open:\n${await openStories(kit, store)}`, { cause: error })
  })
  await arrived(phones)
  const report = await audit(store, { fromMs, untilMs: Date.now() + 1 })
  const breaches = report.findings.map(
    ({ kind, msgID, userID, deviceID, reason }) => `${msgID} for ${userID}: ${kind} on ${deviceID} ${reason}`,
  )
  breaches.push(...(await judgeAll(kit, sent, phoneOf)))
  return {
    seed,
    messages: report.messages,
    unanswered: refused,
    kills,
    devices: report.eligible,
    counts: report.counts,
    breaches,
    durationMs: Date.now() - startMs,
  }
}

const judgeAll = async (
  kit: Testkit,
  sent: readonly SentMessage[],
  phoneOf: ReadonlyMap<string, WatchedPhone>,
): Promise<Breach[]> => {
  const breaches: Breach[] = []
  for (const message of sent) {
    const story = await kit.story(message.msgID)
    breaches.push(...judge(message, story, phoneOf))
  }
  return breaches
}

const openDatabase = async ({ config }: Testkit): Promise<Store> =>
  await openStore(
    config.databaseURL === undefined ? { dataFolder: config.dataFolder } : { url: config.databaseURL },
    { purpose: 'command', connections: 1 },
  )

const isOutboxEmpty = async (store: Store): Promise<boolean> => {
  await sleep(50)
  const rows = await store.query({ name: 'chaos.outbox', text: 'select 1 from outbox limit 1' })
  return rows.length === 0
}

/** What keeps messages from their end, for whoever has to find out why. */
const openStories = async (kit: Testkit, store: Store): Promise<string> => {
  const text = `select msg_id as "msgID", o::text as row from outbox o order by created_at limit 3`
  const rows = await store.query<{ msgID: string; row: string }>({ name: 'chaos.open', text })
  const stories = await Promise.all(
    rows.map(async ({ msgID, row }) => {
      const { devices } = await kit.story(msgID)
      const lines = devices
        .filter(({ state }) => state === 'pending')
        .map(({ userID, entries }) => {
          const last = entries
            .slice(-12)
            .map(({ stage, reason, vendorWords }) => `${stage} ${reason} ${vendorWords?.code ?? ''}`)
          return `    ${userID}: ${last.join(', ')}`
        })
      return [`  ${row}`, ...lines].join('\n')
    }),
  )
  return stories.join('\n')
}

/** Vendors hand over in this process: once nothing has come for a while, all has. */
const arrived = async (phones: readonly TestPhone[]): Promise<void> => {
  const quietMs = 200
  let count = -1
  for (;;) {
    const now = phones.reduce((sum, { device }) => sum + device.receivedPushes.length, 0)
    if (now === count) return
    count = now
    await sleep(quietMs)
  }
}

/** A sender, a phone of every vendor with a user each (one of whom has muted the sender), a group of them all. */
const setUp = async (
  kit: Testkit,
  stack: AsyncDisposableStack,
  seed: number,
  draw: number,
): Promise<{
  sender: DesktopClient
  phoneOf: Map<string, WatchedPhone>
  muted: ReadonlySet<string>
  groupID: string
}> => {
  const sender = stack.use(await kit.logIn(await kit.createUser(`s${seed}-ann`, 'Ann')))
  const phoneOf = new Map<string, WatchedPhone>()
  for (const vendor of kit.vendors) {
    const user = await kit.createUser(`s${seed}-${vendor}`)
    phoneOf.set(user.userID, watch(stack.use(await kit.createPhone({ vendor, user }))))
  }
  const userIDs = [...phoneOf.keys()]
  const mutedID = userIDs[Math.floor(draw * userIDs.length)] ?? ''
  const muting = phoneOf.get(mutedID)?.phone.app.running.sdk.v2TIMManager.getMessageManager()
  const answer = await muting?.setC2CReceiveMessageOpt([sender.userID], 2)
  if (answer?.code !== 0) throw new Error(`setC2CReceiveMessageOpt answered ${answer?.code}`)
  const group = await sender.sdk.v2TIMManager.getGroupManager().createGroup({
    groupType: 'Work',
    groupName: 'Chaos',
    memberList: userIDs.map((userID) => ({ userID, role: 200 })),
  })
  if (group.code !== 0 || !group.data) throw new Error(`createGroup answered ${group.code}: ${group.desc}`)
  return { sender, phoneOf, muted: new Set([mutedID]), groupID: group.data }
}
