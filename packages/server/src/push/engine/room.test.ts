import { expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { outboxRows } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused } from '../testing/vendor.ts'

const world = usePushWorld()

const anHour = 3_600_000
/** What waits in vain would wait for an hour: nothing here is moved on by time. */
const options = { parkAfterMs: anHour, pollMs: anHour, leaseMs: 10 * anHour }
const limits = { tokensPerRequest: 1, requestsInFlight: 2, notificationsPerSecond: 10_000 }

/** Lets the vendor answer when it is told to. */
const heldVendor = (): { letGo: () => void } => {
  const gate = Promise.withResolvers<void>()
  world.vendor.answer = async () => {
    await gate.promise
    return accepted
  }
  return { letGo: () => gate.resolve() }
}

const waitsFor = async (bench: Bench, msgID: string, reason: string): Promise<number> =>
  (await bench.story(msgID)).devices.filter(
    ({ state, reason: last }) => state === 'pending' && last === reason,
  ).length

it('a message to more phones than the lane holds goes out without a waiting round', async () => {
  const phones = Array.from({ length: 60 }, (_, index) => `phone ${index}`)
  for (const phone of phones) await world.phone(phone)
  const { letGo } = heldVendor()
  const bench = world.start({ ...options, lanes: { queuedPushes: 8 } }, {}, limits)
  const msgID = await bench.send()
  await until('the others to wait', async () => (await waitsFor(bench, msgID, 'queued')) >= 50)
  letGo()
  expect(await bench.outcome(msgID)).toEqual(
    phones.toSorted().map((phone) => `${phone} accepted vendor-accepted`),
  )
  expect(world.vendor.requests).toHaveLength(60)
})

it('messages that wait in the outbox for a full lane are fetched as soon as it has room', async () => {
  await world.phone('phone')
  const { letGo } = heldVendor()
  const bench = world.start({ ...options, lanes: { queuedPushes: 8 } }, {}, limits)
  const msgIDs: string[] = []
  for (let count = 0; count < 60; count += 1) msgIDs.push(await bench.send())
  await until('the others to be parked', async () => {
    const parked = (await outboxRows(world.store)).filter(({ leaseOwner }) => leaseOwner === null)
    return parked.length >= 50
  })
  letGo()
  for (const msgID of msgIDs) expect(await bench.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
  expect(world.vendor.requests).toHaveLength(60)
})

it('who waits for room in a lane that stops hears of it', async () => {
  const phones = Array.from({ length: 30 }, (_, index) => `phone ${index}`)
  for (const phone of phones) await world.phone(phone)
  const { letGo } = heldVendor()
  const bench = world.start({ ...options, lanes: { queuedPushes: 4, stopBaseMs: anHour } }, {}, limits)
  const msgID = await bench.send()
  await until('the others to wait', async () => (await waitsFor(bench, msgID, 'queued')) >= 20)
  const held = world.vendor.answer
  world.vendor.answer = async (request) => {
    await held(request)
    return refused('config')
  }
  letGo()
  await until('the stop', async () => (await waitsFor(bench, msgID, 'lane-stopped')) >= 26)
})
