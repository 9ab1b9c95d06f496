import { beforeEach, expect, it } from 'vitest'

import type { Bench } from '../testing/bench.ts'
import { seed } from '../testing/seed.ts'
import { until } from '../testing/until.ts'
import { usePushWorld } from '../testing/use-push-world.ts'
import { accepted } from '../testing/vendor.ts'
import { bindToken } from '../tokens.ts'

const world = usePushWorld()
/** Pushes wait in their lane for others that can go with them. */
const options = { lanes: { batchWindowMs: 400 } }
const phone = { sdkAppID: 1, userID: 'bob', deviceID: 'phone' }

beforeEach(async () => {
  const certificateID = await seed.certificate(world.store, 'xiaomi')
  world.tenants.addCertificate(certificateID, 'xiaomi')
  await seed.device(world.store, { deviceID: 'phone' })
  await bindToken(world.store, { ...phone, certificateID, token: 'token', nowMs: Date.now() - 1_000 })
  world.vendor.answer = () => accepted
})

const inLane = async (bench: Bench): Promise<string> => {
  // The first one of a lane does not wait: it has its certificate loaded.
  await bench.outcome(await bench.send())
  world.vendor.requests.length = 0
  const msgID = await bench.send()
  await until('its place in the lane', async () => (await bench.entries(msgID)).includes('queued queued'))
  return msgID
}

const logOut = async (): Promise<void> => {
  await world.store.query({ name: 'test.logout', text: `update devices set login_state = 'logged-out'` })
}

it('what waits in a lane is not sent to a device that its user has left', async () => {
  const bench = world.start(options)
  const msgID = await inLane(bench)
  await logOut()
  bench.engine.departed([phone])
  expect(await bench.outcome(msgID)).toEqual(['phone suppressed logged-out'])
  expect(world.vendor.requests).toEqual([])
})

it('nor when the user has left it by another node', async () => {
  const [bench, other] = [world.start(options), world.start(options)]
  const msgID = await inLane(bench)
  await logOut()
  other.engine.departed([phone])
  expect(await bench.outcome(msgID)).toEqual(['phone suppressed logged-out'])
  expect(world.vendor.requests).toEqual([])
})

it('who came back at once gets it, and once', async () => {
  const bench = world.start(options)
  const msgID = await inLane(bench)
  bench.engine.departed([phone])
  expect(await bench.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
  expect(world.vendor.requests).toHaveLength(1)
})

it('others are not looked at again', async () => {
  const bench = world.start(options)
  const msgID = await inLane(bench)
  await logOut()
  bench.engine.departed([{ ...phone, userID: 'eve' }])
  expect(await bench.outcome(msgID)).toEqual(['phone accepted vendor-accepted'])
})
