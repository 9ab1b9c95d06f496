import { quotaResetMs } from '@carillon/channels'
import { beforeEach, expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted, refused } from '../testing/vendor.ts'
import { bindToken } from '../tokens.ts'

const world = usePushWorld()

beforeEach(async () => {
  const certificateID = await seed.certificate(world.store, 'vivo')
  world.tenants.addCertificate(certificateID, 'vivo')
  await seed.device(world.store, { deviceID: 'phone' })
  const owner = { sdkAppID: 1, deviceID: 'phone', userID: 'bob' }
  await bindToken(world.store, { ...owner, certificateID, token: 'vivo-token', nowMs: Date.now() - 1_000 })
})

/** The clock jumps to the next day: what waits stays in memory, and nobody takes its lease for run out. */
const tomorrow = { parkAfterMs: 48 * 3_600_000, leaseMs: 48 * 3_600_000 }
/** Two a day and phone. */
const operational = { offlinePushInfo: { androidVIVOClassification: 0 as const } }
const reasons = async ({ engine }: Bench, msgIDs: readonly string[]): Promise<string[]> =>
  await Promise.all(msgIDs.map(async (msgID) => (await engine.story(msgID))?.devices[0]?.reason ?? ''))

it('what is beyond the share waits for the next one, and is one notification then', async () => {
  const bench = world.start(tomorrow)
  const sent = [
    await bench.outcome(await bench.send(operational)),
    await bench.outcome(await bench.send(operational)),
  ]
  expect(sent).toEqual([['phone accepted vendor-accepted'], ['phone accepted vendor-accepted']])
  const held = [await bench.send(operational), await bench.send(operational), await bench.send(operational)]
  await until('the wait', async () =>
    (await reasons(bench, held)).every((reason) => reason === 'quota-exhausted'),
  )
  expect(world.vendor.requests).toHaveLength(2)
  // A chat has no such share.
  expect(await bench.outcome(await bench.send())).toEqual(['phone accepted vendor-accepted'])

  bench.clock.advance(quotaResetMs({ resetHour: 0 }, bench.clock.now()) - bench.clock.now())
  await until('the end', async () =>
    (await reasons(bench, held)).every((reason) => !reason.startsWith('quota')),
  )
  await Promise.all(held.map(async (msgID) => await bench.outcome(msgID)))
  const ends = await reasons(bench, held)
  // The chat that rang is newer than they are: nothing need ring for them.
  expect(ends).toEqual(['folded', 'folded', 'folded'])
})

it('rings once for what waited, when nothing newer has rung', async () => {
  const bench = world.start(tomorrow)
  for (let count = 0; count < 2; count += 1) await bench.outcome(await bench.send(operational))
  const held = [await bench.send(operational), await bench.send(operational)]
  await until('the wait', async () =>
    (await reasons(bench, held)).every((reason) => reason === 'quota-exhausted'),
  )
  bench.clock.advance(quotaResetMs({ resetHour: 0 }, bench.clock.now()) - bench.clock.now())
  await Promise.all(held.map(async (msgID) => await bench.outcome(msgID)))
  expect(await reasons(bench, held)).toEqual(['folded', 'vendor-accepted'])
  expect(world.vendor.requests.at(-1)?.body).toBe('2 new messages')
})

it('what the vendor refused does not count, and the count survives a restart', async () => {
  world.vendor.answer = () => refused('payload')
  const first = world.start()
  for (let count = 0; count < 3; count += 1)
    expect(await first.outcome(await first.send(operational))).toEqual(['phone refused refused-payload'])
  world.vendor.answer = () => accepted
  for (let count = 0; count < 2; count += 1) await first.outcome(await first.send(operational))
  await first.engine.stop(1_000)
  const second = world.start()
  const msgID = await second.send(operational)
  await until('the wait', async () => (await reasons(second, [msgID]))[0] === 'quota-exhausted')
  expect(world.vendor.requests).toHaveLength(5)
})
