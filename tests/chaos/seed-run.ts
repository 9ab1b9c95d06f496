import { setTimeout as sleep } from 'node:timers/promises'

import { audit } from '@carillon/server'
import type { ServerProcess, Testkit } from '@carillon/testkit'

import { createChance } from './chance.ts'
import { changingUsers, dyingServer, faultyVendors, readers, restlessPhones } from './disturbers.ts'
import { settleLimitMs, waitForTheEnd } from './ending.ts'
import { sendTraffic, type SentMessage } from './traffic.ts'
import { judge, type Breach, type ReadMark } from './verdict.ts'
import { createWorld, openDatabase, type World } from './world.ts'

/** What became of one seed. */
export interface SeedReport {
  seed: number
  messages: number
  /** Sends without an answer in time. */
  unanswered: number
  recalls: number
  reads: number
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

/** Lets one seed's chaos loose, waits for its end, and judges what is left. */
export const runSeed = async (
  kit: Testkit,
  server: ServerProcess,
  seed: number,
  size: SeedSize,
): Promise<SeedReport> => {
  const startMs = Date.now()
  const chance = createChance(seed)
  await using stack = new AsyncDisposableStack()
  const world = await createWorld(kit, stack, seed, chance.branch())
  const { handsets } = world
  const fromMs = Date.now()
  let kills = 0
  const marks: ReadMark[] = []
  const recalls = new EventTarget()
  const ending = new AbortController()
  const disturbers = [
    faultyVendors(kit),
    dyingServer(server, recalls, () => (kills += 1)),
    restlessPhones(handsets),
    ...handsets.filter(({ users }) => users.length > 1).map(changingUsers),
    readers(world, marks),
  ].map((disturber) => disturber(chance.branch(), ending.signal))
  const traffic = sendTraffic({
    world,
    name: `seed ${seed}`,
    count: size.messages,
    durationMs: size.durationMs,
    recalls,
    chance: chance.branch(),
  })
  await sleep(size.durationMs)
  ending.abort()
  await Promise.all(disturbers)
  const { sent, refused } = await traffic
  for (const handset of handsets) await handset.settle(settleLimitMs)
  await using store = await openDatabase(kit)
  await waitForTheEnd(kit, store, handsets, fromMs)
  const report = await audit(store, { fromMs, untilMs: Date.now() + 1 })
  const breaches = report.findings.map(
    ({ kind, msgID, userID, deviceID, reason }) => `${msgID} for ${userID}: ${kind} on ${deviceID} ${reason}`,
  )
  breaches.push(...(await judgeAll(kit, sent, world, marks)))
  // On a machine that is busy with other things a server may take longer to start than the chaos lasts.
  if (refused > size.messages / 2) breaches.push(`${refused} sends unanswered: too few messages to judge by`)
  return {
    seed,
    messages: report.messages,
    unanswered: refused,
    recalls: sent.filter(({ recall }) => recall !== undefined).length,
    reads: marks.length,
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
  world: World,
  marks: readonly ReadMark[],
): Promise<Breach[]> => {
  const breaches: Breach[] = []
  for (const message of sent) breaches.push(...judge(message, await kit.story(message.msgID), world, marks))
  return breaches
}
